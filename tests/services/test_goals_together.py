"""What moves with a goal's KPI on the same channel, and which goals share the KPI."""

import random
from datetime import timedelta

import pytest

from tests.services.goal_cast import give_rows
from tolok.core.goals.goal import Goal, Mode, Nature, Scope, Target
from tolok.services import goals
from tolok.services.goal_rows import today
from tolok.services.goal_together import moves_with

pytestmark = pytest.mark.django_db


def year(scope):
    """Profile visits follow the likes of the same week; shares do not."""
    draw = random.Random(4)  # noqa: S311
    rows = {}
    for week in range(40):
        lively, other = draw.randint(10, 60), draw.randint(10, 60)
        for n in range(7):
            day = today(scope) - timedelta(days=1 + 7 * week + n)
            rows[day] = {"likes": lively, "followers_gained": lively // 5, "shares": other}
    return give_rows(scope, rows, network="instagram", name="@sudut")


def goal(scope, title="More followers"):
    target = Target(
        "followers_gained", Mode.ABSOLUTE, 900, Nature.TOTAL, scope=Scope(("instagram",))
    )
    start = today(scope) - timedelta(days=20)
    made = Goal("", title, start, start + timedelta(days=90), targets=(target,))
    return goals.start(scope, goals.make_draft(scope, made).id)


def test_a_kpi_that_follows_is_found_and_one_that_does_not_is_not(cast, facts):
    scope = cast.scope()
    year(scope)
    found = moves_with(scope, goal(scope))
    by = {m.spec.id: m.found for m in found.movers}
    assert by["likes"].label == "strongly"
    assert by["likes"].n == 39
    assert by["shares"].label == "none"
    assert found.movers[0].found.sure


def test_goals_that_share_the_kpi_are_named_on_the_page(cast, facts):
    scope = cast.scope()
    year(scope)
    made = goal(scope)
    goal(scope, "Regulars")
    address = f"/w/{cast.workspace.slug}/goals/{made.id}/"
    page = cast.browser("viewer").get(address).content.decode()
    assert "Compare it with the other KPIs" in page
    page = cast.browser("viewer").get(address + "?moves=1").content.decode()
    for words in ("clearly together", "Regulars", "not causing"):
        assert words in page
    page = cast.browser("viewer").get(address + "?moves=1&lang=id").content.decode()
    assert "jelas bersama" in page
    assert (
        "What moves with it"
        not in cast.browser("client").get(address + "?moves=1").content.decode()
    )
