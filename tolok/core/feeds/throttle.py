"""How many entries a route sends, and what becomes of the others. Past sends are an argument.

Nothing is dropped unless the policy says so, and then with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tolok.core.publishing.when import span
from tolok.core.text import Text, say

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Overflow(StrEnum):
    """What to do with more than may be sent."""

    WAIT = "wait"  # they wait, the oldest goes first
    WAIT_NEWEST = "wait_newest"  # they wait, the newest goes first
    SPREAD = "spread"  # all get a time, evenly over the day that follows
    DROP_OLDEST = "drop_oldest"  # the newest go, the rest never does
    DROP_NEWEST = "drop_newest"  # the oldest go, the rest never does


@dataclass(frozen=True, slots=True)
class Throttle:
    """None: no such limit. `keep`: how long an entry may wait before it is too old to be sent."""

    per_update: int | None = None
    per_hour: int | None = None
    per_day: int | None = None
    min_gap: timedelta = timedelta(0)
    overflow: Overflow = Overflow.WAIT
    keep: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Go:
    """Send at `at` (the moment of the look, or later when spread)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Wait and be looked at again, not before `until` if that is known."""

    words: Text
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    words: Text


Verdict = Go | Hold | Drop


def admit(
    rule: Throttle, count: int, past: Sequence[datetime], now: datetime, *, since_update: int = 0
) -> list[Verdict]:
    """One verdict for each of `count` entries, given oldest first.

    `past`: when this route sent to this destination, or will send what it has given a time.
    `since_update`: how many of them since the feed was read last.
    """
    if rule.overflow is Overflow.SPREAD:
        return _spread(rule, count, list(past), now)
    newest_first = rule.overflow in (Overflow.WAIT_NEWEST, Overflow.DROP_OLDEST)
    order = list(range(count))[:: -1 if newest_first else 1]
    sent = list(past)
    verdicts: dict[int, Verdict] = {}
    stopped: Hold | None = None
    given = since_update
    for number in order:
        stopped = stopped or _stop(rule, given, sent, now)
        if stopped is None:
            verdicts[number] = Go(now)
            sent.append(now)
            given += 1
        elif rule.overflow in (Overflow.DROP_OLDEST, Overflow.DROP_NEWEST):
            verdicts[number] = Drop(stopped.words)
        else:
            verdicts[number] = stopped
    return [verdicts[number] for number in range(count)]


def too_old(rule: Throttle, first_seen: datetime, now: datetime) -> Text | None:
    """Why an entry that waited is given up; None: it may still go."""
    if now - first_seen <= rule.keep:
        return None
    return say(
        "It has waited longer than {keep}.",
        "Sudah menunggu lebih dari {keep}.",
        keep=span(rule.keep),
    )


def _stop(rule: Throttle, given: int, sent: list[datetime], now: datetime) -> Hold | None:
    """The limit that is reached, and when it opens again."""
    if rule.per_update is not None and given >= rule.per_update:
        return Hold(
            say("{n} per update are sent already.", "{n} per pembaruan sudah dikirim.",
                n=rule.per_update)
        )  # fmt: skip
    if rule.min_gap and sent and max(sent) + rule.min_gap > now:
        return Hold(
            say("Less than {gap} since the last one.", "Belum {gap} sejak yang terakhir.",
                gap=span(rule.min_gap)),
            max(sent) + rule.min_gap,
        )  # fmt: skip
    for most, window, en, id in (
        (rule.per_hour, HOUR, "an hour", "per jam"),
        (rule.per_day, DAY, "a day", "per hari"),
    ):
        if most is not None and (opens := _opens(sent, most, window, now)) is not None:
            words = say(f"{{n}} {en} are sent already.", f"{{n}} {id} sudah dikirim.", n=most)
            return Hold(words, opens)
    return None


def _opens(sent: list[datetime], most: int, window: timedelta, now: datetime) -> datetime | None:
    """When one more fits into the window that ends then; None: now."""
    inside = sorted(each for each in sent if now - window < each)
    if len(inside) < most:
        return None
    return inside[len(inside) - most] + window if most else None or now + window


def _spread(rule: Throttle, count: int, sent: list[datetime], now: datetime) -> list[Verdict]:
    """Evenly over a day, later where a limit says so; the first goes at once if it may."""
    first = _earliest(rule, sent, now)
    step = max(DAY / count if count > (rule.per_update or 1) else timedelta(0), rule.min_gap)
    verdicts: list[Verdict] = []
    at = first
    for _ in range(count):
        at = _earliest(rule, sent, at)
        verdicts.append(Go(at))
        sent.append(at)
        at = at + step
    return verdicts


def _earliest(rule: Throttle, sent: list[datetime], at: datetime) -> datetime:
    for _ in range(len(sent) + 2):
        held = _stop(rule, -1, sent, at)
        if held is None or held.until is None or held.until <= at:
            return at
        at = held.until
    return at
