"""The delivery machine: its table walked whole, and what it says of each state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tolok.core.publishing.changes import Reply, Wish, refusal, reply
from tolok.core.publishing.diagram import diagram
from tolok.core.publishing.machine import StateError, faults, reachable
from tolok.core.publishing.next_words import Outlook, next_words
from tolok.core.publishing.states import (
    START,
    STATES,
    allowed,
    due_states,
    held_states,
    step,
)
from tolok.core.publishing.when import span, when
from tolok.core.text import Text

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
OUTLOOK = Outlook(
    now=NOW,
    zone=ZoneInfo("Asia/Jakarta"),
    network=Text.same("Bluesky"),
    due=NOW + timedelta(hours=2),
    until=NOW + timedelta(days=1),
    attempt=2,
)


def test_the_table_has_no_fault():
    assert faults(STATES, START) == []


def test_every_state_can_be_reached_and_only_ends_have_no_exit():
    assert reachable(STATES, START) == set(STATES)
    assert {name for name, each in STATES.items() if not each.next} == {"deleted", "cancelled"}


def test_nothing_leads_back_to_the_start_of_a_published_post():
    assert reachable(STATES, "published") == {"published", "edited", "deleted"}


def test_what_may_have_gone_out_is_never_sent_again_before_the_network_was_asked():
    after_unknown = reachable(STATES, "unknown", without={"reconciling"})
    assert after_unknown == {"unknown"}


def test_only_a_prepared_post_is_sent():
    assert [name for name, each in STATES.items() if "committing" in each.next] == ["prepared"]


def test_a_lease_that_runs_out_while_sending_is_unknown_and_not_a_second_try():
    assert STATES["committing"].lapses_to == "unknown"
    assert not allowed("committing", "scheduled")
    assert not allowed("committing", "claimed")


def test_the_due_query_holds_retries_and_unsure_posts():
    assert due_states() == {"scheduled", "waiting_retry", "waiting_rate", "unknown"}
    assert held_states() == {"claimed", "preparing", "prepared", "committing", "reconciling"}


def test_a_step_that_is_not_in_the_table_is_refused():
    assert step("scheduled", "claimed") == "claimed"
    with pytest.raises(StateError, match="published may not follow draft"):
        step("draft", "published")
    with pytest.raises(StateError, match="no delivery state 'sent'"):
        allowed("draft", "sent")


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("draft", {"next": frozenset({"sent"})}, "which is unknown"),
        ("draft", {"next": frozenset({"draft"})}, "cannot be reached"),
        ("deleted", {"end": False}, "has no exit and is no end"),
        ("deleted", {"next": frozenset({"draft"})}, "is an end and has an exit"),
        ("committing", {"lapses_to": ""}, "does not say what follows"),
        ("committing", {"lapses_to": "draft"}, "lapses to a state that may not follow"),
        ("in_review", {"gives_up_to": ""}, "gives up and does not say to what"),
        ("in_review", {"gives_up_to": "missed"}, "gives up to a state that may not follow"),
        ("claimed", {"due": True}, "is held and waits at once"),
    ],
)
def test_a_bad_table_is_found_out(name, change, words):
    table = {**STATES, name: replace(STATES[name], **change)}
    assert any(words in fault for fault in faults(table, START))


def test_a_table_without_its_start_is_found_out():
    assert any("start" in fault for fault in faults(STATES, "begin"))


@pytest.mark.parametrize("name", STATES)
def test_every_state_says_what_happens_next_in_both_languages(name):
    words = next_words(name, OUTLOOK)
    for text in (words, STATES[name].name, STATES[name].words):
        assert text.en and text.id and text.en != text.id
    assert "{" not in words.en + words.id


def test_the_due_time_is_told_in_the_zone_of_the_workspace():
    words = next_words("scheduled", OUTLOOK)
    assert words.en == "It is sent to Bluesky today at 18:00."
    assert words.id == "Dikirim ke Bluesky hari ini pukul 18.00."


def test_a_due_time_that_passed_is_now():
    assert next_words("scheduled", replace(OUTLOOK, due=NOW)).en == "It is sent to Bluesky now."


def test_without_a_worker_the_words_say_that_nothing_is_sent():
    words = next_words("scheduled", replace(OUTLOOK, workers=False))
    assert words.en.startswith("No worker is running")
    assert not next_words("published", replace(OUTLOOK, workers=False)).en.startswith("No worker")


def test_a_wait_tells_when_it_ends():
    assert "stops tomorrow at 16:00" in next_words("waiting_retry", OUTLOOK).en


def test_a_kept_cancel_is_told():
    assert "cancel is kept" in next_words("preparing", replace(OUTLOOK, queued_cancel=True)).en


@pytest.mark.parametrize(
    ("current", "wish", "answer"),
    [
        ("draft", Wish.EDIT, Reply.NOW),
        ("scheduled", Wish.EDIT, Reply.NOW),
        ("waiting_retry", Wish.CANCEL, Reply.NOW),
        ("claimed", Wish.CANCEL, Reply.QUEUED),
        ("prepared", Wish.CANCEL, Reply.QUEUED),
        ("claimed", Wish.EDIT, Reply.REFUSED),
        ("committing", Wish.CANCEL, Reply.REFUSED),
        ("unknown", Wish.EDIT, Reply.REFUSED),
        ("published", Wish.CANCEL, Reply.REFUSED),
    ],
)
def test_an_edit_or_cancel_is_done_kept_or_refused_but_never_lost(current, wish, answer):
    assert reply(current, wish) is answer


def test_a_post_that_may_be_out_is_neither_edited_nor_called_cancelled():
    assert reply("waiting_retry", Wish.CANCEL, unsure=True) is Reply.REFUSED
    assert reply("waiting_retry", Wish.EDIT, unsure=True) is Reply.REFUSED


@pytest.mark.parametrize("current", STATES)
def test_every_refusal_has_a_fix(current):
    problem = refusal(current).problem
    assert problem.status == 409
    assert problem.fix.en and STATES[current].name.en in problem.detail.en


def test_the_diagram_has_every_arrow_and_marks_leases():
    text = diagram()
    assert text.startswith("stateDiagram-v2\n    [*] --> draft\n")
    assert sum(" --> " in line for line in text.splitlines()) == 3 + sum(
        len(each.next) for each in STATES.values()
    )
    assert "committing --> unknown : lease of 60 s runs out" in text
    assert "in_review --> expired : given up after 2160 h" in text


def test_moments_and_spans_read_as_people_say_them():
    zone = ZoneInfo("Europe/Berlin")
    assert when(NOW + timedelta(days=1), NOW, zone).id == "besok pukul 10.00"
    assert when(NOW - timedelta(days=1), NOW, zone).en == "yesterday at 10:00"
    assert when(NOW + timedelta(days=9), NOW, zone).en == "on 4 December 2026 at 10:00"
    assert span(timedelta(seconds=1)).en == "1 second"
    assert span(timedelta(minutes=90)).en == "90 minutes"
    assert span(timedelta(days=2)).id == "2 hari"
    with pytest.raises(ValueError, match="without a zone"):
        when(datetime(2026, 1, 1), NOW, zone)  # noqa: DTZ001 - a moment without a zone is the point
