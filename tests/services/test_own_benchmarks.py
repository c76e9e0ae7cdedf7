"""Benchmarks that a workspace brings itself: read whole or refused, and used before quoted ones."""

import pytest

from tests.services.goal_cast import TODAY, give_days
from tolok.core.benchmarks import COLUMNS
from tolok.core.errors import ProblemError
from tolok.core.goals.goal import Goal, Mode, Nature, Scope, Target
from tolok.services import goals, own_benchmarks
from tolok.services.goal_page import goal_page
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db
HEAD = ",".join(COLUMNS)
ROW = "Instagram,cafés,1000,50000,followers_per_week,gained,20,40,60,120,2026,City café survey"


def bring(scope, *rows, head=HEAD):
    return own_benchmarks.bring(scope, "\n".join([head, *rows, ""]).encode(), "own.csv")


def test_the_same_file_twice_changes_nothing_and_a_new_value_changes_the_row(cast):
    scope = cast.scope("editor")
    assert bring(scope, ROW) == own_benchmarks.Brought(1, 1, 0, 0)
    assert bring(scope, ROW) == own_benchmarks.Brought(1, 0, 0, 1)
    assert bring(scope, ROW.replace(",40,", ",45,")) == own_benchmarks.Brought(1, 0, 1, 0)
    (kept,) = own_benchmarks.own(scope)
    assert (kept.row.network, kept.row.p50, kept.row.n) == ("instagram", 45, 120)


def test_a_spreadsheet_with_semicolons_and_decimal_commas_is_read(cast):
    scope = cast.scope("editor")
    row = "Instagram;;;;engagement_rate_avg;er_reach_mean;;0,046;;;2025;Asosiasi kafe"
    bring(scope, row, head=HEAD.replace(",", ";"))
    assert own_benchmarks.own(scope)[0].row.p50 == 0.046


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("mars,,,,reach,,,5,,,2025,S", "no network mars"),
        ("instagram,,,,reachh,,,5,,,2025,S", "no KPI 'reachh'"),
        ("instagram,,,,reach,total,,five,,,2025,S", "not a number"),
        ("instagram,,,,reach,total,,5,,,,S", "of which year"),
        ("instagram,,,,reach,total,,5,,,2025,", "needs its source"),
        ("instagram,,,,engagement_rate_avg,er_reach_mean,,4.6,,,2025,S", "more than 100 %"),
    ],
)
def test_a_bad_row_refuses_the_whole_file_and_is_named(cast, row, why):
    scope = cast.scope("editor")
    with pytest.raises(ProblemError) as refused:
        bring(scope, ROW, row)
    problem = refused.value.problem
    assert problem.type == "benchmark-file"
    assert why in problem.detail.en
    assert "3" in problem.detail.en
    assert own_benchmarks.own(scope) == []


def test_an_own_row_is_the_third_input_and_a_variance_of_its_own(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers", lambda n, draw: 4000 + n, last=today(scope))
    bring(scope, "instagram,,1000,50000,followers,,4000,4800,6000,,2026,City café survey")
    own_row = own_benchmarks.own(scope)[0].row
    assert own_row.variant == "unspecified"
    bring(scope, "instagram,,1000,50000,followers,default,4000,4800,6000,,2026,City café survey")
    target = Target("followers", Mode.ABSOLUTE, 5000, Nature.LEVEL, scope=Scope(("instagram",)))
    goal = Goal("", "Followers", TODAY, today(scope).replace(year=2027), targets=(target,))
    found = goal_page(scope, goals.make_draft(scope, goal).id)
    benchmark = found.inputs[2]
    assert benchmark.basis.en == "City café survey, 2026"
    assert "4,000" in benchmark.says.en
    against = {v.against: v for v in found.variances}
    assert against["benchmark"].reference == 4800


def test_another_workspace_does_not_see_or_remove_it(cast):
    scope = cast.scope("editor")
    bring(scope, ROW)
    (kept,) = own_benchmarks.own(scope)
    own_benchmarks.remove(scope, kept.id)
    assert own_benchmarks.own(scope) == []
    with pytest.raises(ProblemError):
        own_benchmarks.remove(scope, kept.id)
