"""Retry classes A to E: after every outcome one allowed step, and never a blind second send."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.publishing.backoff import LONGEST_WAIT, not_before, retry_after, wait
from tolok.core.publishing.lateness import Late, lateness
from tolok.core.publishing.retry import (
    CLASSES,
    MOST_SENDS,
    Ask,
    Finding,
    Outcome,
    Situation,
    after_look,
    after_nothing_sent,
    after_send,
    how_to_ask,
    must_ask_first,
    replay,
)
from tolok.core.publishing.states import STATES, allowed

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SITUATIONS = st.builds(
    Situation,
    retry_class=st.sampled_from(list(CLASSES.values())),
    now=st.just(NOW),
    planned=st.timedeltas(timedelta(0), timedelta(days=3)).map(lambda back: NOW - back),
    sends=st.integers(1, 10),
    unsure=st.integers(0, 3),
    looks=st.integers(1, 12),
    resends=st.integers(0, 8),
    first_sent=st.none() | st.timedeltas(timedelta(0), timedelta(hours=2)).map(lambda b: NOW - b),
    at_least_once=st.booleans(),
)
SEEDS = st.integers(0, 2**32).map(Random)


def dice() -> Random:
    return Random(1)  # noqa: S311 - jitter, not a secret


def at(letter: str, **known: object) -> Situation:
    basis = Situation(CLASSES[letter], now=NOW, planned=NOW, sends=1, looks=1, first_sent=NOW)
    return replace(basis, **known)


@given(st.sampled_from(list(Outcome)), SITUATIONS, SEEDS)
def test_every_outcome_of_a_send_leads_to_an_allowed_state(outcome, situation, rng):
    step = after_send(outcome, situation, rng)
    assert allowed("committing", step.state)
    assert step.why.en and step.why.id
    assert (step.due is not None) == STATES[step.state].due
    assert step.due is None or step.due >= NOW


@given(st.sampled_from(list(Finding)), SITUATIONS, SEEDS)
def test_every_answer_of_a_look_up_leads_to_an_allowed_state(finding, situation, rng):
    step = after_look(finding, situation, rng)
    assert allowed("reconciling", step.state)
    assert (step.due is not None) == STATES[step.state].due


@given(SITUATIONS, SEEDS)
def test_an_ambiguous_answer_is_always_unknown_first(situation, rng):
    assert after_send(Outcome.AMBIGUOUS, situation, rng).state == "unknown"


@given(st.sampled_from([Finding.LIKELY, Finding.SEVERAL]), SITUATIONS, SEEDS)
def test_a_doubtful_match_never_sends_again(finding, situation, rng):
    assert after_look(finding, situation, rng).state == "person_decides"


@given(SITUATIONS, SEEDS)
def test_a_blind_send_is_repeated_only_by_choice_and_only_where_it_is_blind(situation, rng):
    again = after_look(Finding.CANNOT_TELL, situation, rng).state == "waiting_retry"
    assert not again or (situation.at_least_once and situation.retry_class.id == "E")


@given(st.integers(1, 60), SEEDS)
def test_a_wait_lies_between_half_and_whole_and_never_passes_the_longest(attempt, rng):
    whole = min(LONGEST_WAIT, timedelta(seconds=30) * 2 ** min(attempt - 1, 20))
    assert whole / 2 <= wait(attempt, rng) <= whole


@given(st.timedeltas(timedelta(seconds=-10), timedelta(hours=9)), SEEDS)
def test_a_time_that_the_network_named_is_never_undercut(ahead, rng):
    asked = NOW + ahead
    step = after_send(Outcome.RATE_LIMITED, at("D"), rng, until=asked)
    assert step.state == "waiting_rate"
    assert step.due is not None and step.due >= asked


def test_a_limit_beyond_the_give_up_time_fails_at_once_and_says_so():
    step = after_send(Outcome.RATE_LIMITED, at("D"), dice(), until=NOW + timedelta(days=9))
    assert step.state == "failed"
    assert "last time" in step.why.en


def test_a_server_that_is_down_is_tried_again_and_given_up_after_the_last_try():
    assert after_send(Outcome.NETWORK_DOWN, at("A"), dice()).state == "waiting_retry"
    last = at("A", sends=MOST_SENDS)
    assert after_send(Outcome.NETWORK_DOWN, last, dice()).state == "failed"


def test_a_post_sent_late_by_choice_still_has_its_day_of_tries():
    late = at("A", planned=NOW - timedelta(days=3), first_sent=NOW - MINUTE)
    assert after_send(Outcome.NETWORK_DOWN, late, dice()).state == "waiting_retry"


def test_the_same_text_again_is_a_failure_unless_it_may_be_our_own():
    assert after_send(Outcome.DUPLICATE, at("D"), dice()).state == "failed"
    assert after_send(Outcome.DUPLICATE, at("D", sends=2, unsure=1), dice()).state == "unknown"


def test_class_d_waits_out_the_lag_with_three_looks_then_sends_once():
    looks = [after_look(Finding.NONE, at("D", looks=n), dice()) for n in (1, 2, 3)]
    assert [step.state for step in looks] == ["unknown", "unknown", "waiting_retry"]
    assert looks[0].due == NOW + timedelta(seconds=40)
    again = after_look(Finding.NONE, at("D", looks=3, resends=1), dice())
    assert again.state == "person_decides"


def test_class_e_stops_and_asks_by_default():
    assert after_send(Outcome.AMBIGUOUS, at("E"), dice()).due == NOW
    assert how_to_ask(at("E")) is Ask.PERSON
    assert after_look(Finding.CANNOT_TELL, at("E"), dice()).state == "person_decides"
    chosen = at("E", at_least_once=True)
    assert after_look(Finding.CANNOT_TELL, chosen, dice()).state == "waiting_retry"
    once_more = replace(chosen, resends=1)
    assert after_look(Finding.CANNOT_TELL, once_more, dice()).state == "person_decides"


def test_a_key_is_replayed_while_it_lives_and_looked_up_afterwards():
    assert how_to_ask(at("A", first_sent=NOW - timedelta(days=9))) is Ask.REPLAY
    assert how_to_ask(at("B", first_sent=NOW - 49 * MINUTE)) is Ask.REPLAY
    assert how_to_ask(at("B", first_sent=NOW - 50 * MINUTE)) is Ask.FIND
    assert how_to_ask(at("B", first_sent=None)) is Ask.FIND
    assert how_to_ask(at("C")) is Ask.HANDLE
    assert how_to_ask(at("D")) is Ask.FIND


@given(st.sampled_from(list(Outcome)), SITUATIONS, SEEDS)
def test_a_send_that_may_be_out_is_never_called_failed(outcome, situation, rng):
    assert not (situation.unsure and after_send(outcome, situation, rng).state == "failed")


def test_a_key_that_died_while_waiting_forces_a_look_before_the_send():
    waited = at("B", unsure=1, first_sent=NOW - timedelta(days=3))
    assert must_ask_first(waited)
    assert not must_ask_first(at("B", unsure=1))
    assert not must_ask_first(at("D", unsure=0))
    assert must_ask_first(at("E", unsure=1))


def test_a_replay_without_end_is_shown_to_a_person():
    assert replay(at("A"), dice()).state == "waiting_retry"
    assert replay(at("A", sends=MOST_SENDS), dice()).state == "person_decides"


@pytest.mark.parametrize("letter", CLASSES)
def test_a_worker_lost_before_the_send_asks_nobody(letter):
    lost = at(letter, sends=0, first_sent=None)
    assert how_to_ask(lost) is Ask.NOTHING
    assert after_nothing_sent(lost, dice()).state == "waiting_retry"


def test_a_silent_look_up_ends_with_a_person():
    assert after_look(Finding.NO_ANSWER, at("D"), dice()).state == "unknown"
    assert after_look(Finding.NO_ANSWER, at("D", looks=9), dice()).state == "person_decides"


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("120", NOW + 2 * MINUTE),
        ("0.5", NOW + timedelta(seconds=0.5)),
        ("Wed, 25 Nov 2026 09:05:00 GMT", NOW + 5 * MINUTE),
        ("Wed, 25 Nov 2026 08:05:00 GMT", None),
        ("-3", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, moment):
    assert retry_after(header, NOW) == moment


def test_an_endless_retry_after_is_kept_and_fails_the_post():
    asked = retry_after("9" * 30, NOW)
    assert asked is not None
    assert after_send(Outcome.RATE_LIMITED, at("A"), dice(), until=asked).state == "failed"


def test_our_own_wait_counts_where_the_network_names_a_shorter_one():
    assert not_before(NOW, NOW, MINUTE) == NOW + MINUTE


@pytest.mark.parametrize(
    ("policy", "state"), [(Late.SEND, "claimed"), (Late.ASK, "late"), (Late.SKIP, "missed")]
)
def test_a_late_post_follows_its_policy_and_is_reported(policy, state):
    late = lateness(NOW - timedelta(days=3), NOW, policy)
    assert late.step.state == state
    assert late.report is not None and "3 days ago" in late.report.en
    assert allowed("scheduled", state) and allowed("waiting_retry", state)


def test_a_post_within_the_grace_time_is_not_late():
    assert lateness(NOW - 15 * MINUTE, NOW, Late.SKIP).report is None
    with pytest.raises(ValueError, match="not due"):
        lateness(NOW + MINUTE, NOW, Late.SKIP)
