"""Two people who act at the same moment, where the database lets them: on PostgreSQL."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests.cast import make_cast
from tolok.core.errors import ProblemError
from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.lib.ids import digest
from tolok.services import goals, kpis, people, workspaces
from tolok.services.access import Actor
from tolok.store.models import Claim, GoalVersion, Member, Objective, User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("at-once"),
]
ROUNDS = 8


@pytest.fixture(autouse=True)
def _two_writers(db) -> None:
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has one writer: nobody acts at the same moment")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the ProblemError it ended with; any other error is raised."""
    start = threading.Barrier(len(acts))
    ends: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(30)
            ends[number] = act()
        except BaseException as error:  # noqa: BLE001 - shown to the test below
            ends[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for end in ends:
        if isinstance(end, BaseException) and not isinstance(end, ProblemError):
            raise end
    return ends


def test_two_owners_who_step_down_leave_one():
    cast = make_cast()
    first, second = Member.objects.filter(workspace=cast.workspace, role__in=("owner", "admin"))
    owners = Member.objects.filter(workspace=cast.workspace, role="owner")
    for _ in range(ROUNDS):
        Member.objects.filter(id__in=(first.id, second.id)).update(role="owner")
        scope = cast.scope()
        at_once(*(partial(people.set_role, scope, str(m.id), "viewer") for m in (first, second)))
        assert owners.count() == 1


def test_two_claim_links_make_one_owner():
    for _ in range(ROUNDS):
        User.objects.all().delete()
        Claim.objects.all().delete()
        for secret in ("one", "two"):
            Claim.objects.create(secret_hash=digest(secret))
        at_once(*(partial(people.claim, secret, language="en") for secret in ("one", "two")))
        assert User.objects.count() == 1


def test_one_objective_comes_of_one_name():
    scope = make_cast().scope()
    for number in range(ROUNDS):
        name = f"Sell more, {number}"
        at_once(*[partial(kpis.make_objective, scope, name)] * 3)
        assert Objective.objects.filter(name=name).count() == 1


def test_one_address_is_one_account():
    for number in range(ROUNDS):
        email = f"dewi{number}@example.org"
        ends = at_once(*[partial(people.add_user, email, "correct horse battery")] * 2)
        assert sorted(type(end).__name__ for end in ends) == ["ProblemError", "User"]


def test_workspaces_of_one_name_have_addresses_of_their_own():
    for _ in range(ROUNDS):
        ends = at_once(*[partial(workspaces.make_workspace, Actor(operator=True), "Toko")] * 3)
        assert len({workspace.slug for workspace in ends}) == 3


def test_both_changes_of_a_running_goal_are_versions(facts):
    scope = make_cast().scope()
    target = Target("followers_gained", Mode.ABSOLUTE, 1500, Nature.TOTAL)
    goal = Goal("", "More", start=date(2026, 9, 21), end=date(2027, 3, 31), targets=(target,))
    made = goals.start(scope, goals.make_draft(scope, goal).id)
    for number in range(ROUNDS):
        changed = [
            replace(made.goal, targets=(replace(target, value=1600 + 2 * number + n),))
            for n in (0, 1)
        ]
        at_once(*(partial(goals.save, scope, made.id, one, reason="moved") for one in changed))
    numbers = list(GoalVersion.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 * ROUNDS + 2))
