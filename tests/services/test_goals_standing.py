"""How goals stand: pace, outlook, sentence and status from real days in the facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.services.goal_cast import TODAY, _ingest, give_days, give_posts
from tolok.core.goals.goal import Baseline, Goal, Mode, Nature, Scope, Target
from tolok.core.goals.pace import Status
from tolok.core.ports import PostRow
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.services import goal_log, goals
from tolok.services.channels import make_channel
from tolok.services.goal_page import inputs
from tolok.services.goal_picture import lines
from tolok.services.goal_reading import standing, standings
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db


def gain(value, *, kpi="followers_gained", mode=Mode.ABSOLUTE, start=date(2026, 9, 21), **more):
    target = Target(kpi, mode, value, Nature.TOTAL, scope=Scope(networks=("instagram",)), **more)
    return Goal("", "More followers", start, date(2027, 3, 31), targets=(target,))


def test_a_total_is_counted_from_the_first_day_and_forecast_to_the_last(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: draw.choice([5, 6, 7, 8, 9]))
    found = standing(scope, goals.make_draft(scope, gain(1500)), day=TODAY)
    main = found.main
    days = (TODAY - date(2026, 9, 21)).days
    assert main.pace.actual == pytest.approx(7 * days, rel=0.05)
    assert main.pace.status is Status.BEHIND
    chance = main.outlook.chance
    assert chance.low < chance.forecast < chance.high
    assert chance.forecast == pytest.approx(7 * 192, rel=0.1)
    assert 0 < chance.p_reach < 0.5
    assert main.outlook.takes.required_per_week == pytest.approx(
        (1500 - main.pace.actual) / ((date(2027, 3, 31) - main.reading.day).days / 7)
    )
    assert found.sentence.en == "Gain 1,500 new followers on Instagram by 31 March 2027"
    assert found.sentence.id.startswith("Dapatkan 1.500 pengikut baru di Instagram")
    assert found.verdict.en.startswith("Not yet, behind")


def test_weekdays_get_their_usual_share_of_the_ideal_path(cast, facts):
    scope = cast.scope()
    give_days(scope, "link_clicks", lambda n, draw: 20 if n % 7 == 0 else 1)
    goal = gain(200, kpi="link_clicks")
    found = standing(scope, goals.make_draft(scope, goal), day=TODAY)
    assert found.main.weights is not None
    assert max(found.main.weights) == pytest.approx(20)


def test_followers_gained_from_levels_when_only_levels_are_read(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers", lambda n, draw: 4000 + 7 * n)
    found = standing(scope, goals.make_draft(scope, gain(1500, kpi="followers_net")), day=TODAY)
    assert found.main.pace.actual == 7 * 58
    assert found.main.outlook.found.run_rate == pytest.approx(49)


def test_a_level_moves_from_its_baseline_to_its_target(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers", lambda n, draw: 4000 + 7 * n)
    base = Baseline(4980, Period(date(2026, 9, 14), date(2026, 9, 20)))
    goal = gain(6300, kpi="followers", baseline=base)
    found = standing(scope, goals.make_draft(scope, goal), day=TODAY)
    assert found.main.pace.actual == 4000 + 7 * 199
    assert found.main.pace.progress == pytest.approx((5393 - 4980) / (6300 - 4980))
    assert found.main.outlook.found.label in ("safe", "on_track", "stretch")


def test_a_mean_per_post_stands_on_its_posts(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 900 + (n % 5) * 25)
    target = Target(
        "post_reach_avg", Mode.MEAN_PER_POST, 1000, Nature.AVERAGE,
        scope=Scope(networks=("facebook",)),
        baseline=Baseline(900, Period(date(2026, 6, 1), date(2026, 9, 20)), 40),
    )  # fmt: skip
    goal = Goal("", "Reach", date(2026, 9, 21), date(2026, 12, 31), targets=(target,))
    found = standing(scope, goals.make_draft(scope, goal), day=TODAY)
    assert found.main.pace.actual == pytest.approx(950, rel=0.02)
    assert found.main.outlook.chance.p_reach < 0.2
    assert found.sentence.en.startswith("Reach 1,000 people per post on average")


def test_days_without_a_reading_are_told_and_never_zero(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: None if 150 <= n < 157 else 7)
    found = standing(scope, goals.make_draft(scope, gain(1500)), day=TODAY)
    assert found.main.pace.actual == 7 * (58 - 7)
    assert found.main.track.unread(Period(date(2026, 9, 21), TODAY)) == 7


def test_old_numbers_are_no_data_and_say_since_when(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 7, last=date(2026, 10, 20))
    found = standing(scope, goals.make_draft(scope, gain(1500)), day=TODAY)
    assert found.status is Status.NO_DATA
    assert "20 October 2026" in found.verdict.en
    drawn = lines(found, found.main, "IDR")
    assert drawn is not None
    assert drawn.forecast == ()
    assert "Realistic by the end" not in inputs(scope, found.goal, found.main)[0].says.en


def test_nothing_connected_says_what_is_missing(cast, facts):
    scope = cast.scope()
    found = standing(scope, goals.make_draft(scope, gain(1500)), day=TODAY)
    assert found.status is Status.NO_DATA
    assert "not known" in found.verdict.en


def test_a_monthly_target_is_judged_month_by_month(cast, facts):
    scope = cast.scope()
    give_days(scope, "link_clicks", lambda n, draw: 10, days=120)
    found = standing(
        scope, goals.make_draft(scope, gain(250, kpi="link_clicks", mode=Mode.MONTHLY)), day=TODAY
    )
    assert found.main.months.met >= 1
    assert found.main.pace.actual == 170


def test_the_same_state_of_facts_is_worked_out_once(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 7)
    kept = goals.make_draft(scope, gain(1500))
    first, again = standings(scope, [kept, kept], day=TODAY)
    assert first.targets is again.targets
    give_days(scope, "followers_gained", lambda n, draw: 7, name="@second")
    assert standing(scope, kept, day=TODAY).main.pace.actual == 2 * first.main.pace.actual


def test_a_young_channel_leans_on_the_other_channels(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 7, days=24)
    give_days(scope, "followers_gained", lambda n, draw: 5 + n % 3, network="tiktok", name="@tt")
    found = standing(scope, goals.make_draft(scope, gain(1500, start=date(2026, 11, 1))), day=TODAY)
    assert found.main.outlook.found.basis == "siblings"
    assert "your other channels" in found.main.outlook.found.why.en


def test_an_average_that_starts_beyond_its_mark_is_judged_by_how_it_is_held(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 950)
    target = Target(
        "post_reach_avg", Mode.MEAN_PER_POST, 900, Nature.AVERAGE,
        scope=Scope(networks=("facebook",)),
        baseline=Baseline(950, Period(date(2026, 6, 1), date(2026, 9, 20)), 40),
    )  # fmt: skip
    goal = Goal("", "Reach", date(2026, 9, 21), date(2026, 12, 31), targets=(target,))
    found = standing(scope, goals.make_draft(scope, goal), day=TODAY)
    assert found.status is Status.AHEAD


def test_a_goal_that_ended_is_not_judged_on_numbers_that_end_before_it(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 7, last=date(2026, 9, 1))
    goal = gain(600, start=date(2026, 8, 1))
    made = goals.make_draft(scope, replace(goal, end=date(2026, 10, 31)))
    found = standing(scope, made, day=TODAY)
    assert found.status is Status.NO_DATA
    assert "numbers end on 1 September 2026" in found.verdict.en
    assert found.main.pace.actual == 7 * 32
    whole = goals.make_draft(scope, replace(goal, end=date(2026, 9, 1)))
    assert standing(scope, whole, day=TODAY).verdict.en == "Not reached: 224 of 600."


def test_people_are_read_for_their_own_window_and_never_added(cast, facts):
    scope = cast.scope()
    give_days(scope, "reach", lambda n, draw: 100)
    found = standing(scope, goals.make_draft(scope, gain(5000, kpi="reach")), day=TODAY)
    assert found.status is Status.NO_DATA
    assert "different people" in found.verdict.en


def test_the_rest_is_priced_at_what_one_has_cost_so_far(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 10)
    made = goals.make_draft(scope, gain(1500))
    assert standing(scope, made, day=TODAY).main.outlook.takes.cost_of_gap is None
    goal_log.spend(scope, made.id, "boosts", Decimal("58000"), day=TODAY)
    goal_log.spend(scope, made.id, "ads", Decimal("58000"), day=TODAY)
    main = standing(scope, made, day=TODAY).main
    assert main.pace.actual == 580
    assert main.outlook.takes.cost_of_gap == Money(Decimal(920 * 200), scope.workspace.currency)
    assert "the rest takes" in main.outlook.takes.words.en


def test_a_goal_stands_the_same_alone_and_beside_goals_that_began_earlier(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: draw.choice([3, 9, 14]), days=700)
    young = goals.make_draft(scope, gain(1500))
    old = goals.make_draft(scope, gain(3000, start=date(2026, 3, 2)))
    together = standings(scope, [old, young], day=TODAY)[1]
    again = goals.make_draft(scope, gain(1500))
    alone = standing(scope, again, day=TODAY)
    assert together.main.outlook.found == alone.main.outlook.found
    assert together.verdict == alone.verdict


def test_a_goal_on_a_domain_counts_only_posts_that_link_to_it(cast, facts):
    scope = cast.scope()
    day = today(scope) - timedelta(days=3)
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    channel = make_channel(scope, "facebook", "Sudut")
    own = "https://www.facebook.com/sudut/posts/1"
    rows = [
        PostRow(2, "a", at, {"link_clicks": 7}, text="x", link="https://kopi.example/a"),
        PostRow(3, "b", at, {"link_clicks": 5}, text="https://toko.example", link=own),
    ]
    _ingest(scope, str(channel.id), "facebook", "post", rows, day)
    rows_of = Scope(("facebook",), domains=("kopi.example",))
    target = Target("link_clicks", Mode.ABSOLUTE, 300, Nature.TOTAL, scope=rows_of)
    goal = Goal("", "Blog", day - timedelta(days=7), day + timedelta(days=60), targets=(target,))
    found = standing(scope, goals.make_draft(scope, goal))
    assert found.main.pace.actual == 7
    assert "for posts that link to kopi.example" in found.sentence.en
    assert "untuk post yang menautkan ke kopi.example" in found.sentence.id
