"""Changes in words: fair or not, good or not, in points or in percent."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.query import Basis, Cell, Coverage, Figure, Frame, Missing, Period, Unknown
from tolok.core.text import Text
from tolok.services.numbers_words import ago, change, coverage_note, delta, short_range, span

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def frame(unit: str = "count", better: str = "up", basis: Basis = Basis.PERIOD, **more) -> Frame:
    return Frame("k", "v", unit, better, basis, MARCH, "UTC", **more)


def figure(now: Cell, then: Cell | None, **more) -> Figure:
    return Figure(frame(**more), now, then)


def test_rise_of_a_count_is_in_percent():
    found = delta(figure(Cell(value=114), Cell(value=100)))
    assert (found.arrow, found.words.en, found.tone) == ("▲", "14 % more", "good")
    assert found.words.id == "14 % lebih banyak"


def test_change_of_a_rate_is_in_points_not_percent_of_percent():
    found = delta(figure(Cell(value=0.046), Cell(value=0.049), unit="percent"))
    assert found.words.en == "0.3 points lower"
    assert found.tone == "poor"


def test_falling_cost_is_good():
    found = delta(figure(Cell(value=94), Cell(value=100), unit="currency", better="down"))
    assert (found.arrow, found.words.en, found.tone) == ("▼", "6 % lower, good", "good")


def test_neutral_kpi_has_no_colour():
    assert delta(figure(Cell(value=2), Cell(value=1), better="neutral")).tone == ""


def test_range_has_no_fair_comparison():
    both = Cell(unknown=Unknown.NOT_ADDITIVE, low=5, high=9)
    assert delta(figure(both, Cell(value=3))).words.en == "no fair comparison"
    assert delta(figure(Cell(value=3), both)).words.en == "no fair comparison"


def test_days_read_in_one_period_only_are_not_compared():
    found = delta(figure(Cell(value=100, n=10), Cell(value=300, n=28)))
    assert found.words.en == "no fair comparison"
    assert found.change is None


def test_posts_are_compared_whatever_their_number():
    found = delta(figure(Cell(value=90, n=9), Cell(value=45, n=3), basis=Basis.LIFETIME))
    assert found.words.en == "100 % more"


def test_from_nothing_to_something_names_what_it_was():
    assert delta(figure(Cell(value=5), Cell(value=0))).words.en == "was 0"


def test_nothing_before_is_said():
    assert delta(figure(Cell(value=5), None)).words.en == "nothing to compare with"


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_arrow_always_agrees_with_the_numbers(now: int, then: int):
    found = change(now, then, frame())
    if found.arrow == "▲":
        assert now > then
    elif found.arrow == "▼":
        assert now < then
    else:
        assert now == then or abs(now - then) <= then * 0.0005


@pytest.mark.parametrize(
    ("low", "high", "shown"), [(48_200, 89_380, "48.2–89.4k"), (961, 1_950, "961–1,950")]
)
def test_range_is_short_in_a_tile(low: int, high: int, shown: str):
    assert short_range(Cell(unknown=Unknown.NOT_ADDITIVE, low=low, high=high), "en") == shown


def test_missing_days_come_before_missing_networks():
    cover = Coverage(("a",), (Missing("b", Unknown.NOT_OFFERED),), 26, 28)
    names = {"a": Text.same("Instagram"), "b": Text.same("Facebook")}
    found = figure(Cell(value=1), None, coverage=cover)
    assert coverage_note(found, names).en == "26 of 28 days read"


def test_network_that_offers_it_elsewhere_is_not_blamed():
    cover = Coverage(("a",), (Missing("b", Unknown.NOT_OFFERED),))
    names = {"a": Text.same("Facebook"), "b": Text.same("Facebook")}
    assert coverage_note(figure(Cell(value=1), None, coverage=cover), names) is None


def test_age_is_in_the_unit_people_use():
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert ago(datetime(2026, 3, 2, 10, tzinfo=UTC), now).en == "2 h ago"
    assert ago(datetime(2026, 2, 20, tzinfo=UTC), now).id == "10 hari lalu"


def test_span_names_the_year_once():
    assert span(MARCH, "en") == "1 Mar – 31 Mar 2026"
