"""The hours set aside stand beside the open actions and posts that they are for."""

from datetime import timedelta

import pytest

from tests.services.goal_cast import give_posts
from tolok.core.goals.goal import Action, Answer, Answers, Budget, Goal, Mode, Nature, Scope, Target
from tolok.services import goal_log, goals
from tolok.services.goal_answer import standing_dict
from tolok.services.goal_page import goal_page
from tolok.services.goal_reading import standing
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


def test_actions_with_hours_are_judged_against_the_hours_set_aside(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, Goal("", "More posts", budget=Budget(hours_per_week=4)))
    goal_log.add_action(scope, made.id, "Two reels", hours_per_week=3)
    goal_log.add_action(scope, made.id, "Answer comments", hours_per_week=2.5)
    found = standing_dict(standing(scope, goals.goal(scope, made.id)))
    assert found["hours"]["fits"] is False
    assert found["hours"]["words"]["en"].startswith("More than you have: 5.5")
    assert [a["hours_per_week"] for a in found["actions"]] == [3, 2.5]
    browser = cast.browser("editor")
    at = f"/w/{cast.workspace.slug}/goals/{made.id}/"
    browser.post(at, {"act": "action", "words": "Film", "hours": "1,5"})
    page = browser.get(at + "?lang=id").content.decode()
    assert "Lebih dari yang Anda punya: 7" in page
    assert "Yang direncanakan adalah jam per minggu" in page
    refused = browser.post(at, {"act": "action", "words": "Film", "hours": "many"})
    assert refused.status_code == 422
