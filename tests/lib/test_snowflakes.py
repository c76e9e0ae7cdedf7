"""Times inside the ids of X and TikTok."""

from datetime import UTC, datetime

from tolok.lib.snowflakes import tiktok_moment, x_moment


def test_an_x_id_holds_its_second():
    assert x_moment("1891564128784855141") == datetime(2025, 2, 17, 19, 3, 26, tzinfo=UTC)


def test_a_tiktok_id_holds_its_upload():
    assert tiktok_moment("7681870521679564053") == datetime(2026, 9, 5, 2, 20, 58, tzinfo=UTC)


def test_ids_of_another_kind_hold_no_time():
    for id in ("", "20", "abc", "12345678901", "9" * 30, "-5", "１２３"):
        assert x_moment(id) is None
        assert tiktok_moment(id) is None
