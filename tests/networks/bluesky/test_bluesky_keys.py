"""Record keys hold a moment, sort by it, and make the same post every time."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.publishing.parcel import Parcel
from tolok.networks.bluesky import tid
from tolok.networks.bluesky.record import record

START = datetime(2000, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=73_000)).map(lambda since: START + since)


def key(now: datetime, seed: int = 0) -> str:
    return tid.new(now, Random(seed))  # noqa: S311


@given(moments, st.integers())
def test_a_key_is_in_the_networks_form_and_keeps_its_moment(now: datetime, seed: int):
    made = key(now, seed)
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", made)
    assert timedelta(0) <= now - tid.moment(made) < timedelta(milliseconds=1)


@given(moments, st.integers(1, 10**9), st.integers(), st.integers())
def test_later_milliseconds_sort_later(now: datetime, later: int, one: int, other: int):
    assert key(now, one) < key(now + timedelta(milliseconds=later), other)


def test_a_thousand_keys_of_one_moment_hardly_meet():
    now, rng = datetime(2026, 11, 25, tzinfo=UTC), Random(7)  # noqa: S311
    assert len({tid.new(now, rng) for _ in range(1000)}) >= 998


@given(moments, st.text(max_size=50))
def test_the_same_key_makes_the_same_record(now: datetime, text: str):
    made = key(now)
    assert record(Parcel(text), {}, made) == record(Parcel(text), {}, made)
    created = datetime.fromisoformat(record(Parcel(text), {}, made)["createdAt"])
    assert created == tid.moment(made)


@pytest.mark.parametrize("odd", ["", "abc", "z" * 13, "3" * 12 + "1"])
def test_what_is_no_key_holds_no_moment(odd: str):
    with pytest.raises(ValueError):
        tid.moment(odd)
