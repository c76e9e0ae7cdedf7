"""How far a goal is, how far it should be by now, and the one status word for it.

Progress = (actual − start) ÷ (target − start), for falling KPIs too. Nothing is clamped: totals
may fall. Without a reading there is no pace, and the status says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tolok.core.goals.goal import Mode, Nature, Target, aim, start_value
from tolok.core.query import Period
from tolok.core.text import Text, say

AHEAD_FROM = 1.05
ON_PACE_FROM = 0.95
BEHIND_FROM = 0.80
STALE_INTERVALS = 2
"""A reading older than this many usual intervals is no data."""
SEASON_WEEKS = 8
"""Weeks of history before weekdays get their own weights."""


class Status(StrEnum):
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    OFF_PACE = "off_pace"
    NO_DATA = "no_data"
    DONE = "done"


STATUS_WORDS: Mapping[Status, Text] = {
    Status.AHEAD: Text("Ahead", "Lebih cepat"),
    Status.ON_PACE: Text("On pace", "Sesuai laju"),
    Status.BEHIND: Text("Behind", "Tertinggal"),
    Status.OFF_PACE: Text("Off pace", "Jauh tertinggal"),
    Status.NO_DATA: Text("No data", "Belum ada data"),
    Status.DONE: Text("Reached", "Tercapai"),
}

RULE = say(
    "Pace is progress ÷ progress expected by today: ahead from {ahead}, on pace from {on}, behind "
    "from {behind}, off pace below. No data: nothing new for {n} times the usual interval.",
    "Laju adalah kemajuan ÷ kemajuan yang seharusnya hari ini: lebih cepat mulai {ahead}, sesuai "
    "laju mulai {on}, tertinggal mulai {behind}, jauh tertinggal di bawahnya. Belum ada data: "
    "tidak ada yang baru selama {n} kali jeda biasa.",
    ahead=AHEAD_FROM,
    on=ON_PACE_FROM,
    behind=BEHIND_FROM,
    n=STALE_INTERVALS,
)
"""Printed on every page that shows a status."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The KPI as known at the end of `day`, and how many days usually lie between readings."""

    value: float
    day: date
    usual_gap_days: int = 1


@dataclass(frozen=True, slots=True)
class Pace:
    """Where one target stands. `expected_value` is the point on the ideal path by now."""

    status: Status
    actual: float | None = None
    start: float | None = None
    aim: float | None = None
    progress: float | None = None
    expected: float | None = None
    expected_value: float | None = None
    pace: float | None = None
    why: Text | None = None


def target_pace(
    target: Target,
    window: Period,
    reading: Reading | None,
    *,
    today: date,
    weights: Sequence[float] | None = None,
) -> Pace:
    """The pace of one target (a recurring one is judged month by month in `recurring.py`).

    `weights` has one number per day of the window, from `season_weights`; None = a straight line.
    """
    goal, begin = aim(target, window), start_value(target)
    if begin is None and target.nature is Nature.LEVEL and target.mode is not Mode.LIMIT:
        goal = None
    missing = _missing(goal, reading, window, today)
    if missing is not None or reading is None or goal is None:
        return Pace(Status.NO_DATA, start=begin, aim=goal, why=missing)
    expected = expected_share(window, reading.day, weights)
    if target.mode is Mode.LIMIT or begin is None:
        return _against_limit(target, goal, reading.value, expected)
    expected_value = begin + (goal - begin) * expected
    part = _progress(reading.value, begin, goal, up=target.better == "up")
    pace = part / expected if expected > 0 else None
    done = part >= 1 and (target.nature is not Nature.AVERAGE or expected >= 1)
    status = Status.DONE if done else _status(part, pace)
    return Pace(status, reading.value, begin, goal, part, expected, expected_value, pace)


def progress(actual: float, start: float, target: float) -> float | None:
    """(actual − start) ÷ (target − start); None when target and start are the same."""
    return None if target == start else (actual - start) / (target - start)


def status_of(pace: float) -> Status:
    """The word for a pace, by the constants above; the edges belong to the better word."""
    pace = round(pace, 9)
    if pace >= AHEAD_FROM:
        return Status.AHEAD
    if pace >= ON_PACE_FROM:
        return Status.ON_PACE
    return Status.BEHIND if pace >= BEHIND_FROM else Status.OFF_PACE


def expected_share(window: Period, day: date, weights: Sequence[float] | None = None) -> float:
    """The share of the way that should lie behind one at the end of `day` (0–1)."""
    gone = min(max((day - window.start).days + 1, 0), window.days)
    if weights is None:
        return gone / window.days
    if len(weights) != window.days:
        raise ValueError(f"{len(weights)} weights for {window.days} days")
    whole = sum(weights)
    return sum(weights[:gone]) / whole if whole > 0 else gone / window.days


def season_weights(window: Period, history: Mapping[date, float]) -> tuple[float, ...] | None:
    """A weight per day of the window, from the usual share of each weekday in daily history.

    None when history has fewer than SEASON_WEEKS readings of some weekday, or nothing positive.
    """
    by_day: dict[int, list[float]] = {weekday: [] for weekday in range(7)}
    for day, value in history.items():
        by_day[day.weekday()].append(value)
    if min(len(values) for values in by_day.values()) < SEASON_WEEKS:
        return None
    usual = {weekday: max(sum(v) / len(v), 0.0) for weekday, v in by_day.items()}
    if not any(usual.values()):
        return None
    days = (window.start + timedelta(days=n) for n in range(window.days))
    return tuple(usual[day.weekday()] for day in days)


def is_stale(reading: Reading, today: date) -> bool:
    """Nothing new for STALE_INTERVALS usual gaps. Yesterday's reading is today's newest."""
    return (today - reading.day).days > STALE_INTERVALS * max(reading.usual_gap_days, 1)


def _status(part: float, pace: float | None) -> Status:
    """Before anything is expected (the first days are quiet), not falling back is enough."""
    if pace is not None:
        return status_of(pace)
    return Status.ON_PACE if part >= 0 else Status.OFF_PACE


def _progress(actual: float, start: float, goal: float, *, up: bool) -> float:
    part = progress(actual, start, goal)
    if part is not None:
        return part
    return 1.0 if (actual >= goal if up else actual <= goal) else 0.0


def _against_limit(target: Target, goal: float, actual: float, expected: float) -> Pace:
    """A figure to hold, not a way to go: pace is how well it is held."""
    if target.better == "down":
        pace = goal / actual if actual > 0 else None
        held = actual <= goal
    else:
        pace = actual / goal if goal > 0 else None
        held = actual >= goal
    if expected >= 1 and held:
        status = Status.DONE
    elif pace is None:
        status = Status.AHEAD if held else Status.OFF_PACE
    else:
        status = status_of(pace)
    return Pace(
        status, actual, None, goal, expected=expected, expected_value=goal, progress=pace, pace=pace
    )


def _missing(
    goal: float | None, reading: Reading | None, window: Period, today: date
) -> Text | None:
    """Why there is no pace; None when there is one."""
    if today < window.start:
        return say("The goal starts on {d}.", "Sasaran ini mulai {d}.", d=window.start)
    if goal is None:
        return Text(
            "The target needs a baseline, and none is set.",
            "Target ini memerlukan nilai awal, dan belum diisi.",
        )
    if reading is None or reading.day < window.start:
        return Text(
            "Nothing has been read since the goal began.",
            "Belum ada yang terbaca sejak sasaran dimulai.",
        )
    if today <= window.end and is_stale(reading, today):
        return say(
            "Nothing new since {d}.",
            "Tidak ada yang baru sejak {d}.",
            d=reading.day,
        )
    return None
