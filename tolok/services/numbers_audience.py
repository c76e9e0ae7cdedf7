"""The audience as files describe it: age, gender, place, language, active hours.

Shares are of what a network lists; the shares of two channels are never averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Frame, KpiRef, Period, Series, Value
from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.kpis import catalogue
from tolok.services.numbers_cache import answers
from tolok.services.numbers_keys import DIMENSIONS, mark_of, named
from tolok.services.numbers_listed import NAMES, bucket_words, by_part, listed
from tolok.services.numbers_view import View

KPI, HOURS_KPI = "audience_demographics", "audience_active_hours"
SHOWN = ("age", "gender", "country", "city", "language")
MOST_ROWS = 12
_GENDERS = {
    "f": Text("Women", "Perempuan"),
    "female": Text("Women", "Perempuan"),
    "women": Text("Women", "Perempuan"),
    "m": Text("Men", "Laki-laki"),
    "male": Text("Men", "Laki-laki"),
    "men": Text("Men", "Laki-laki"),
    "u": Text("Not stated", "Tidak disebut"),
    "unknown": Text("Not stated", "Tidak disebut"),
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """`share` is a fraction of what is listed; `count` people where the file counts them."""

    key: str
    name: Text
    share: float | None
    count: Value | None


@dataclass(frozen=True, slots=True)
class AudienceTable:
    """One dimension of one channel."""

    dimension: str
    name: Text
    channel: Text
    mark: str
    rows: tuple[Bucket, ...]
    more: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Audience:
    tables: tuple[AudienceTable, ...]
    hours: tuple[Bucket, ...]
    frame: Frame | None

    @property
    def empty(self) -> bool:
        return not self.tables and not self.hours


def audience(scope: Scope, view: View) -> Audience:
    """The last break-downs known by the end of the period, channel by channel."""
    specs = catalogue(scope)
    wide = _until(view)
    tables: list[AudienceTable] = []
    frame: Frame | None = None
    for dimension in SHOWN:
        series = _ask(scope, wide, specs, KPI, (dimension, "channel"))
        if series is not None:
            tables += _tables(dimension, series, view)
            frame = frame or series.frame
    tables += _lists(scope, view, {t.dimension for t in tables})
    hours = _ask(scope, wide, specs, HOURS_KPI, ("hour", "channel"))
    rows = _buckets("hour", hours, view, _largest(hours)) if hours else []
    return Audience(tuple(tables), tuple(rows), frame or (hours.frame if hours else None))


def _lists(scope: Scope, view: View, told: set[str]) -> list[AudienceTable]:
    """Lists of a file's own, and age and gender apart where only both together are known."""
    until = max(view.today, view.period.end)
    made = []
    for channel in (str(c.id) for c in view.channels):
        mine = tuple(r for r in listed(scope, until, view.channel) if r.channel == channel)
        for dimension, shares in by_part(mine).items():
            if shares and dimension not in told:
                rows = [
                    Bucket(k, _called(dimension, k, view), v, None)
                    for k, v in sorted(shares.items())
                ]
                made.append(_table(dimension, DIMENSIONS[dimension], channel, rows, view))
        for dimension in dict.fromkeys(r.dimension for r in mine):
            rows = [
                Bucket(r.bucket, bucket_words(dimension, r.bucket), r.share, r.count)
                for r in mine
                if r.dimension == dimension
            ]
            made.append(_table(dimension, NAMES[dimension], channel, rows, view))
    return made


def _until(view: View) -> View:
    """A break-down is a level: the last one read by the end of the period, however old."""
    first = view.held.first or view.period.start
    return replace(
        view, period=Period(min(first, view.period.start), max(view.today, view.period.end))
    )


def _ask(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], kpi: str, by: tuple[str, ...]
) -> Series | None:
    if kpi not in specs:
        return None
    where = tuple(s for s in view.where if s.dimension == "network")
    query = view.query(scope, (KpiRef(kpi),), by=by, compare=False)
    (found,) = answers(replace(query, where=where), specs)
    return found if isinstance(found, Series) and found.points else None


def _tables(dimension: str, series: Series, view: View) -> list[AudienceTable]:
    made = []
    for channel in dict.fromkeys(p.key[1] for p in series.points):
        rows = _buckets(dimension, series, view, channel)
        if rows:
            made.append(_table(dimension, DIMENSIONS[dimension], channel, rows, view))
    return made


def _table(
    dimension: str, name: Text, channel: str, rows: list[Bucket], view: View
) -> AudienceTable:
    return AudienceTable(
        dimension,
        name,
        named("channel", channel, view),
        mark_of("channel", channel, view),
        tuple(rows[:MOST_ROWS]),
        max(len(rows) - MOST_ROWS, 0),
        any(r.count is not None for r in rows),
    )


def gender_words(key: str) -> Text | None:
    """A gender bucket in words; None when the file names it in its own way."""
    return _GENDERS.get(key.lower())


def _called(dimension: str, key: str, view: View) -> Text:
    gender = gender_words(key) if dimension == "gender" else None
    return gender or named(dimension, key, view)


def _buckets(dimension: str, series: Series, view: View, channel: str) -> list[Bucket]:
    rows = []
    for point in series.points:
        if point.key[1] == channel and point.cell.value is not None:
            key = point.key[0]
            share = float(point.cell.value)
            rows.append(Bucket(key, _called(dimension, key, view), share, point.cell.numerator))
    if dimension in ("age", "hour"):
        return sorted(rows, key=lambda r: int(r.key) if r.key.isdigit() else 0)
    return sorted(rows, key=lambda r: -(r.share or 0))


def _largest(series: Series | None) -> str:
    """The channel with most buckets: hours of two channels are not put together."""
    if series is None:
        return ""
    channels = [p.key[1] for p in series.points]
    return max(set(channels), key=lambda c: (channels.count(c), c))
