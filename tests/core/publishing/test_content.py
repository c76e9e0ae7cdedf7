"""What is refused as the content of a post, whatever hand or program wrote it."""

import pytest

from tolok.core.errors import ProblemError
from tolok.core.publishing.content import MOST_PARTS, MOST_POLL_MINUTES, from_json, to_json

POLL = {"options": ["Kopi", "Teh"]}


@pytest.mark.parametrize(
    "form",
    [
        {"own": {"mastodon": {"thread": ["x"] * MOST_PARTS}}},
        {"thread": ["x"] * MOST_PARTS},
        {"own": {"a\x00": {"text": "x"}}},
        {"text": "a\x00"},
        {"poll": {**POLL, "minutes": MOST_POLL_MINUTES + 1}},
        {"poll": {**POLL, "minutes": 10**30}},
        {"poll": {**POLL, "minutes": True}},
        {"poll": {**POLL, "minutes": 0}},
        {"own": {"mastodon": {"own": {}}}},
        {"media": [{"id": {"a": 1}}]},
    ],
)
def test_what_no_network_and_no_database_takes_is_refused(form):
    with pytest.raises(ProblemError) as refused:
        from_json(form)
    assert refused.value.problem.status == 422


def test_what_is_at_the_limit_is_kept_as_it_was():
    form = {
        "text": "Kopi",
        "thread": ["x"] * (MOST_PARTS - 1),
        "poll": {**POLL, "minutes": MOST_POLL_MINUTES, "several": False},
        "own": {"mastodon": {"thread": ["y"] * (MOST_PARTS - 1)}},
    }
    assert to_json(from_json(form)) == form
