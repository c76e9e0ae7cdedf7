"""Planned against spent, by type, and what one unit of the KPI has cost so far.

Only money of one currency is compared; what was spent without a plan is shown, not hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tolok.core.goals.goal import BUDGET_TYPES, Budget, Nature, Target
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Line:
    """One type of spending. `share` is spent ÷ planned, None where nothing was planned."""

    type: str
    name: Text
    planned: Money | None
    spent: Money | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Spending:
    lines: tuple[Line, ...]
    planned: Money | None
    spent: Money | None
    share: float | None
    time_gone: float
    cost_per_unit: Money | None
    words: Text


NAMES = {
    "content": Text("Content", "Konten"),
    "ads": Text("Ads", "Iklan"),
    "boosts": Text("Boosts", "Promosi post"),
    "tools": Text("Tools", "Alat"),
    "people": Text("People's hours", "Jam kerja"),
}


def spending(
    budget: Budget,
    spent: Mapping[str, Money],
    window: Period,
    *,
    today: date,
    units: float | None = None,
) -> Spending:
    """`spent` by budget type; `units`: what the KPI gained so far, for the cost of one."""
    lines = tuple(
        _line(type, budget.planned.get(type), spent.get(type))
        for type in BUDGET_TYPES
        if type in budget.planned or type in spent
    )
    planned, total = budget.total(), Money.total(spent.values())
    share = _share(planned, total)
    gone = min(max((today - window.start).days + 1, 0), window.days) / window.days
    each = total.per(units) if total and units and units > 0 else None
    return Spending(lines, planned, total, share, gone, each, _words(share, gone))


def cost_of_one(
    paid: Money | None, actual: float | None, start: float | None, target: Target
) -> Money | None:
    """What one unit of the KPI has cost so far; None for averages and while nothing was gained."""
    if paid is None or actual is None or target.nature is Nature.AVERAGE:
        return None
    gained = (actual - (start or 0.0)) * (1 if target.better == "up" else -1)
    return paid.per(gained) if gained > 0 else None


def boost_plan(budget: Budget, posts: int) -> Money | None:
    """What the boosts will cost: the amount per post times the posts that are planned."""
    return budget.per_post.times(posts) if budget.per_post else None


def _line(type: str, planned: Money | None, spent: Money | None) -> Line:
    return Line(type, NAMES[type], planned, spent, _share(planned, spent))


def _share(planned: Money | None, spent: Money | None) -> float | None:
    if planned is None or spent is None or not planned.amount:
        return None
    if planned.currency != spent.currency:
        return None
    return float(spent.amount / planned.amount)


def _words(share: float | None, gone: float) -> Text:
    time = round(gone * 100)
    if share is None:
        return say("{t} % of the time gone.", "{t} % waktu sudah lewat.", t=time)
    return say(
        "{s} % spent, {t} % of the time gone.",
        "{s} % terpakai, {t} % waktu sudah lewat.",
        s=round(share * 100),
        t=time,
    )
