"""Growth of followers is worked out from what channels report: gained less lost over the start."""

from datetime import date, timedelta

import pytest

from tests.services.goal_cast import give_rows
from tolok.core.query import Period
from tolok.services.figures import figure

pytestmark = pytest.mark.django_db
START = date(2026, 10, 1)
WEEK = Period(START, START + timedelta(days=6))


def week(first, **flows):
    """The eve with its level, then seven days of the same flows."""
    days = {START - timedelta(days=1): {"followers": first}}
    return days | {START + timedelta(days=n): dict(flows) for n in range(7)}


def test_growth_is_gained_less_lost_over_the_followers_at_the_start(cast, facts):
    scope = cast.scope()
    rows = week(1000, followers_gained=4, followers_lost=1)
    give_rows(scope, rows, network="instagram", name="@sudut")
    give_rows(scope, week(200, followers_gained=1, followers_lost=0), network="x", name="@sudut_x")
    assert figure(scope, "follower_growth_rate", WEEK).value == pytest.approx((21 + 7) / 1200)
    assert figure(scope, "followers_per_week", WEEK, variant="net").value == 28


def test_a_network_that_reports_the_net_change_has_a_variant_of_its_own(cast, facts):
    scope = cast.scope()
    give_rows(scope, week(1000, followers_net=3), network="tiktok", name="@sudut")
    assert figure(scope, "follower_growth_rate", WEEK).value is None
    native = figure(scope, "follower_growth_rate", WEEK, variant="native")
    assert native.value == pytest.approx(21 / 1000)
    assert figure(scope, "followers_per_week", WEEK, variant="native").value == 21
