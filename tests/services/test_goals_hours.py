"""The hours set aside stand beside the open actions and posts that they are for."""

from datetime import timedelta

import pytest

from tests.services.goal_cast import give_posts
from tolok.core.goals.goal import Action, Answer, Answers, Budget, Goal, Mode, Nature, Scope, Target
from tolok.services import goals
from tolok.services.goal_page import goal_page
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db


def resources(scope, **more):
    start = today(scope) - timedelta(days=5)
    rows = Scope(("facebook",))
    target = Target("posts_published", Mode.ABSOLUTE, 90, Nature.TOTAL, scope=rows)
    steps = (Action("a1", "Two reels"), Action("a2", "Ask guests"))
    end = start + timedelta(days=90)
    goal = Goal("", "More posts", start, end, targets=(target,), actions=steps, **more)
    return goal_page(scope, goals.make_draft(scope, goal).id).inputs[1]


def test_hours_are_shown_with_what_they_are_for(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 100, last=today(scope) - timedelta(days=1))
    answers = Answers(realistic=Answer(True, "Two people"))
    found = resources(scope, budget=Budget(hours_per_week=4), answers=answers)
    assert found.says.en == "4 h a week for 2 open actions and about 2.4 posts a week"
    assert found.says.id.startswith("4 jam per minggu untuk 2 tindakan terbuka dan sekitar 2,4")
    assert found.value.en == "enough"


def test_hours_that_nobody_named_are_said_to_be_missing(cast, facts):
    found = resources(cast.scope())
    assert found.says.en == "2 open actions, hours not stated"
    assert found.value == found.value.__class__("not stated", "belum dinyatakan")
    alone = resources(cast.scope(), budget=Budget(hours_per_week=4))
    assert alone.says.en == "4 h a week for 2 open actions"
