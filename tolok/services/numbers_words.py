"""Figures in words: the value, the change against before, what a figure stands on.

A change is only called one where both sides were read alike; otherwise the words say why not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tolok.core.kpi.reasons import reason
from tolok.core.query import Basis, Cell, Figure, Frame, Period, Unknown, Value
from tolok.core.text import Text, day, number, say
from tolok.render import amounts

FAIR_FROM = 0.9  # of the days read in the one period, against the other
SAME_BELOW = 0.0005  # a change smaller than this is none

BASIS_WORDS: Mapping[Basis, Text] = {
    Basis.PERIOD: Text("Activity in the period", "Aktivitas dalam periode"),
    Basis.LIFETIME: Text(
        "Lifetime of posts published in the period",
        "Sepanjang umur post yang terbit dalam periode",
    ),
    Basis.SNAPSHOT: Text("Level at the end of the period", "Keadaan pada akhir periode"),
}
_NO_BEFORE = Text("nothing to compare with", "tidak ada pembanding")
_NOT_FAIR = Text("no fair comparison", "tidak dapat dibandingkan")
_SAME = Text("no change", "tidak berubah")


@dataclass(frozen=True, slots=True)
class Delta:
    """A change: arrow (▲ ▼ ●), words, and good, poor or "" for what it means."""

    arrow: str
    words: Text
    tone: str = ""
    change: float | None = None  # as a fraction; of percent KPIs in points


def shown(value: Value | None, unit: str, currency: str | None = None) -> Text:
    """A value as each language writes it."""
    return Text(
        amounts.amount(value, unit, "en", currency=currency),
        amounts.amount(value, unit, "id", currency=currency),
    )


def of_cell(cell: Cell, frame: Frame, network: Text | None = None) -> Text:
    """The value, a range, or a dash and why."""
    if cell.value is not None:
        return shown(cell.value, frame.unit, frame.currency)
    if cell.low is not None and cell.high is not None:
        return ranged(cell, frame)
    why = reason(cell.unknown or Unknown.NO_DATA, network)
    return Text(f"– {why.en}", f"– {why.id}")


def ranged(cell: Cell, frame: Frame) -> Text:
    """`48,200 – 89,380`."""
    low = shown(cell.low, frame.unit, frame.currency)
    high = shown(cell.high, frame.unit, frame.currency)
    if low == high:
        return low
    return Text(f"{low.en} – {high.en}", f"{low.id} – {high.id}")


def short_range(cell: Cell, language: str) -> str:
    """`48.2–89.4k`: a range that has to fit into a tile."""
    low, high = float(cell.low or 0), float(cell.high or 0)
    for size, mark in ((1e9, Text("bn", " M")), (1e6, Text("m", " jt")), (1e4, Text("k", " rb"))):
        if high >= size:
            by = 1e3 if size == 1e4 else size
            first, last = (number(v / by, language, digits=1) for v in (low, high))
            return f"{first}–{last}{mark.to(language)}"
    return f"{number(low, language, digits=0)}–{number(high, language, digits=0)}"


def delta(found: Figure) -> Delta:
    """What became of a figure since the period before."""
    now, then = found.cell, found.before
    if now.value is None:
        return Delta("●", _NOT_FAIR if now.low is not None else _NO_BEFORE)
    if then is None or then.value is None:
        return Delta("●", _NOT_FAIR if then and then.low is not None else _NO_BEFORE)
    if not _alike(found.frame, now, then):
        return Delta("●", _NOT_FAIR)
    return change(now.value, then.value, found.frame)


def _alike(frame: Frame, now: Cell, then: Cell) -> bool:
    """Were about as many days read in both periods? Only days can be missing from activity."""
    if frame.basis is not Basis.PERIOD or not now.n or not then.n:
        return True
    return min(now.n, then.n) / max(now.n, then.n) >= FAIR_FROM


def change(now: Value, then: Value, frame: Frame) -> Delta:
    """Of rates in points, of everything else in percent of before."""
    a, b = float(now), float(then)
    if frame.unit == "percent":
        return _said(a - b, frame, _points(a - b))
    if b == 0:
        if a == 0:
            return Delta("●", _SAME, change=0.0)
        before = shown(then, frame.unit, frame.currency)
        return Delta("▲" if a > 0 else "▼", say("was {b}", "tadinya {b}", b=before))
    part = (a - b) / abs(b)
    return _said(part, frame, _percent(part, counted=frame.unit == "count"))


def _said(size: float, frame: Frame, words: Text) -> Delta:
    if abs(size) < SAME_BELOW:
        return Delta("●", _SAME, change=size)
    up = size > 0
    tone = "" if frame.better == "neutral" else "good" if up == (frame.better == "up") else "poor"
    if tone == "good" and frame.better == "down":
        words = Text(f"{words.en}, good", f"{words.id}, baik")
    return Delta("▲" if up else "▼", words, tone, size)


def _points(size: float) -> Text:
    points = abs(size) * 100
    digits = 1 if points >= 0.1 else 2
    en, id = (number(points, language, digits=digits) for language in ("en", "id"))
    if size >= 0:
        return Text(f"{en} points higher", f"{id} poin lebih tinggi")
    return Text(f"{en} points lower", f"{id} poin lebih rendah")


def _percent(part: float, *, counted: bool) -> Text:
    size = abs(part) * 100
    digits = 0 if size >= 20 or round(size, 6) == round(size) else 1
    en, id = (number(size, language, digits=digits) for language in ("en", "id"))
    if part >= 0:
        more, lebih = ("more", "lebih banyak") if counted else ("higher", "lebih tinggi")
    else:
        more, lebih = ("fewer", "lebih sedikit") if counted else ("lower", "lebih rendah")
    return Text(f"{en} % {more}", f"{id} % {lebih}")


def ago(then: datetime, now: datetime) -> Text:
    """`2 h ago`."""
    minutes = max(int((now - then).total_seconds() // 60), 0)
    if minutes < 60:
        return say("{n} min ago", "{n} mnt lalu", n=minutes)
    if minutes < 48 * 60:
        return say("{n} h ago", "{n} jam lalu", n=minutes // 60)
    return say("{n} days ago", "{n} hari lalu", n=minutes // 1440)


def span(period: Period, language: str, *, year: bool = True) -> str:
    """`21 Oct – 17 Nov 2026`."""
    start, end = period.start, period.end
    last = amounts.short_day(end, language, year=year)
    if start == end:
        return last
    same = start.year == end.year
    return f"{amounts.short_day(start, language, year=year and not same)} – {last}"


def span_words(period: Period) -> Text:
    return Text(span(period, "en"), span(period, "id"))


def day_words(value: date) -> Text:
    return Text(day(value, "en"), day(value, "id"))


def plain_number(value: Value | None) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None


def coverage_note(found: Figure, names: Mapping[str, Text]) -> Text | None:
    """What is missing from a figure: days that were not read, channels that do not report it.

    `names`: channel → the name of its network.
    """
    cover = found.frame.coverage
    told = {names.get(c) for c in cover.channels}
    gone = {
        names[m.channel]
        for m in cover.missing
        if m.reason is Unknown.NOT_OFFERED and m.channel in names and names[m.channel] not in told
    }
    if found.value is None and found.cell.low is None:
        return None
    if cover.days_read and cover.days_asked and cover.days_read < cover.days_asked:
        return say(
            "{a} of {b} days read",
            "{a} dari {b} hari terbaca",
            a=cover.days_read,
            b=cover.days_asked,
        )
    if gone:
        listed = sorted(gone, key=lambda name: name.en)
        joined = Text(", ".join(t.en for t in listed), ", ".join(t.id for t in listed))
        return say("– not offered by {n}", "– tidak disediakan {n}", n=joined)
    return None
