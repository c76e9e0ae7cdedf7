"""What is known of each network: its part, its native metric names, what it does not report.

Facts with dates, read from catalogue files; a bad file is refused by file, key and reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tolok.core.measures import EVENTS, measure
from tolok.core.publishing.limits import PostLimits, read_limits
from tolok.core.query import Break
from tolok.core.reading import Table, read_toml
from tolok.core.text import Text

KINDS = ("social", "web", "ads", "other")
TABLES = ("post", "day", "window", "ad", "audience", "snapshot")


@dataclass(frozen=True, slots=True)
class Metric:
    """A native name and the measure it fills, from `since` until `until` (the last day)."""

    measure: str
    native: str
    table: str  # post, day, window, ad, audience, snapshot (a total that is read and differenced)
    since: date | None = None
    until: date | None = None
    successor: str = ""  # the native name that took its place
    note: Text | None = None

    def valid(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Redefinition:
    """The day from which these measures mean something else."""

    day: date
    measures: tuple[str, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class Quote:
    """Something said about a network, shown only with its date and source, never computed with."""

    day: date
    source: str
    words: Text


@dataclass(frozen=True, slots=True)
class Network:
    """One network, website or ads manager. `zone` "" means: the zone the account or file names."""

    id: str
    name: Text
    mark: str
    kind: str
    role: Text
    good_for: tuple[str, ...]
    kpis: Mapping[str, tuple[str, ...]]  # goal → the KPIs to propose there, in order
    zone: str
    settling_hours: int
    metrics: tuple[Metric, ...]
    breaks: tuple[Redefinition, ...]
    not_offered: frozenset[str]
    web_sources: frozenset[str]  # how web analytics name visits that come from here
    checked: date | None
    permalink_hosts: frozenset[str] = frozenset()  # where its posts live; "*": on any host
    quotes: tuple[Quote, ...] = ()
    limits: PostLimits | None = None  # of what is published there; None: nothing is, from here

    def offers(self, measure: str) -> bool | None:
        """False: it does not report this. True: it has a name for it today. None: not known."""
        if measure in self.not_offered:
            return False
        return True if any(m.measure == measure and not m.until for m in self.metrics) else None

    def native_names(self, measure: str, day: date | None = None) -> tuple[str, ...]:
        """The native names of a measure, those of `day` only when one is given."""
        return tuple(
            m.native for m in self.metrics if m.measure == measure and (not day or m.valid(day))
        )

    def breaks_in(self, measures: Iterable[str], start: date, end: date) -> tuple[Break, ...]:
        """The redefinitions of these measures after `start`, up to `end`."""
        wanted = frozenset(measures)
        return tuple(
            Break(found.day, one, self.id, found.words)
            for found in self.breaks
            if start < found.day <= end
            for one in found.measures
            if one in wanted
        )


def network_of_source(source: str, networks: Mapping[str, Network]) -> str | None:
    """The social network a visit came from, by the source web analytics wrote down."""
    plain = source.strip().lower().removeprefix("www.")
    heads = [plain, *(part.strip() for part in plain.split("/"))]
    for network in networks.values():
        if network.kind in ("social", "other") and any(h in network.web_sources for h in heads):
            return network.id
    return None


def social_sources(networks: Mapping[str, Network]) -> frozenset[str]:
    """All names, in small letters, that web analytics use for visits from social networks."""
    return frozenset(
        source
        for network in networks.values()
        if network.kind in ("social", "other")
        for source in network.web_sources
    )


def load_network(
    text: str,
    file: str,
    *,
    goals: Iterable[str] | None = None,
    kpis: Iterable[str] | None = None,
) -> Network:
    """Read one file. `goals`, `kpis`: the ids that exist; None leaves them unchecked."""
    top = read_toml(text, file)
    id = top.text("id")
    if file.rpartition("/")[2] != f"{id}.toml":
        raise top.refuse("id", f"the file must be called {id}.toml", f"nama berkas harus {id}.toml")
    made = Network(
        id=id,
        name=top.words("name"),
        mark=_mark(top),
        kind=top.one_of("kind", KINDS),
        role=top.words("role"),
        good_for=_known(top, "good_for", goals),
        kpis=_defaults(top, goals, kpis),
        zone=top.text("zone", ""),
        settling_hours=_hours(top),
        metrics=tuple(_metric(table) for table in top.tables("metric")),
        breaks=tuple(_redefinition(table) for table in top.tables("break")),
        not_offered=frozenset(_measures(top, "not_offered")),
        web_sources=frozenset(top.texts("web_sources", ())),
        checked=top.day("checked"),
        permalink_hosts=frozenset(top.texts("permalink_hosts", ())),
        quotes=tuple(_quote(table) for table in top.tables("quote")),
        limits=read_limits(top),
    )
    top.done()
    for one in made.metrics:
        if one.measure in made.not_offered and not one.until:
            raise top.refuse(
                "not_offered",
                f"{one.measure} is offered as {one.native}",
                f"{one.measure} disediakan sebagai {one.native}",
            )
    return made


def _mark(top: Table) -> str:
    mark = top.text("mark")
    if not (len(mark) in (1, 2) and mark.isascii() and mark.isalnum() and mark.isupper()):
        raise top.refuse(
            "mark", "must be one or two capital letters", "harus satu atau dua huruf besar"
        )
    return mark


def _hours(top: Table) -> int:
    hours = top.whole("settling_hours", 0)
    if not 0 <= hours <= 24 * 30:
        raise top.refuse("settling_hours", "must lie between 0 and 720", "harus antara 0 dan 720")
    return hours


def _known(table: Table, key: str, allowed: Iterable[str] | None) -> tuple[str, ...]:
    found = table.texts(key, ())
    known = None if allowed is None else frozenset(allowed)
    for one in found:
        if known is not None and one not in known:
            raise table.refuse(key, f"there is no {one!r}", f"tidak ada {one!r}")
    return found


def _defaults(
    top: Table, goals: Iterable[str] | None, kpis: Iterable[str] | None
) -> dict[str, tuple[str, ...]]:
    if not top.has("kpis"):
        return {}
    table = top.table("kpis")
    known = None if goals is None else frozenset(goals)
    for goal in table.keys:
        if known is not None and goal not in known:
            raise table.refuse(goal, f"there is no goal {goal!r}", f"tidak ada sasaran {goal!r}")
    return {goal: _known(table, goal, kpis) for goal in table.keys}


def _metric(table: Table) -> Metric:
    made = Metric(
        measure=_measure(table, "measure", table.text("measure")),
        native=table.text("native"),
        table=table.one_of("table", TABLES),
        since=table.day("since"),
        until=table.day("until"),
        successor=table.text("successor", ""),
        note=table.words_or_none("note"),
    )
    if made.since and made.until and made.until < made.since:
        raise table.refuse("until", "lies before since", "lebih awal daripada since")
    table.done()
    return made


def _redefinition(table: Table) -> Redefinition:
    made = Redefinition(_day(table), _measures(table, "measures"), table.own_words())
    table.done()
    return made


def _quote(table: Table) -> Quote:
    made = Quote(_day(table), table.text("source"), table.own_words())
    table.done()
    return made


def _day(table: Table) -> date:
    day = table.day("date")
    if day is None:
        raise table.refuse("date", "missing", "tidak ada")
    return day


def _measures(table: Table, key: str) -> tuple[str, ...]:
    return tuple(_measure(table, key, one) for one in table.texts(key, ()))


def _measure(table: Table, key: str, id: str) -> str:
    try:
        measure(id)
    except KeyError:
        raise table.refuse(key, f"there is no measure {id!r}", f"tidak ada ukuran {id!r}") from None
    if id in EVENTS:
        raise table.refuse(
            key, f"{id!r} is not reported by networks", f"{id!r} tidak dilaporkan jaringan"
        )
    return id
