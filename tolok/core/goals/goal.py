"""What a goal is: a wish made SMART, with targets, means, answers, actions and versions.

Plain values only: progress is worked out in `pace.py`, words in `sentence.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tolok.core.kpi.spec import KpiKind
from tolok.core.quantity import Money
from tolok.core.query import Period, Segment

MONTH_DAYS = 365.25 / 12


class Mode(StrEnum):
    """How the number of a target is meant."""

    ABSOLUTE = "absolute"  # reach this number by the end
    PERCENT = "percent"  # change the baseline by this fraction (0.15 = 15 %)
    RATE_WEEK = "rate_week"  # so many a week, on average until the end
    RATE_MONTH = "rate_month"  # so many a month, on average until the end
    MONTHLY = "monthly"  # so many in every month, each judged on its own
    MEAN_PER_POST = "mean_per_post"  # on average over the posts of the goal's days
    LIMIT = "limit"  # stay at or on the right side of this number throughout


class Nature(StrEnum):
    """How the KPI behaves while a goal runs."""

    TOTAL = "total"  # counted from 0 on the first day (clicks, followers gained)
    LEVEL = "level"  # read at a moment (followers)
    PEOPLE = "people"  # different people since the first day: grows from 0, never by adding days
    AVERAGE = "average"  # worked out over the days so far (rates, means per post)


FROM_ZERO = frozenset({Nature.TOTAL, Nature.PEOPLE})
"""What is counted from nothing on the first day."""

_TOTALS = frozenset({KpiKind.SUM, KpiKind.DELTA, KpiKind.COUNT})


def nature_of(kind: KpiKind) -> Nature:
    """Sums are counted from the goal's first day, levels are read, all else is an average."""
    if kind in _TOTALS:
        return Nature.TOTAL
    if kind is KpiKind.UNIQUE:
        return Nature.PEOPLE
    return Nature.LEVEL if kind is KpiKind.LAST else Nature.AVERAGE


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows count. Empty fields mean all. `geo` is words: no network reports by distance."""

    networks: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    topic: str = ""
    geo: str = ""
    domains: tuple[str, ...] = ()  # where the posts' links lead

    def segments(self) -> tuple[Segment, ...]:
        """The filters of a query; channels go into the query itself, `geo` cannot be filtered."""
        found = [
            Segment("network", self.networks),
            Segment("type", self.types),
            Segment("tag", self.tags),
            Segment("campaign", self.campaigns),
            Segment("topic", (self.topic,) if self.topic else ()),
            Segment("domain", self.domains),
        ]
        return tuple(segment for segment in found if segment.values)


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where one starts from: the figure of `window`, from `n` posts or readings."""

    value: float
    window: Period
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A number for one KPI. `value` is in the KPI's unit; a fraction in mode percent."""

    kpi: str
    mode: Mode
    value: float
    nature: Nature
    variant: str = ""
    better: str = "up"  # up or down
    scope: Scope = field(default_factory=Scope)
    weight: float = 1.0
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What is set aside. `planned` by type: content, ads, boosts, tools, people."""

    planned: Mapping[str, Money] = field(default_factory=dict)
    per_post: Money | None = None
    hours_per_week: float | None = None

    def total(self) -> Money | None:
        return Money.total(self.planned.values())


BUDGET_TYPES = ("content", "ads", "boosts", "tools", "people")


@dataclass(frozen=True, slots=True)
class Action:
    """One step, linked to the KPI it should move. `done_on` None: still to do."""

    id: str
    words: str
    due: date | None = None
    kpi: str = ""
    owner: str = ""
    done_on: date | None = None
    expected_per_week: float | None = None
    result: str = ""
    hours_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A note on how it goes. `confidence` 0–10."""

    day: date
    words: str
    by: str = ""
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The owner's own yes or no, with the reason. None: not answered yet."""

    yes: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Both readings of the R are kept: realistic with present means, relevant to the business."""

    achievable: Answer = field(default_factory=Answer)
    realistic: Answer = field(default_factory=Answer)
    relevant: Answer = field(default_factory=Answer)


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of a workspace. The first target decides; the others support it."""

    id: str
    title: str
    start: date | None = None
    end: date | None = None
    wish: str = ""  # id of a broad goal of the catalogue, or the person's own words
    objective: str = ""  # the business objective it serves
    parent: str = ""  # id of a broader goal
    owner: str = ""
    targets: tuple[Target, ...] = ()
    budget: Budget = field(default_factory=Budget)
    actions: tuple[Action, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    answers: Answers = field(default_factory=Answers)
    template: str = ""

    @property
    def window(self) -> Period | None:
        """The days from start to deadline, None while one of them is missing or they cross."""
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return Period(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Version:
    """A goal as it stood from `at` on; versions are kept for ever."""

    goal: Goal
    at: datetime
    by: str = ""
    why: str = ""


def aim(target: Target, window: Period) -> float | None:
    """The number that counts as reached at the end; None while a baseline is missing.

    A percent target on a total compares equal lengths: the baseline is scaled to the goal's days.
    People do not scale: their baseline has to cover as many days as the goal.
    """
    base = target.baseline
    if target.mode is Mode.PERCENT:
        if base is None:
            return None
        change = target.value if target.better == "up" else -target.value
        return _scaled(base, target, window) * (1 + change)
    if target.mode in (Mode.RATE_WEEK, Mode.RATE_MONTH):
        gained = target.value * window.days / (7 if target.mode is Mode.RATE_WEEK else MONTH_DAYS)
        if target.nature is Nature.TOTAL:
            return gained
        return None if base is None else base.value + gained
    return target.value


def start_value(target: Target) -> float | None:
    """Where progress is counted from: 0 for totals, else the baseline (None without one)."""
    if target.nature in FROM_ZERO:
        return 0.0
    return target.baseline.value if target.baseline else None


def _scaled(base: Baseline, target: Target, window: Period) -> float:
    if target.nature is not Nature.TOTAL:
        return base.value
    return base.value * window.days / base.window.days
