"""What must be marked on a figure: the days a measure changed its meaning, and what still settles.

Both come from the catalogue of networks, for the networks whose channels the figure stands on.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tolok.core.kpi.spec import Variant
from tolok.core.query import Break, Period
from tolok.lib.catalogue import networks


def breaks(variant: Variant, ids: Iterable[str], period: Period) -> tuple[Break, ...]:
    """One break for each day and network, however many measures changed."""
    measures = [n for t in (*variant.numerator, *variant.denominator) for n in t.names]
    known, eve = networks(), period.start - timedelta(days=1)
    found = [
        one
        for id in sorted(ids)
        if id in known
        for one in known[id].breaks_in(measures, eve, period.end)
    ]
    kept = {(one.day, one.network): one for one in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda one: one.day))


def settling_from(
    ids: Iterable[str], as_of: datetime | None, period: Period, zone: str
) -> date | None:
    """The first day of the period whose counts may still rise: networks add to a day for hours."""
    if as_of is None:
        return None
    known = networks()
    hours = max((known[id].settling_hours for id in ids if id in known), default=0)
    first = (as_of.astimezone(ZoneInfo(zone)) - timedelta(hours=hours)).date()
    return max(first, period.start) if hours and first <= period.end else None
