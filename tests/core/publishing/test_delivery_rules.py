"""The rules played against a fake network that loses, delays and refuses: never two copies.

The worker here does only what the rules say; the network keeps what it accepted.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tolok.core.publishing.retry import (
    CLASSES,
    Ask,
    Finding,
    Outcome,
    Situation,
    Step,
    after_look,
    after_nothing_sent,
    after_send,
    how_to_ask,
    must_ask_first,
    replay,
)
from tolok.core.publishing.states import due_states, step

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LAG = timedelta(seconds=60)
# What may happen to one send: the answer, whether the network took it.
EVENTS = st.sampled_from(
    [
        (Outcome.PUBLISHED, True),
        (Outcome.AMBIGUOUS, True),  # the answer was lost, or the worker killed
        (Outcome.AMBIGUOUS, False),  # the request was lost
        (Outcome.NETWORK_DOWN, False),
        (Outcome.RATE_LIMITED, False),
        (Outcome.INVALID, False),
        (Outcome.AUTH_EXPIRED, False),
    ]
)


@dataclass
class Network:
    """Keeps copies; a key is honoured for an hour (B) or for ever (A); lists lag behind."""

    letter: str
    copies: list[datetime] = field(default_factory=list)

    def accept(self, now: datetime) -> None:
        life = {"A": timedelta(days=999), "B": timedelta(hours=1)}.get(self.letter)
        known = life is not None and any(now - each < life for each in self.copies)
        if not known and not (self.letter == "C" and self.copies):
            self.copies.append(now)

    def look(self, ask: Ask, now: datetime) -> Finding:
        if ask is Ask.PERSON:
            return Finding.CANNOT_TELL
        lag = timedelta(0) if ask is Ask.HANDLE else LAG
        return Finding.EXACT if any(now - each >= lag for each in self.copies) else Finding.NONE


@dataclass
class Delivery:
    """A worker's loop over one post, in the order that the states allow."""

    network: Network
    at: Situation
    rng: Random
    state: str = "scheduled"

    def enter(self, done: Step) -> None:
        self.state = step(self.state, done.state)
        self.at = replace(self.at, now=max(self.at.now, done.due or self.at.now))

    def walk(self, *names: str) -> None:
        for name in names:
            self.state = step(self.state, name)

    def send(self, outcome: Outcome, *, taken: bool) -> None:
        self.walk("claimed", "preparing", "prepared")
        if must_ask_first(self.at):
            self.walk("reconciling")
            self.look()
            return
        self.walk("committing")
        if taken:
            self.network.accept(self.at.now)
        unsure = self.at.unsure + (outcome is Outcome.AMBIGUOUS)
        first = self.at.first_sent or self.at.now
        self.at = replace(
            self.at, sends=self.at.sends + 1, unsure=unsure, looks=0, first_sent=first
        )
        self.enter(after_send(outcome, self.at, self.rng))

    def look(self) -> None:
        ask = how_to_ask(self.at)
        if ask is Ask.NOTHING:
            self.enter(after_nothing_sent(self.at, self.rng))
        elif ask is Ask.REPLAY:
            self.enter(replay(self.at, self.rng))
        else:
            self.at = replace(self.at, looks=self.at.looks + 1)
            self.enter(after_look(self.network.look(ask, self.at.now), self.at, self.rng))
            if self.state == "waiting_retry":
                # The look settled the earlier sends; the next one gets a new key.
                self.at = replace(self.at, unsure=0, resends=self.at.resends + 1, first_sent=None)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(CLASSES)),
    st.lists(st.tuples(EVENTS, st.sampled_from([0, 0, 0, 3600, 3 * 86400])), max_size=14),
    st.integers(0, 2**32),
)
@example(  # the key dies between the decision to replay and the replay
    "B",
    [
        ((Outcome.AMBIGUOUS, True), 0),
        ((Outcome.PUBLISHED, True), 0),
        ((Outcome.PUBLISHED, True), 3 * 86400),
    ],
    1,
)
def test_whatever_is_lost_the_network_holds_one_copy_or_a_person_is_asked(letter, events, seed):
    network = Network(letter)
    start = Situation(CLASSES[letter], now=NOW, planned=NOW)
    delivery = Delivery(network, start, Random(seed))  # noqa: S311 - jitter, not a secret
    for (outcome, taken), pause in events:
        if delivery.state == "needs_auth":
            delivery.walk("scheduled")  # somebody connected the channel again
        if delivery.state not in due_states():
            break
        # The machine may stand still for hours or days between two steps.
        delivery.at = replace(delivery.at, now=delivery.at.now + timedelta(seconds=pause))
        if delivery.state == "unknown":
            delivery.walk("reconciling")
            delivery.look()
        else:
            delivery.send(outcome, taken=taken)
        assert len(network.copies) <= 1
    if delivery.state == "published":
        assert len(network.copies) == 1
    if delivery.state == "failed":
        assert network.copies == []
