"""What each network calls the measures of a KPI, with dates, and what it never reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tolok.core.kpi.measure_words import measure_words
from tolok.core.kpi.spec import KpiSpec
from tolok.core.networks import Metric, Network
from tolok.core.text import Text
from tolok.lib.catalogue import networks
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.guide import measures_of

_WHERE = {
    "post": Text("of a post", "dari satu post"),
    "day": Text("by day", "per hari"),
    "window": Text("for a whole window", "untuk satu rentang utuh"),
    "ad": Text("of an ad", "dari satu iklan"),
    "audience": Text("of the audience", "dari audiens"),
    "snapshot": Text("a running total", "jumlah berjalan"),
}


@dataclass(frozen=True, slots=True)
class Native:
    """One native name of one measure."""

    measure: Text
    name: str
    where: Text  # of posts, by day, over a window …
    since: date | None
    until: date | None
    successor: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class AtNetwork:
    """`mine`: the workspace has a channel there. `lacks`: measures it does not report."""

    id: str
    name: Text
    mark: str
    mine: bool
    names: tuple[Native, ...]
    lacks: tuple[Text, ...]
    breaks: tuple[tuple[date, Text], ...]
    checked: date | None


def natives(scope: Scope, spec: KpiSpec) -> list[AtNetwork]:
    """The networks that have something to say on this KPI, the workspace's own first."""
    mine = {channel.network for channel in channels(scope)}
    measures = measures_of(spec)
    found = [_at(network, measures, network.id in mine) for network in networks().values()]
    shown = [one for one in found if one.names or (one.lacks and one.mine)]
    return sorted(shown, key=lambda one: (not one.mine, one.name.en))


def _at(network: Network, measures: Iterable[str], mine: bool) -> AtNetwork:
    wanted = tuple(measures)
    return AtNetwork(
        id=network.id,
        name=network.name,
        mark=network.mark,
        mine=mine,
        names=tuple(_native(m) for id in wanted for m in network.metrics if m.measure == id),
        lacks=tuple(measure_words(id) for id in wanted if id in network.not_offered),
        breaks=tuple((b.day, b.words) for b in network.breaks if set(b.measures) & set(wanted)),
        checked=network.checked,
    )


def _native(metric: Metric) -> Native:
    return Native(
        measure=measure_words(metric.measure),
        name=metric.native,
        where=_WHERE[metric.table],
        since=metric.since,
        until=metric.until,
        successor=metric.successor,
        note=metric.note,
    )
