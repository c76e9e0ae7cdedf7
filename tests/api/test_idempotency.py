"""A POST with an `Idempotency-Key` is done once, however often it is sent."""

import pytest
from django.test import Client

from tolok.services import kept_calls, tokens
from tolok.services.channels import channels
from tolok.store.models import KeptCall

BODY = {"network": "instagram", "name": "@sudut"}


@pytest.fixture
def post(cast, facts):
    """Send a call as one person, by token."""
    keys = {
        name: tokens.make_token(cast.people[name], name, "write", None).value
        for name in ("owner", "editor")
    }

    def send(path: str, body: dict, key: str | None, *, role: str = "owner"):
        headers = {"Authorization": f"Bearer {keys[role]}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        address = f"/api/v1/workspaces/{cast.workspace.slug}/{path}"
        return Client(headers=headers).post(address, body, content_type="application/json")

    return send


def test_the_same_call_twice_is_done_once_and_answered_twice(cast, post):
    first, second = (post("channels", BODY, "one") for _ in range(2))
    assert first.json() == second.json()
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(channels(cast.scope())) == 1


def test_without_a_key_each_call_is_done(cast, post):
    post("channels", BODY, None)
    post("channels", BODY, None)
    assert len(channels(cast.scope())) == 2


def test_a_key_that_stood_for_another_call_is_refused(cast, post):
    post("channels", BODY, "one")
    refused = post("channels", {**BODY, "name": "@other"}, "one")
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("#idempotency-key")
    assert post("objectives", BODY, "one").status_code == 422
    assert len(channels(cast.scope())) == 1


def test_two_people_may_use_the_same_key(cast, post):
    post("channels", BODY, "one")
    post("channels", BODY, "one", role="editor")
    assert len(channels(cast.scope())) == 2


def test_a_call_whose_first_sending_is_under_way_waits(cast, post):
    row_of(post)
    KeptCall.objects.update(status=None)
    waiting = post("channels", BODY, "one")
    assert (waiting.status_code, waiting.json()["type"]) == (409, "/docs/problems#call-under-way")


def test_a_refusal_is_repeated_as_it_was(post):
    first, second = (post("channels", {"network": "nowhere"}, "one") for _ in range(2))
    assert first.status_code == second.status_code == 404
    assert first.content == second.content


def test_what_failed_by_our_fault_may_be_tried_again(db):
    turn = kept_calls.take_turn("one", "caller", b"asked")
    kept_calls.keep(turn, "one", "caller", kept_calls.Answer(503, "text/plain", b""))
    assert kept_calls.take_turn("one", "caller", b"asked").id is not None


def test_a_stranger_fills_no_table(db):
    headers = {"Authorization": "Bearer nobody", "Idempotency-Key": "one"}
    assert Client(headers=headers).post("/api/v1/workspaces", {}).status_code == 401
    assert not KeptCall.objects.exists()


def test_a_secret_in_an_answer_cannot_be_read_from_the_table(cast, post):
    link = post("shares", {"name": "Board"}, "one").json()["path"]
    row = row_of(post)
    assert link.encode() not in bytes(row.answer)
    assert post("shares", {"name": "Board"}, "one").json()["path"] == link


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_must_be_a_short_text(post, key):
    assert post("channels", BODY, key).status_code == 422


def row_of(post) -> KeptCall:
    if not KeptCall.objects.exists():
        post("channels", BODY, "one")
    return KeptCall.objects.get()
