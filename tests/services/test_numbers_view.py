"""The address of a look at the numbers, and what it refuses."""

from datetime import date

import pytest

from tests.numbers_fixture import END, fill
from tolok.core.errors import ProblemError
from tolok.core.query import Compare, Period
from tolok.services.numbers_view import parse_view, preset_period

TODAY = date(2026, 4, 1)


@pytest.fixture
def scope(cast, facts):
    return cast.scope()


def test_usual_look_is_28_days_up_to_yesterday_against_the_days_before(scope):
    view = parse_view(scope, {}, today=TODAY)
    assert view.period == Period(date(2026, 3, 4), date(2026, 3, 31))
    assert view.compare is Compare.PREVIOUS
    assert view.before == Period(date(2026, 2, 4), date(2026, 3, 3))


def test_the_domain_of_a_link_filters_the_view(scope):
    view = parse_view(scope, {"domain": "kopi.example"}, today=TODAY)
    assert [(s.dimension, s.values) for s in view.where] == [("domain", ("kopi.example",))]


def test_old_data_open_where_they_end(scope):
    fill(scope)
    view = parse_view(scope, {}, today=date(2026, 9, 1))
    assert view.period.end == END
    assert view.moved


def test_empty_fields_of_a_form_mean_nothing_chosen(scope):
    view = parse_view(scope, {"from": "", "to": "", "network": "", "topic": ""}, today=TODAY)
    assert view.where == ()
    assert view.preset == "28"


@pytest.mark.parametrize(
    "params",
    [
        {"from": "2026-02-30", "to": "2026-03-01"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"period": "fortnight"},
        {"compare": "never"},
        {"grain": "moment"},
        {"channel": "nobody"},
    ],
)
def test_what_means_nothing_is_refused_with_a_way_out(scope, params):
    with pytest.raises(ProblemError) as caught:
        parse_view(scope, params, today=TODAY)
    assert caught.value.problem.status == 422
    assert caught.value.problem.fix.id


def test_running_month_ends_yesterday_and_is_compared_with_as_many_days():
    period = preset_period("month", date(2026, 3, 18))
    assert period == Period(date(2026, 3, 1), date(2026, 3, 18))
    assert period.previous().days == period.days


def test_earlier_than_a_whole_month_is_the_whole_month_before(scope):
    view = parse_view(scope, {"from": "2026-03-01", "to": "2026-03-31"}, today=TODAY)
    assert view.earlier == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert view.later == Period(date(2026, 4, 1), date(2026, 4, 30))


def test_long_periods_are_shown_by_week_or_month(scope):
    long = parse_view(scope, {"from": "2025-10-01", "to": "2026-03-31"}, today=TODAY)
    assert long.grain == "week"
