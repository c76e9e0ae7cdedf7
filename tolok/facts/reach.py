"""What a workspace's tables hold at all: which channel reports which measure, over which days.

Read once after each write; tells "not offered" from "no data" from "no source".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tolok.core.kpi.spec import Source, Variant
from tolok.core.query import Period, Query, Unknown
from tolok.facts import schema
from tolok.facts.finish import COUNTED, LEVELS
from tolok.facts.schema import Fact

FACT_OF: dict[Source, Fact] = {
    Source.POSTS: schema.POST,
    Source.CHANNEL: schema.DAY,
    Source.ADS: schema.AD,
    Source.AUDIENCE: schema.AUDIENCE,
}
_DAY = {"post": "local_at::DATE", "day": "day", "ad": "day", "audience": "day"}
_ALWAYS = frozenset(
    {"posts", "duration_s", "followers_at_publish", "days_between_posts", *COUNTED, *LEVELS}
)


@dataclass(frozen=True, slots=True)
class Held:
    """One channel's rows in one table."""

    first: date | None
    last: date | None
    measures: frozenset[str]

    def meets(self, period: Period) -> bool:
        if self.first is None or self.last is None:
            return False
        return self.first <= period.end and self.last >= period.start


@dataclass(frozen=True, slots=True)
class Reach:
    """All tables of one workspace. `parts`: tables whose rows may be parts of a whole."""

    held: dict[Source, dict[str, Held]]
    networks: dict[str, str]  # by channel
    parts: frozenset[Source]

    def asked(self, query: Query) -> tuple[str, ...]:
        """The channels a question is about: those it names, or all of the networks it asks for."""
        if query.channels is not None:
            return query.channels
        known = set(self.networks)
        for tables in self.held.values():
            known.update(tables)
        for segment in query.where:
            if segment.dimension == "network":
                known = {c for c in known if self.networks.get(c, "") in segment.values}
        return tuple(sorted(known))

    def offers(self, source: Source, channel: str, variant: Variant) -> bool:
        """Does this channel report all that the variant needs?"""
        held = self.held[source].get(channel)
        if held is None:
            return False
        terms = (*variant.numerator, *variant.denominator)
        return all(
            term.optional or not _ALWAYS.isdisjoint(term.names) or held.measures & set(term.names)
            for term in terms
        )

    def covers(self, source: Source, channel: str, period: Period) -> bool:
        """Do the rows of this channel reach over the whole period? Then no row means none."""
        held = self.held[source].get(channel)
        if held is None or held.first is None or held.last is None:
            return False
        return held.first <= period.start and period.end <= held.last

    def has(self, source: Source, channels: Iterable[str], variant: Variant, query: Query) -> bool:
        """Is there anything to read for this variant in the period?"""
        for channel in channels:
            held = self.held[source].get(channel)
            if held and held.meets(query.period) and self.offers(source, channel, variant):
                return True
        return False

    def reason(self, source: Source, channels: Iterable[str], variant: Variant) -> Unknown:
        """Why a variant has no number: nothing at all, not reported, or not for these days."""
        here = [c for c in channels if c in self.held[source]]
        if not here:
            return Unknown.NO_SOURCE
        if not any(self.offers(source, c, variant) for c in here):
            return Unknown.NOT_OFFERED
        return Unknown.NO_DATA


def read(cursor: Any, workspace: str) -> Reach:
    """Ask every table once."""
    held = {source: _table(cursor, fact, workspace) for source, fact in FACT_OF.items()}
    held[Source.CHANNEL] = _joined(held[Source.CHANNEL], _windows(cursor, workspace))
    channels = cursor.execute(
        "SELECT id, coalesce(network, '') FROM channel WHERE workspace = $workspace",
        {"workspace": workspace},
    ).fetchall()
    return Reach(held, dict(channels), _parts(cursor, workspace))


def _table(cursor: Any, fact: Fact, workspace: str) -> dict[str, Held]:
    names = [m.id for m in fact.measures]
    counts = "".join(f', count("{name}")' for name in names)
    on = _DAY[fact.id]
    found = cursor.execute(
        f"SELECT channel, min({on}), max({on}){counts} "  # noqa: S608
        f"FROM {fact.latest} WHERE workspace = $workspace GROUP BY channel",
        {"workspace": workspace},
    ).fetchall()
    return {
        channel: Held(first, last, frozenset(n for n, c in zip(names, known, strict=True) if c))
        for channel, first, last, *known in found
    }


def _windows(cursor: Any, workspace: str) -> dict[str, Held]:
    found = cursor.execute(
        "SELECT channel, min(start_day), max(end_day), list(DISTINCT measure) "
        "FROM channel_window_latest WHERE workspace = $workspace GROUP BY channel",
        {"workspace": workspace},
    ).fetchall()
    return {channel: Held(first, last, frozenset(names)) for channel, first, last, names in found}


def _joined(days: dict[str, Held], windows: dict[str, Held]) -> dict[str, Held]:
    """Native figures for whole windows are a part of what a channel reports."""
    made = {**windows, **days}
    for channel in days.keys() & windows.keys():
        one, other = days[channel], windows[channel]
        firsts = [h.first for h in (one, other) if h.first]
        lasts = [h.last for h in (one, other) if h.last]
        made[channel] = Held(min(firsts), max(lasts), one.measures | other.measures)
    return made


def _parts(cursor: Any, workspace: str) -> frozenset[Source]:
    found = set()
    for source, table, column in (
        (Source.CHANNEL, "channel_day_latest", "source"),
        (Source.ADS, "ad_day_latest", "breakdown"),
    ):
        hit = cursor.execute(
            f"SELECT 1 FROM {table} "  # noqa: S608
            f"WHERE workspace = $workspace AND {column} != '' LIMIT 1",
            {"workspace": workspace},
        ).fetchone()
        if hit:
            found.add(source)
    return frozenset(found)
