"""What becomes of each entry on each way from a route to a destination, and why. Nothing vanishes.

Given the entries that are undecided, what was sent before and the present, the answer is the same
every time: the ledger in the store keeps it, and an entry with a final answer is not asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tolok.core.feeds.fill import Filled, Manner, TooLong, fill
from tolok.core.feeds.filters import Filter, Searched, refusal
from tolok.core.feeds.item import Item
from tolok.core.feeds.throttle import Drop, Go, Hold, Throttle, admit, too_old
from tolok.core.feeds.titles import Titles
from tolok.core.feeds.windows import Window, opens
from tolok.core.text import Text, say


class What(StrEnum):
    """All but WAITING are final."""

    SEEN = "seen"  # was there before the route began
    FILTERED = "filtered"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    WAITING = "waiting"
    DROPPED = "dropped"
    EXPIRED = "expired"
    TOO_LONG = "too_long"
    GIVEN = "given"  # a post or a draft was made of it
    SKIPPED = "skipped"  # by hand


FINAL = frozenset(What) - {What.WAITING}


class Outcome(StrEnum):
    """How a post is made of an entry."""

    NOW = "immediate"
    QUEUE = "queue"
    BEST = "best_time"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Way:
    """One route to one destination. `about` fills the UTM template."""

    route: str
    destination: str
    manner: Manner
    about: Mapping[str, str]
    filter: Filter = Filter()
    throttle: Throttle = Throttle()
    window: Window | None = None
    delay: timedelta = timedelta(0)
    outcome: Outcome = Outcome.QUEUE
    same_title: float | None = 1.0  # share of words at which titles agree; None: not compared


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry without a final answer on this way."""

    key: str
    item: Item
    feed: str
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """`at`: when it goes out (GIVEN), or is looked at again (WAITING), if that is known."""

    key: str
    route: str
    destination: str
    what: What
    why: Text
    at: datetime | None = None
    post: Filled | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """What this way did before: when it sent, and the titles that it sent lately."""

    sent: Sequence[datetime] = ()
    titles: Sequence[str] = ()
    since_update: int = 0  # how many of `sent` since the feed was read last


def decide(
    way: Way, candidates: Sequence[Candidate], memory: Memory, now: datetime
) -> list[Decision]:
    """One decision for each candidate, in the order given (oldest first)."""
    early = {each.key: _without_looking(way, each, now) for each in candidates}
    early = _drop_twins(way, candidates, early, memory)
    open_ones = [each for each in candidates if early[each.key] is None]
    filled = [
        (each, fill(way.manner, each.item, each.key, feed=each.feed, about=way.about))
        for each in open_ones
    ]
    fitting = [(each, post) for each, post in filled if isinstance(post, Filled)]
    for each, post in filled:
        if isinstance(post, TooLong):
            early[each.key] = _said(way, each, What.TOO_LONG, post.words)
    verdicts = admit(way.throttle, len(fitting), memory.sent, now, since_update=memory.since_update)
    for (each, post), verdict in zip(fitting, verdicts, strict=True):
        early[each.key] = _admitted(way, each, post, verdict, now)
    return [found for each in candidates if (found := early[each.key]) is not None]


def _without_looking(way: Way, each: Candidate, now: datetime) -> Decision | None:
    """The answer that neither the other entries nor the limits have a part in."""
    if each.item.withdrawn:
        return _said(way, each, What.WITHDRAWN, _WITHDRAWN)
    why = refusal(way.filter, Searched(each.item), now)
    if why is not None:
        return _said(way, each, What.FILTERED, why)
    why = too_old(way.throttle, each.first_seen, now)
    return None if why is None else _said(way, each, What.EXPIRED, why)


def _drop_twins(
    way: Way,
    candidates: Sequence[Candidate],
    early: dict[str, Decision | None],
    memory: Memory,
) -> dict[str, Decision | None]:
    if way.same_title is None:
        return early
    titles = Titles(way.same_title)
    for title in memory.titles:
        titles.add(title)
    for each in candidates:
        if early[each.key] is None and each.item.title:
            other = titles.like(each.item.title)
            if other is None:
                titles.add(each.item.title)
            else:
                words = say(
                    "Its title says the same as “{other}”.",
                    "Judulnya sama maknanya dengan “{other}”.",
                    other=other[:120],
                )
                early[each.key] = _said(way, each, What.DUPLICATE, words)
    return early


def _admitted(
    way: Way, each: Candidate, post: Filled, verdict: Go | Hold | Drop, now: datetime
) -> Decision:
    if isinstance(verdict, Drop):
        return _said(way, each, What.DROPPED, verdict.words)
    if isinstance(verdict, Hold):
        return _said(way, each, What.WAITING, verdict.words, verdict.until)
    at: datetime | None = max(verdict.at, each.first_seen + way.delay)
    if way.window is not None and at is not None:
        at = opens(way.window, at)
    if at is None:
        return _said(way, each, What.WAITING, _NEVER_OPEN)
    if way.outcome is not Outcome.NOW and at > now:  # a queue gives times of its own, from then on
        return _said(way, each, What.WAITING, _NOT_YET, at)
    words = _CUT if post.cut else _PASSED
    return Decision(each.key, way.route, way.destination, What.GIVEN, words, at, post)


def _said(way: Way, each: Candidate, what: What, why: Text, at: datetime | None = None) -> Decision:
    return Decision(each.key, way.route, way.destination, what, why, at)


_WITHDRAWN = Text("Its source took it back.", "Sumbernya menariknya kembali.")
_NEVER_OPEN = Text(
    "The hours of this destination never open. Change them.",
    "Jam tujuan ini tidak pernah terbuka. Ubah jamnya.",
)
_NOT_YET = Text("It waits for its time.", "Menunggu waktunya.")
_PASSED = Text("It passed the filter.", "Lolos filter.")
_CUT = Text("It passed the filter; the text was shortened to fit.",
            "Lolos filter; teksnya dipendekkan agar muat.")  # fmt: skip
