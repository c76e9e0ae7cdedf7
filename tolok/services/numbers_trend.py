"""One KPI over time, with the time before, the target, and what broke or was not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tolok.core.kpi.spec import KpiKind, KpiSpec, Variant
from tolok.core.query import Basis, Figure, KpiRef, Period, Series
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.numbers_cache import answers
from tolok.services.numbers_view import View
from tolok.services.numbers_words import Delta, day_words, delta, of_cell, shown

PER: Mapping[str, Text] = {
    "day": Text("per day", "per hari"),
    "week": Text("per week", "per minggu"),
    "month": Text("per month", "per bulan"),
    "quarter": Text("per quarter", "per triwulan"),
    "year": Text("per year", "per tahun"),
}
PER_FROM: Mapping[str, Text] = {
    "week": Text("in the week from", "pada minggu mulai"),
    "month": Text("in the month from", "pada bulan mulai"),
    "quarter": Text("in the quarter from", "pada triwulan mulai"),
    "year": Text("in the year from", "pada tahun mulai"),
}
_COUNTED = frozenset({KpiKind.SUM, KpiKind.COUNT})

Points = tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """`now` has None where a day was not read; `before` lies on the days of this period."""

    spec: KpiSpec
    variant: Variant
    figure: Figure
    series: Series
    grain: str
    now: Points
    before: Points
    peak: date | None
    delta: Delta
    summary: Text
    cut: bool = False  # weeks or months that the period cuts off are left out

    @property
    def empty(self) -> bool:
        return not any(value is not None for _, value in self.now)


def trend(
    scope: Scope, view: View, specs: Mapping[str, KpiSpec], ref: KpiRef, given: Figure | None = None
) -> Trend:
    """The KPI of the chart; every bucket of the period is there, known or not.

    `given`: its figure over the whole period, where it was asked for already.
    """
    spec = specs[ref.kpi]
    variant = spec.variant(ref.variant)
    figure: Figure | Series = given or answers(view.query(scope, (ref,)), specs)[0]
    (series,) = answers(view.query(scope, (ref,), by=(view.grain,)), specs)
    assert isinstance(figure, Figure)  # noqa: S101 - asked without dimensions
    assert isinstance(series, Series)  # noqa: S101 - asked by a grain
    buckets = list(_buckets(view.period, view.grain, scope.workspace.first_weekday))
    whole = _whole(buckets, view, variant)
    cells = {point.key[0]: point for point in series.points}
    now, before = [], []
    for day in whole:
        point = cells.get(day.isoformat())
        value = _float(point.cell.value if point else None)
        if value is None and _quiet(series, variant, day):
            value = 0.0
        if value is not None or series.frame.basis is not Basis.LIFETIME:
            now.append((max(day, view.period.start), value))
        if point and point.before and point.before.value is not None:
            before.append((max(day, view.period.start), float(point.before.value)))
    known = [(value, day) for day, value in now if value is not None]
    peak = max(known)[1] if len(known) > 2 and variant.kind in _COUNTED else None
    change = delta(figure)
    return Trend(
        spec,
        variant,
        figure,
        series,
        view.grain,
        tuple(now),
        tuple(before),
        peak,
        change,
        _summary(view, spec, figure, change, known, peak),
        cut=len(whole) < len(buckets),
    )


def _whole(buckets: list[date], view: View, variant: Variant) -> list[date]:
    """Weeks and months that the period cuts off would look like a fall: they are left out."""
    if variant.kind not in _COUNTED or view.grain == "day":
        return buckets
    period = view.period
    kept = [
        day
        for day in buckets
        if day >= period.start and _next(day, view.grain) <= period.end + timedelta(days=1)
    ]
    return kept if len(kept) >= 2 else buckets


def _quiet(series: Series, variant: Variant, day: date) -> bool:
    """Nothing was published on this day: that is a zero, provided that the day was read."""
    frame = series.frame
    if frame.basis is not Basis.LIFETIME or variant.kind not in _COUNTED or not series.points:
        return False
    return frame.as_of is not None and day <= frame.as_of.date()


def _summary(
    view: View,
    spec: KpiSpec,
    figure: Figure,
    change: Delta,
    known: list[tuple[float, date]],
    peak: date | None,
) -> Text:
    frame = figure.frame
    parts = [
        say("{k}: {v}", "{k}: {v}", k=spec.name, v=of_cell(figure.cell, frame)),
    ]
    if view.compare is not None:
        against = Text("before", "sebelumnya")
        if change.change is not None:
            parts.append(say("{w} than {b}", "{w} dari {b}", w=change.words, b=against))
        else:
            parts.append(change.words)
    if change.change is not None and abs(change.change) < 0.0005:
        parts[-1] = change.words
    words = Text(", ".join(p.en for p in parts), ", ".join(p.id for p in parts))
    if peak is None:
        return Text(f"{words.en}.", f"{words.id}.")
    top = shown(max(known)[0], frame.unit, frame.currency)
    on = Text("on", "pada") if view.grain == "day" else PER_FROM[view.grain]
    return say(
        "{w}. Highest {on} {d}: {v}.",
        "{w}. Tertinggi {on} {d}: {v}.",
        on=on,
        w=words,
        d=day_words(peak),
        v=top,
    )


def _buckets(period: Period, grain: str, first_weekday: int) -> Iterator[date]:
    day = _bucket(period.start, grain, first_weekday)
    while day <= period.end:
        yield day
        day = _next(day, grain)


def _bucket(day: date, grain: str, first_weekday: int) -> date:
    if grain == "week":
        return day - timedelta(days=(day.weekday() - first_weekday) % 7)
    if grain == "month":
        return day.replace(day=1)
    if grain == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if grain == "year" else day


def _next(day: date, grain: str) -> date:
    if grain in ("day", "week"):
        return day + timedelta(days=1 if grain == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]
