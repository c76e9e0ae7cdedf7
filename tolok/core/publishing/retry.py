"""What to do after each outcome of a send or a look-up: the next state and its due time.

Nothing here sends. Whatever may have gone out is asked about before it is sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from tolok.core.publishing.backoff import not_before, wait
from tolok.core.publishing.states import STATES
from tolok.core.text import Text

MOST_SENDS = 6  # definite refusals that may pass (a server down) are tried this often


class Ask(StrEnum):
    """How `reconciling` learns what became of a send."""

    REPLAY = "replay"  # the same call with the same key: the answer is the outcome
    HANDLE = "handle"  # the stored handle (container, session, unpublished post) tells
    FIND = "find"  # list the own posts and compare fingerprints
    NOTHING = "nothing"  # nothing was sent: nobody needs to be asked
    PERSON = "person"  # the network cannot be asked


@dataclass(frozen=True, slots=True)
class RetryClass:
    """How far a network helps against doubles. `looks` with `gap` wait out read-after-write lag."""

    id: str
    name: Text
    ask: Ask
    key_life: timedelta | None = None  # the key protects only so long; then `find`
    looks: int = 1
    gap: timedelta = timedelta(0)
    resends: int = MOST_SENDS  # sends after a look that found nothing


CLASSES: Mapping[str, RetryClass] = {
    "A": RetryClass(
        id="A",
        name=Text("our own id, kept for ever", "id kita sendiri, disimpan selamanya"),
        ask=Ask.REPLAY,
    ),
    "B": RetryClass(
        id="B",
        name=Text("a key with a life", "kunci dengan masa berlaku"),
        ask=Ask.REPLAY,
        # Ten minutes short of the hour that the network promises: clocks differ.
        key_life=timedelta(minutes=50),
        looks=3,
        gap=timedelta(seconds=20),
        resends=1,
    ),
    "C": RetryClass(
        id="C",
        name=Text("two phases, the second can be asked", "dua tahap, tahap kedua bisa ditanya"),
        ask=Ask.HANDLE,
    ),
    "D": RetryClass(
        id="D",
        name=Text("list and compare", "daftar lalu bandingkan"),
        ask=Ask.FIND,
        looks=3,
        gap=timedelta(seconds=40),
        resends=1,
    ),
    "E": RetryClass(id="E", name=Text("blind", "tidak bisa ditanya"), ask=Ask.PERSON, resends=1),
}


class Outcome(StrEnum):
    """The closed set of answers of a send. Whatever is not understood is AMBIGUOUS."""

    PUBLISHED = "published"
    AUTH_EXPIRED = "auth_expired"
    PERMISSION = "permission"
    RATE_LIMITED = "rate_limited"
    INVALID = "invalid"
    MEDIA_REJECTED = "media_rejected"
    DUPLICATE = "duplicate"
    GONE = "gone"
    NETWORK_DOWN = "network_down"  # it surely never arrived, or was surely refused for now
    AMBIGUOUS = "ambiguous"  # sent, no answer that can be trusted


class Finding(StrEnum):
    """The closed set of answers of a look-up."""

    EXACT = "exact"
    LIKELY = "likely"
    SEVERAL = "several"
    NONE = "none"
    NO_ANSWER = "no_answer"  # the look-up itself failed; it may work later
    CANNOT_TELL = "cannot_tell"  # it never will


@dataclass(frozen=True, slots=True)
class Situation:
    """What the journal knows of one delivery at the moment of a decision."""

    retry_class: RetryClass
    now: datetime
    planned: datetime  # the time a person gave it: give-up is counted from here
    sends: int = 0  # publish calls so far, this one included
    unsure: int = 0  # those without a trusted answer; an empty look or a choice settles them
    looks: int = 0  # look-ups since the last send, this one included
    resends: int = 0  # sends that followed an empty look
    first_sent: datetime | None = None  # when the key first left
    at_least_once: bool = False  # class E only: the owner prefers a double to a gap


@dataclass(frozen=True, slots=True)
class Step:
    """The state to enter, when it is due (None: waits for a person or is over), and why."""

    state: str
    due: datetime | None
    why: Text


def how_to_ask(at: Situation) -> Ask:
    """What `reconciling` does. A row that never sent anything asks nobody."""
    if at.sends == 0:
        return Ask.NOTHING
    life = at.retry_class.key_life
    if life is not None and (at.first_sent is None or at.now - at.first_sent >= life):
        return Ask.FIND
    return at.retry_class.ask


def must_ask_first(at: Situation) -> bool:
    """Checked right before every publish call: an earlier one may be out and no key protects."""
    return at.unsure > 0 and how_to_ask(at) is not Ask.REPLAY


def after_send(
    outcome: Outcome, at: Situation, rng: Random, *, until: datetime | None = None
) -> Step:
    """The step after a publish call. `until` is what a rate limit or Retry-After named."""
    match outcome:
        case Outcome.PUBLISHED:
            return Step("published", None, _WHY["published"])
        case Outcome.AMBIGUOUS:
            return _unsure(at, rng)
        case Outcome.RATE_LIMITED:
            return _again("waiting_rate", at, rng, until, "rate_limited")
        case Outcome.NETWORK_DOWN:
            return _again("waiting_retry", at, rng, until, "network_down")
        case Outcome.AUTH_EXPIRED | Outcome.PERMISSION:
            return Step("needs_auth", None, _WHY[outcome])
    return _failed(outcome, at, rng)


def after_look(finding: Finding, at: Situation, rng: Random) -> Step:
    """The step after the network was asked."""
    match finding:
        case Finding.EXACT:
            return Step("published", None, _WHY["found"])
        case Finding.LIKELY | Finding.SEVERAL:
            return Step("person_decides", None, _WHY[finding])
        case Finding.NO_ANSWER:
            return _look_later(at, rng)
        case Finding.CANNOT_TELL:
            return _blind(at, rng)
    return _nothing_found(at, rng)


def after_nothing_sent(at: Situation, rng: Random) -> Step:
    """A worker was lost before the publish call: start over, nobody can have seen anything."""
    return _again("waiting_retry", at, rng, None, "worker_lost")


def replay(at: Situation, rng: Random) -> Step:
    """Classes A and B: the same call with the same key is safe; its answer is the outcome."""
    if at.sends >= MOST_SENDS:
        return Step("person_decides", None, _WHY["no_end"])
    return Step("waiting_retry", at.now + wait(at.sends, rng), _WHY["replay"])


def _unsure(at: Situation, rng: Random) -> Step:
    lag = at.retry_class.gap
    first_look = lag if lag else wait(at.sends, rng, first=timedelta(seconds=10))
    due = at.now if at.retry_class.ask is Ask.PERSON else at.now + first_look
    return Step("unknown", due, _WHY["ambiguous"])


def _failed(why: str, at: Situation, rng: Random) -> Step:
    """Over, unless an earlier send may be out ("duplicate" may be ourselves): then look first.

    A handle that was sent before may be refused for that very reason: it is asked as well.
    """
    sent_before = at.retry_class.ask is Ask.HANDLE and at.sends > 1
    return _unsure(at, rng) if at.unsure or sent_before else Step("failed", None, _WHY[why])


def _again(state: str, at: Situation, rng: Random, until: datetime | None, why: str) -> Step:
    due = not_before(until, at.now, wait(at.sends, rng))
    give_up = STATES[state].give_up
    too_often = why == "network_down" and at.sends >= MOST_SENDS
    too_late = give_up is not None and due - max(at.planned, at.first_sent or at.planned) > give_up
    if too_often or too_late:
        return _failed("given_up", at, rng)
    return Step(state, due, _WHY[why])


def _look_later(at: Situation, rng: Random) -> Step:
    if at.looks >= at.retry_class.looks + MOST_SENDS:
        return Step("person_decides", None, _WHY["no_end"])
    return Step("unknown", at.now + wait(at.looks, rng), _WHY["no_answer"])


def _nothing_found(at: Situation, rng: Random) -> Step:
    if at.looks < at.retry_class.looks:
        return Step("unknown", at.now + at.retry_class.gap, _WHY["lag"])
    if at.resends >= at.retry_class.resends:
        return Step("person_decides", None, _WHY["no_end"])
    return Step("waiting_retry", at.now + wait(at.resends + 1, rng), _WHY["none"])


def _blind(at: Situation, rng: Random) -> Step:
    own_choice = at.at_least_once and at.retry_class.ask is Ask.PERSON
    if own_choice and at.resends < at.retry_class.resends:
        return Step("waiting_retry", at.now + wait(at.resends + 1, rng), _WHY["at_least_once"])
    return Step("person_decides", None, _WHY["cannot_tell"])


_WHY: Mapping[str, Text] = {
    "published": Text("The network took it.", "Jaringan menerimanya."),
    "found": Text(
        "It was found on the network; nothing was sent twice.",
        "Ditemukan di jaringan; tidak ada yang dikirim dua kali.",
    ),
    "ambiguous": Text(
        "It was sent, but no clear answer came.", "Sudah dikirim, tetapi jawabannya tidak jelas."
    ),
    "rate_limited": Text("The network's limit is reached.", "Batas jaringan sudah tercapai."),
    "network_down": Text("The network could not be reached.", "Jaringan tidak dapat dihubungi."),
    "worker_lost": Text(
        "The worker stopped before it sent anything.",
        "Pekerja berhenti sebelum mengirim apa pun.",
    ),
    "auth_expired": Text(
        "The network no longer accepts the connection.",
        "Jaringan tidak lagi menerima sambungan ini.",
    ),
    "permission": Text(
        "The connection lacks a right that this post needs.",
        "Sambungan ini tidak punya izin yang diperlukan posting ini.",
    ),
    "invalid": Text("The network refused its content.", "Jaringan menolak isinya."),
    "media_rejected": Text("The network refused its media.", "Jaringan menolak medianya."),
    "duplicate": Text(
        "The network says that the same text is already there.",
        "Jaringan menyatakan teks yang sama sudah ada.",
    ),
    "gone": Text(
        "What it answers, or the account, is no longer there.",
        "Posting yang dibalas, atau akunnya, sudah tidak ada.",
    ),
    "likely": Text(
        "A post that is like it was found, but not surely the same.",
        "Ada posting yang mirip, tetapi belum pasti sama.",
    ),
    "several": Text("Several posts match it.", "Ada beberapa posting yang cocok."),
    "none": Text(
        "It is not on the network, so it is sent again.",
        "Tidak ada di jaringan, jadi dikirim lagi.",
    ),
    "lag": Text(
        "It is not there yet; the network may need a moment to show it.",
        "Belum ada; jaringan mungkin perlu waktu untuk menampilkannya.",
    ),
    "no_answer": Text(
        "The network did not answer; it is asked again.",
        "Jaringan tidak menjawab; akan ditanya lagi.",
    ),
    "cannot_tell": Text(
        "The network cannot be asked whether it is there.",
        "Jaringan tidak dapat ditanya apakah posting itu ada.",
    ),
    "at_least_once": Text(
        "This channel is set to rather send twice than not at all.",
        "Kanal ini diatur agar lebih baik terkirim dua kali daripada tidak sama sekali.",
    ),
    "replay": Text(
        "It is sent again with the same key, which the network counts once.",
        "Dikirim lagi dengan kunci yang sama, yang dihitung sekali oleh jaringan.",
    ),
    "no_end": Text(
        "It was tried and asked often enough without a clear answer.",
        "Sudah cukup sering dicoba dan ditanyakan tanpa jawaban yang jelas.",
    ),
    "given_up": Text(
        "It was tried until its last time and did not go out.",
        "Sudah dicoba sampai batas waktunya dan tidak terkirim.",
    ),
}
