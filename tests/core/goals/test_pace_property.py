"""What must hold of every pace: more is never worse, and falling KPIs mirror rising ones."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.goals.goal import Baseline, Mode, Nature, Target
from tolok.core.goals.pace import Reading, Status, expected_share, target_pace
from tolok.core.goals.recurring import months_of
from tolok.core.query import Period

START = date(2026, 1, 1)
BEFORE = Period(date(2025, 1, 1), date(2025, 12, 31))
RANK = [Status.OFF_PACE, Status.BEHIND, Status.ON_PACE, Status.AHEAD, Status.DONE]
VALUES = st.integers(-1000, 1000)


def status(target: Target, days: int, value: float, day: int) -> Status:
    on = START + timedelta(days=day)
    window = Period(START, START + timedelta(days=days))
    return target_pace(target, window, Reading(value, on), today=on).status


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, int]:
    days = draw(st.integers(1, 400))
    return days, draw(st.integers(0, days))


@settings(max_examples=200, deadline=None)
@given(cases(), VALUES, st.integers(1, 1000), VALUES, VALUES, st.sampled_from(Nature))
def test_more_is_never_worse_and_less_is_its_mirror(
    case: tuple[int, int], base: int, rise: int, one: int, other: int, nature: Nature
) -> None:
    days, day = case
    low, high = sorted((one, other))
    start = Baseline(base, BEFORE)
    aim = rise if nature in (Nature.TOTAL, Nature.PEOPLE) else base + rise
    up = Target("k", Mode.ABSOLUTE, aim, nature, baseline=start)
    assert RANK.index(status(up, days, low, day)) <= RANK.index(status(up, days, high, day))
    down = Target("k", Mode.ABSOLUTE, -aim, nature, better="down", baseline=Baseline(-base, BEFORE))
    assert status(down, days, -low, day) is status(up, days, low, day)


@settings(max_examples=100, deadline=None)
@given(cases(), st.lists(st.floats(0, 100), min_size=401, max_size=401))
def test_the_ideal_path_never_turns_back_and_ends_at_all(
    case: tuple[int, int], weights: list[float]
) -> None:
    days, day = case
    window = Period(START, START + timedelta(days=days))
    daily = weights[: window.days]
    before = expected_share(window, START + timedelta(days=day - 1), daily)
    now = expected_share(window, START + timedelta(days=day), daily)
    assert 0 <= before <= now <= 1 + 1e-9
    assert abs(expected_share(window, window.end, daily) - 1) < 1e-9


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 1000))
def test_months_cover_a_window_without_gap_or_overlap(start: date, days: int) -> None:
    window = Period(start, start + timedelta(days=days))
    months = months_of(window)
    assert (months[0].start, months[-1].end) == (window.start, window.end)
    assert sum(month.days for month in months) == window.days
    for month, following in zip(months, months[1:], strict=False):
        assert following.start == month.end + timedelta(days=1)
