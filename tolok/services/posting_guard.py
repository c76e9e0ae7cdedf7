"""Warns when a channel posts far more than usual: too many posts can cost followers.

Compares the last seven days with the middle of the thirteen weeks before, on the same channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tolok.core.goals.today import Todo
from tolok.core.query import KpiRef, Period, Query, Series
from tolok.core.roles import VIEWER, allows
from tolok.core.text import Text, say
from tolok.lib.catalogue import kpis
from tolok.services.access import Scope
from tolok.services.numbers_cache import answers

WEEKS = 13
TIMES, MORE = 2.0, 4
"""A warning needs twice the usual week and at least four posts more."""
OLD_DAYS = 7
"""Posts that were read longer ago say nothing about today."""
RANK = 2
POSTS, LOST = KpiRef("posts_published"), KpiRef("followers_lost")


@dataclass(frozen=True, slots=True)
class Busy:
    """One channel's last seven days against its usual week; `lost` where it is reported."""

    channel: str
    posts: int
    usual: float
    lost: tuple[int, float] | None


def guards(scope: Scope, day: date, names: Mapping[str, str]) -> tuple[Todo, ...]:
    """A note for each channel that posts far more than usual; none for clients."""
    if not allows(scope.role, VIEWER):
        return ()
    return tuple(
        Todo("guard", "", _words(one, names.get(one.channel, "")), RANK) for one in busy(scope, day)
    )


def busy(scope: Scope, day: date) -> list[Busy]:
    first = day - timedelta(days=7 * (WEEKS + 1) + OLD_DAYS)
    query = Query(
        workspace=scope.key,
        kpis=(POSTS, LOST),
        period=Period(first, day),
        by=("channel", "day"),
        zone=scope.workspace.zone,
    )
    posts, lost = (_days(one) for one in answers(query, kpis()))
    found = [_busy(channel, days, lost.get(channel, {}), day) for channel, days in posts.items()]
    return [one for one in found if one is not None]


def _days(answer: object) -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = {}
    for point in answer.points if isinstance(answer, Series) else ():
        if point.cell.value is not None:
            channel, written = point.key
            found.setdefault(channel, {})[date.fromisoformat(written)] = float(point.cell.value)
    return found


def _busy(
    channel: str, posts: Mapping[date, float], lost: Mapping[date, float], day: date
) -> Busy | None:
    end = max(posts)
    if (day - end).days > OLD_DAYS:
        return None
    weeks = _weeks(posts, end)
    now, usual = weeks[0], median(weeks[1:])
    if not usual or now < TIMES * usual or now - usual < MORE:
        return None
    gone = _weeks(lost, end) if lost else []
    return Busy(channel, round(now), usual, (round(gone[0]), median(gone[1:])) if gone else None)


def _weeks(days: Mapping[date, float], end: date) -> list[float]:
    """The sums of seven days each, newest first."""
    sums = [0.0] * (WEEKS + 1)
    for day, value in days.items():
        place = (end - day).days // 7
        if 0 <= place <= WEEKS:
            sums[place] += value
    return sums


def _words(one: Busy, name: str) -> Text:
    said = say(
        "{c}: {n} posts in 7 days, usually {u}. Posting too often can cost followers",
        "{c}: {n} post dalam 7 hari, biasanya {u}. Terlalu sering dapat membuat pengikut pergi",
        c=name,
        n=one.posts,
        u=one.usual,
    )
    if one.lost is None:
        return said
    lost, usual = one.lost
    return say("{s} (lost {n}, usually {u})", "{s} (hilang {n}, biasanya {u})",
               s=said, n=lost, u=usual)  # fmt: skip
