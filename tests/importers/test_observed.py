"""Our own file of collected numbers: exact, never asked about, damage told by line."""

import json
from datetime import UTC, datetime

import pytest

from tests.importers.fuzzing import importers
from tolok.core.measures import MEASURES
from tolok.core.ports import About, Answers, DayRow, PostRow, Skipped, Trouble
from tolok.importers.observed import IMPORTER
from tolok.lib.observed import PART, Source, written
from tolok.lib.recognise import recognise
from tolok.lib.sheets import open_sheets

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOURCE = Source("mastodon", "7", "@sudut", "UTC", NOON)
POST = {"post_id": "1", "published_at": NOON.isoformat(), "text": "Kopi", "tags": ["a"], "likes": 3}
DAY = {"day": "2026-11-25", "followers": 7, "likes": -2}


@pytest.fixture
def read(tmp_path):
    def events(content: bytes):
        (tmp_path / "file").write_bytes(content)
        (sheet,) = open_sheets(tmp_path / "file", "mastodon.json")
        return sheet, list(IMPORTER.parse(sheet, Answers()))

    return events


def file(posts=(POST,), days=(DAY,), refused=None, answers=()) -> bytes:
    return written(SOURCE, posts, days, refused or {}, answers)


def test_what_was_written_is_read(read):
    _, events = read(file())
    abouts = [e for e in events if isinstance(e, About)]
    assert [(a.network, a.table, a.account, a.zone) for a in abouts] == [
        ("mastodon", "post", "7", "UTC"),
        ("mastodon", "day", "7", "UTC"),
    ]
    (post,) = [e for e in events if isinstance(e, PostRow)]
    assert (post.post_id, post.published_at, post.tags) == ("1", NOON, ("a",))
    assert post.measures == {"likes": 3}
    (day,) = [e for e in events if isinstance(e, DayRow)]
    assert day.measures == {"followers": 7, "likes": -2}


def test_no_other_importer_fits_as_well_and_nothing_is_asked(read):
    sheet, _ = read(file())
    (best, match), *rest = recognise(sheet, importers())
    assert best.id == "observed" and match.questions == ()
    assert all(other.score < match.score for _, other in rest)


def test_a_file_of_another_kind_is_not_ours(read):
    sheet, events = read(json.dumps([{"tolok": "other/1", "likes": 2}]).encode())
    assert IMPORTER.sniff(sheet) is None and events == []


def test_a_refused_measure_is_a_problem_with_the_networks_words(read):
    _, events = read(file(refused={"quotes": "no permission"}))
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert trouble.column == "quotes" and "no permission" in trouble.why.id


def test_raw_answers_of_any_size_are_kept_whole_and_are_no_data(read):
    answer = '{"posts": [' + "1," * PART + "1]}"
    content = file(answers=[("posts", answer.encode())])
    _, events = read(content)
    assert sum(isinstance(e, Skipped) for e in events) == 3
    kept = [one["body"] for one in json.loads(content) if one["row"] == "raw"]
    assert "".join(kept) == answer


@pytest.mark.parametrize("cell", [1.5, True, "7", [1]])
def test_a_count_that_is_no_whole_number_is_told_and_left_out(read, cell):
    _, events = read(file(posts=[{**POST, "likes": cell}]))
    (post,) = [e for e in events if isinstance(e, PostRow)]
    assert post.measures == {}
    assert [e.column for e in events if isinstance(e, Trouble)] == ["likes"]


@pytest.mark.parametrize("posts, days", [([{"likes": 1}], []), ([], [{"day": "x"}])])
def test_a_row_without_its_key_is_told_and_not_kept(read, posts, days):
    _, events = read(file(posts=posts, days=days))
    (trouble,) = [e for e in events if isinstance(e, Trouble)]
    assert not trouble.row_kept


def test_every_measure_has_a_place(read):
    counts = {name: number for number, name in enumerate(MEASURES)}
    _, events = read(file(posts=[{"post_id": "1", **counts}], days=[]))
    (post,) = [e for e in events if isinstance(e, PostRow)]
    assert post.measures == counts
