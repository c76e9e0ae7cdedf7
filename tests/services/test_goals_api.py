"""Goals over the API: the contract of assess, making goals, roles."""

import json
from datetime import timedelta

import pytest

from tests.services.goal_cast import give_days
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db


def call(cast, role, method, path, body=None):
    browser = cast.browser(role)
    url = f"/api/v1{path}"
    if body is None:
        return getattr(browser, method)(url)
    return getattr(browser, method)(url, json.dumps(body), content_type="application/json")


def goal_json(scope, value=1500):
    start = today(scope) - timedelta(days=57)
    return {
        "title": "More followers",
        "start": start.isoformat(),
        "end": (start + timedelta(days=191)).isoformat(),
        "targets": [
            {"kpi": "followers_gained", "mode": "absolute", "value": value, "nature": "total",
             "scope": {"networks": ["instagram"]}}
        ],
    }  # fmt: skip


def followers(scope):
    return give_days(
        scope, "followers_gained", lambda n, draw: 7 + n % 3 - 1,
        last=today(scope) - timedelta(days=1),
    )  # fmt: skip


def test_assess_answers_with_a_history_that_is_sent_along(cast, facts):
    rows = [[f"2026-0{m}-0{d}", "100"] for m in range(1, 10) for d in (1, 8)]
    body = {"kpi": "followers_gained", "target": 125, "history": rows}
    answer = call(cast, "viewer", "post", "/goals/assess", body)
    assert answer.status_code == 200
    assert answer.json()["n_history"] == 18
    assert set(answer.json()["why"]) == {"en", "id"}


def test_assess_answers_from_own_numbers(cast, facts):
    followers(cast.scope())
    path = f"/workspaces/{cast.workspace.slug}/goals/assess"
    body = {"kpi": "followers_gained", "target": 60, "per": "week", "weeks": 13}
    found = call(cast, "viewer", "post", path, body).json()
    assert found["basis"] == "own history"
    assert found["run_rate"] == pytest.approx(49, rel=0.1)
    assert found["n_history"] == 28


def test_a_goal_is_made_started_and_read(cast, facts):
    scope = cast.scope()
    followers(scope)
    path = f"/workspaces/{cast.workspace.slug}/goals"
    made = call(cast, "editor", "post", path, {"goal": goal_json(scope), "start": True})
    assert made.status_code == 200, made.content
    shown = call(cast, "viewer", "get", path).json()["items"][0]
    assert shown["status"] == "behind"
    assert shown["standing"][0]["outlook"]["takes"]["id"].startswith("Tersisa")
    assert shown["standing"][0]["actual"] > 300


def test_a_vague_wish_is_refused_and_says_what_is_missing(cast, facts):
    path = f"/workspaces/{cast.workspace.slug}/goals"
    for body in ({"wish": "Increase engagement"}, {"goal": {"title": "Increase engagement"}}):
        answer = call(cast, "editor", "post", path, body)
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("vague-goal")
        assert "number" in answer.json()["detail"]
    assert call(cast, "viewer", "get", path).json()["items"] == []


def test_a_viewer_cannot_make_a_goal_and_an_outsider_sees_nothing(cast, facts):
    path = f"/workspaces/{cast.workspace.slug}/goals"
    body = {"goal": goal_json(cast.scope())}
    assert call(cast, "viewer", "post", path, body).status_code == 403
    assert call(cast, "outsider", "post", path, body).status_code == 404
    assert call(cast, "outsider", "get", path).status_code == 404


def test_a_moved_target_of_a_running_goal_is_a_version(cast, facts):
    scope = cast.scope()
    path = f"/workspaces/{cast.workspace.slug}/goals"
    made = call(cast, "editor", "post", path, {"goal": goal_json(scope), "start": True}).json()
    one = f"{path}/{made['id']}"
    body = {"goal": goal_json(scope, 1200)}
    assert call(cast, "editor", "put", one, body).status_code == 422
    assert call(cast, "editor", "put", one, body | {"reason": "Later."}).status_code == 200
    steps = call(cast, "viewer", "get", f"{one}/versions").json()["items"]
    assert steps[1]["changes"][0]["moved"] is True


def test_notes_actions_and_money_over_the_api(cast, facts):
    scope = cast.scope()
    path = f"/workspaces/{cast.workspace.slug}/goals"
    one = f"{path}/{call(cast, 'editor', 'post', path, {'goal': goal_json(scope)}).json()['id']}"
    action = call(cast, "editor", "post", f"{one}/actions", {"words": "Reels"}).json()["id"]
    assert call(cast, "editor", "patch", f"{one}/actions/{action}", {}).status_code == 200
    call(cast, "editor", "post", f"{one}/check-ins", {"words": "Fine", "confidence": 7})
    spent = call(cast, "editor", "post", f"{one}/spending", {"kind": "ads", "amount": "15000"})
    assert spent.json() == {"spent": {"ads": "15000.0000"}}
    shown = call(cast, "viewer", "get", one).json()
    assert shown["actions"][0]["done_on"] == today(scope).isoformat()
    assert shown["check_ins"][0]["confidence"] == 7


def test_the_goal_sheet_is_a_pdf_filled_and_blank_in_both_languages(cast, facts):
    scope = cast.scope()
    followers(scope)
    path = f"/workspaces/{cast.workspace.slug}/goals"
    made = call(cast, "editor", "post", path, {"goal": goal_json(scope), "start": True}).json()
    for url in (f"{path}/{made['id']}/sheet.pdf", f"{path}/sheet.pdf"):
        for language in ("en", "id"):
            answer = call(cast, "viewer", "get", f"{url}?language={language}")
            assert answer.content.startswith(b"%PDF")


def test_a_wish_is_read_over_the_api_and_drafted_as_it_was_read(cast, facts):
    path = f"/workspaces/{cast.workspace.slug}/goals"
    wish = "get 125 new followers a week on Instagram in 3 months"
    found = call(cast, "viewer", "post", f"{path}/read", {"wish": wish}).json()
    assert (found["kpi"], found["value"], found["mode"]) == ("followers_gained", 125, "rate_week")
    assert (found["networks"], found["whole"], found["open"]) == (["instagram"], True, [])
    made = call(cast, "editor", "post", path, {"wish": wish}).json()
    assert made["targets"][0]["value"] == 125
    assert (made["start"], made["end"]) == (found["start"], found["end"])
