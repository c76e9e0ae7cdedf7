"""Days of a whole column: the order of their digits, and years left out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tolok.core.ports import Answers
from tolok.lib.cells import CellError
from tolok.lib.day_order import lacks_year, settle_days, settle_order

TODAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))


@given(today=TODAYS, back=st.integers(0, 200), length=st.integers(1, 160), newest=st.booleans())
def test_any_run_of_days_within_a_year_is_found_again(today, back, length, newest):
    days = [today - timedelta(days=back + n) for n in range(length)]
    if not newest:
        days.reverse()
    written = [day.strftime("%B %d") for day in days]
    assert settle_days(written, "", Answers(today=today)) == days


@given(today=TODAYS, places=st.lists(st.integers(0, 300), min_size=1, max_size=40, unique=True))
def test_days_with_gaps_stay_in_their_order_and_never_lie_ahead(today, places):
    days = [today - timedelta(days=n) for n in sorted(places, reverse=True)]
    found = settle_days([day.strftime("%d %B") for day in days], "", Answers(today=today))
    assert found == sorted(found)
    assert found[-1] <= today + timedelta(days=1)


def test_days_that_follow_each_other_settle_their_order():
    assert settle_order([f"1/{n}/2022" for n in range(1, 10)]) == "mdy"
    assert settle_order([f"{n}/1/2022" for n in range(1, 10)]) == "dmy"
    assert settle_order(["2022-01-01", "2022-01-02"]) == ""


def test_days_far_apart_leave_the_order_open():
    assert settle_order(["1/2/2022", "3/4/2022", "5/6/2022"]) is None


def test_a_day_above_twelve_settles_all():
    assert settle_order(["1/2/2022", "1/13/2022"]) == "mdy"


def test_a_cell_that_is_no_day_stays_an_error_among_the_others():
    found = settle_days(["April 12", "soon", "April 13"], "", Answers(today=date(2025, 5, 1)))
    assert isinstance(found[1], CellError)
    assert (found[0], found[2]) == (date(2025, 4, 12), date(2025, 4, 13))


def test_a_year_is_missed_only_where_it_is_missing():
    assert lacks_year("8 de marzo")
    assert not lacks_year("8 de marzo de 2025")
    assert not lacks_year("total")
