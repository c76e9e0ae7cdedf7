"""When to post: each weekday and hour against the channel's usual post, with how sure that is.

Learns from the channel's own posts and, where given, from its siblings on the same network. Below
the minimum it proposes a spread of times to learn from, and says so. Values must be of equal age.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from tolok.analysis._method import Method
from tolok.analysis._timing_words import explored, few, leaning, strong
from tolok.analysis._week import HOURS, SLOTS, Floats, Posts, draw_week, numbered
from tolok.core.text import Text

__all__ = ["METHOD", "Evidence", "Picked", "Sample", "TimeSlot", "Timing", "best_times", "pick"]

LEAST_POSTS = 20
"""Own posts below which no time is called better than another."""
THIN = 3
"""Posts at a time below which it counts as little tried."""
SURE = 0.5
"""A time is called good from this chance on of being among the best fifth …"""
BETTER = 0.95
"""… and from this chance on of being better than usual: noise alone has a best fifth too."""
BEST_SHARE = 0.2
EXPLORE = 0.15
"""The share of proposed times that is given to a draw, so that new times get a chance."""
LEVELS = (0.1, 0.9)
DRAWS = 1000


class Evidence(StrEnum):
    """How far a time is known. FEW: the channel has too few posts for any answer."""

    GOOD = "good"
    UNSURE = "unsure"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Sample:
    """A post: when it went out, and its count at an age at which all posts are compared.

    `value` None is unknown and left out, as are posts that were paid for. `type` holds apart what
    does better by its kind, not by its hour.
    """

    at: datetime
    value: float | None
    type: str = ""
    paid: bool | None = None


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """An hour of the week in the channel's zone. `lift` 0.2: a fifth more than the usual post.

    `low` to `high` holds the true lift in 80 of 100 cases. `chance`: to be among the best fifth.
    All of them are None below the minimum. `near`: posts on the same weekday or at this hour.
    """

    weekday: int
    hour: int
    n: int
    near: int
    lift: float | None
    low: float | None
    high: float | None
    chance: float | None
    evidence: Evidence

    @property
    def thin(self) -> bool:
        return self.n < THIN


@dataclass(frozen=True, slots=True)
class Timing:
    """The whole week, Monday 0 h first. `n` own posts were used, `left_out` were not."""

    n: int
    left_out: int
    enough: bool  # at least one time is good
    slots: tuple[TimeSlot, ...]
    draws: Floats | None = field(default=None, repr=False, compare=False)

    def best(self, hours: Collection[int] = range(HOURS)) -> TimeSlot | None:
        """The strongest time, None below the minimum."""
        known = [each for each in self.slots if each.lift is not None and each.hour in hours]
        return max(known, key=lambda each: each.lift or 0.0, default=None)


@dataclass(frozen=True, slots=True)
class Picked:
    """A proposed weekly time and why. `explore`: to learn, not because it is known to be good."""

    slot: TimeSlot
    explore: bool
    why: Text


def best_times(
    samples: Iterable[Sample],
    *,
    zone: ZoneInfo,
    seed: int,
    siblings: Sequence[Iterable[Sample]] = (),
    hours: Collection[int] = range(HOURS),
) -> Timing:
    """Judge the hours of the week by the own posts. `hours`: those in which posting is possible."""
    given = list(samples)
    own = [each for each in given if _usable(each)]
    counts = _counts(own, zone)
    if len(own) < LEAST_POSTS:
        return Timing(len(own), len(given) - len(own), False, _unknown(counts))
    others = [[each for each in group if _usable(each)] for group in siblings]
    draws = draw_week(_posts([own, *others], zone), DRAWS, np.random.default_rng(seed))
    slots = _slots(draws, counts, _open(hours))
    enough = any(each.evidence is Evidence.GOOD for each in slots)
    return Timing(len(own), len(given) - len(own), enough, slots, draws)


def pick(
    timing: Timing,
    count: int,
    *,
    seed: int,
    kpi: Text,
    hours: Collection[int] = range(HOURS),
    explore: float = EXPLORE,
    gap_hours: int = 3,
) -> tuple[Picked, ...]:
    """`count` times of the week, in order, at least `gap_hours` apart; the same for the same seed.

    Fewer where the week has no room.
    """
    rng = np.random.default_rng(seed)
    free = [at for at in range(SLOTS) if at % HOURS in hours]
    if timing.draws is None:
        return tuple(
            Picked(timing.slots[at], True, few(timing.n, LEAST_POSTS))
            for at in sorted(_spread(free, count, gap_hours))
        )
    tries = min(count, int(count * explore + rng.random()))
    chosen = _strongest(timing.draws.mean(axis=0), free, count - tries, [], gap_hours)
    drawn = list[int]()
    for _ in range(tries):
        draw = timing.draws[rng.integers(len(timing.draws))]
        drawn += _strongest(draw, free, 1, chosen + drawn, gap_hours)
    found = [(at, False) for at in chosen] + [(at, True) for at in drawn]
    return tuple(_picked(timing.slots[at], explore=new, kpi=kpi) for at, new in sorted(found))


def _usable(sample: Sample) -> bool:
    if sample.at.tzinfo is None:
        raise ValueError("a post needs a moment with a zone")
    known = sample.value is not None and np.isfinite(sample.value) and sample.value >= 0
    return bool(known) and not sample.paid


def _slot(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.weekday() * HOURS + local.hour


def _counts(samples: Iterable[Sample], zone: ZoneInfo) -> list[int]:
    counts = [0] * SLOTS
    for each in samples:
        counts[_slot(each.at, zone)] += 1
    return counts


def _posts(groups: Sequence[Sequence[Sample]], zone: ZoneInfo) -> Posts:
    rows = [(channel, each) for channel, group in enumerate(groups) for each in group]
    values = np.array([each.value for _, each in rows], dtype=float)
    floor = 1.0 if (values == np.round(values)).all() else values[values > 0].min() / 2
    y = np.log(values + floor)
    return Posts(
        y=y - y.mean(),
        slot=np.array([_slot(each.at, zone) for _, each in rows]),
        channel=np.array([channel for channel, _ in rows]),
        kind=numbered([each.type for _, each in rows]),
        month=numbered([_month(channel, each, zone) for channel, each in rows]),
    )


def _month(channel: int, sample: Sample, zone: ZoneInfo) -> tuple[int, int, int]:
    local = sample.at.astimezone(zone)
    return channel, local.year, local.month


def _open(hours: Collection[int]) -> list[int]:
    return [at for at in range(SLOTS) if at % HOURS in hours]


def _slots(draws: Floats, counts: list[int], asked: list[int]) -> tuple[TimeSlot, ...]:
    low, high = np.expm1(np.quantile(draws, LEVELS, axis=0))
    lift = np.expm1(draws.mean(axis=0))
    chance, better = _chances(draws, asked), (draws > 0).mean(axis=0)
    return tuple(
        TimeSlot(
            at // HOURS, at % HOURS, counts[at], _near(counts, at),
            float(lift[at]), float(low[at]), float(high[at]), float(chance[at]),
            Evidence.GOOD if chance[at] >= SURE and better[at] >= BETTER else Evidence.UNSURE,
        )
        for at in range(SLOTS)
    )  # fmt: skip


def _chances(draws: Floats, asked: list[int]) -> Floats:
    """How often each asked time is among the best fifth of them; 0 for the others."""
    chance = np.zeros(SLOTS)
    if asked:
        inside = draws[:, asked]
        edge = np.quantile(inside, 1 - BEST_SHARE, axis=1)
        chance[asked] = (inside >= edge[:, None]).mean(axis=0)
    return chance


def _unknown(counts: list[int]) -> tuple[TimeSlot, ...]:
    return tuple(
        TimeSlot(
            at // HOURS, at % HOURS, counts[at], _near(counts, at),
            None, None, None, None, Evidence.FEW,
        )
        for at in range(SLOTS)
    )  # fmt: skip


def _near(counts: list[int], at: int) -> int:
    day = at // HOURS * HOURS
    return sum(counts[day : day + HOURS]) + sum(counts[at % HOURS :: HOURS]) - counts[at]


def _strongest(
    effect: Floats, free: list[int], count: int, taken: list[int], gap: int
) -> list[int]:
    chosen = list[int]()
    for at in sorted(free, key=lambda at: (-effect[at], at)):
        if len(chosen) < count and all(_apart(at, other) >= gap for other in taken + chosen):
            chosen.append(at)
    return chosen


def _spread(free: list[int], count: int, gap: int) -> list[int]:
    """Times of all days and hours alike: one step through the free hours that is not a day."""
    chosen = list[int]()
    for turn in range(len(free)):
        at = free[(turn * len(free) // max(count, 1) + turn * 5) % len(free)]
        if len(chosen) < count and all(_apart(at, other) >= gap for other in chosen):
            chosen.append(at)
    return chosen


def _apart(one: int, two: int) -> int:
    """Hours between two times of the week, the short way round."""
    apart = abs(one - two)
    return min(apart, SLOTS - apart)


def _picked(slot: TimeSlot, *, explore: bool, kpi: Text) -> Picked:
    if explore:
        return Picked(slot, True, explored(slot.weekday, slot.hour, slot.n))
    words = strong if slot.evidence is Evidence.GOOD else leaning
    return Picked(
        slot, False,
        words(slot.weekday, slot.hour, kpi, (slot.lift, slot.low, slot.high), slot.n, slot.near),
    )  # fmt: skip


METHOD = Method(
    id="timing",
    name=Text("Best time to post", "Waktu terbaik untuk memposting"),
    minimum=LEAST_POSTS,
    run=best_times,
)
