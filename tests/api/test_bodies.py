"""Bodies that nothing could keep or show are refused in words, and leave nothing behind."""

import pytest

from tolok.store.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast):
    browser = cast.browser("editor")
    address = f"/api/v1/workspaces/{cast.workspace.slug}/planner/posts"

    def post(body: str | bytes):
        return browser.generic("POST", address, body, "application/json")

    return post


@pytest.mark.parametrize(
    "body",
    [
        r'{"content": {"text": "a\ud800b"}}',
        r'{"content": {"text": "a"}, "title": "\udfff"}',
        r'{"content": {"text": "a", "own": {"x\uD800": {"text": "b"}}}}',
        r'{"content": {"text": "a"}, "when": {"kind": "\ud800"}}',
    ],
)
def test_half_a_character_is_refused_and_nothing_is_kept(send, body):
    answer = send(body)
    assert answer.status_code == 422
    assert "a character that is none" in answer.json()["detail"]
    assert Post.objects.count() == 0


@pytest.mark.parametrize(
    "body", ["{", b'{"content": "\xed\xa0\x80"}', b"\xff\xfe{}", "[" * 100_000]
)
def test_what_is_no_json_is_not_understood(send, body):
    assert send(body).status_code == 400


def test_a_character_written_as_a_pair_stays_whole(send):
    answer = send(r'{"content": {"text": "\ud83d\ude00 \\ud800"}}')
    assert answer.json()["content"]["text"] == "\U0001f600 \\ud800"


def test_a_place_that_no_list_has_is_refused_in_words(cast):
    browser, cursor = cast.browser("editor"), "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"
    for what in ("posts", "media"):
        address = f"/api/v1/workspaces/{cast.workspace.slug}/planner/{what}"
        assert browser.get(address, {"cursor": cursor}).status_code == 422
