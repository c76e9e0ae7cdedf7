"""Which type of post does well when: weekday and hour against what is usual for the type."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Cell, KpiRef, Period, Series
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.numbers_cache import answers
from tolok.services.numbers_keys import WEEKDAYS, named
from tolok.services.numbers_posts import PostColumn, columns, each_post
from tolok.services.numbers_view import View

WEEKS = 26
SLOT_HOURS = 2
MOST_TYPES = 6
LEAST_POSTS = 8  # of a type, before it gets a map


@dataclass(frozen=True, slots=True)
class Slot:
    """`ratio` to the type's own median; `hour` is the start of the slot."""

    weekday: int
    hour: int
    posts: int
    ratio: float | None


@dataclass(frozen=True, slots=True)
class TypeMap:
    type: Text
    posts: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """`best`: the strongest slot of all that hold enough posts."""

    kpi: Text
    maps: tuple[TypeMap, ...]
    summary: Text
    weeks: int


def heat(scope: Scope, view: View, specs: Mapping[str, KpiSpec], least: int) -> Heat | None:
    """Over half a year, because a month holds too few posts; None when no type has enough."""
    shown = columns(scope, view, specs) or columns(scope, _half_year(view), specs)
    if not shown:
        return None
    spec = each_post(shown[0])
    asked = {**specs, spec.id: spec}
    period = _period(view)
    refs = (KpiRef(spec.id),)
    query = view.query(scope, refs, by=("type",), period=period, compare=False)
    (usual,) = answers(query, asked)
    query = view.query(scope, refs, by=("type", "weekday", "hour"), period=period, compare=False)
    (found,) = answers(query, asked)
    if not isinstance(usual, Series) or not isinstance(found, Series):
        return None
    maps = _maps(usual, found, view)
    return Heat(shown[0].head, maps, _summary(maps, shown[0], least), WEEKS) if maps else None


def _period(view: View) -> Period:
    start = view.period.end - timedelta(weeks=WEEKS) + timedelta(days=1)
    return Period(min(start, view.period.start), view.period.end)


def _half_year(view: View) -> View:
    return replace(view, period=_period(view))


def _maps(usual: Series, found: Series, view: View) -> tuple[TypeMap, ...]:
    bases = {
        p.key[0]: (p.cell.median, p.cell.n or 0)
        for p in usual.points
        if p.cell.median and (p.cell.n or 0) >= LEAST_POSTS
    }
    slots: dict[str, dict[tuple[int, int], list[Cell]]] = {}
    for point in found.points:
        kind, weekday, hour = point.key
        if kind in bases and hour.isdigit():
            at = (int(weekday), int(hour) // SLOT_HOURS * SLOT_HOURS)
            slots.setdefault(kind, {}).setdefault(at, []).append(point.cell)
    order = sorted(slots, key=lambda kind: -bases[kind][1])[:MOST_TYPES]
    return tuple(
        TypeMap(
            named("type", kind, view),
            bases[kind][1],
            tuple(_slot(at, cells, bases[kind][0] or 1) for at, cells in slots[kind].items()),
        )
        for kind in order
    )


def _slot(at: tuple[int, int], cells: list[Cell], usual: float) -> Slot:
    known = [(c.median, c.n or 0) for c in cells if c.median is not None]
    n = sum(count for _, count in known)
    ratio = sum(m * count for m, count in known) / n / usual if n else None
    return Slot(at[0], at[1], n, ratio)


def _summary(maps: tuple[TypeMap, ...], column: PostColumn, least: int) -> Text:
    best: tuple[float, Text, Slot] | None = None
    for one in maps:
        for slot in one.slots:
            sure = slot.posts >= least and slot.ratio is not None and slot.ratio > 1
            if sure and (best is None or (slot.ratio or 0) > best[0]):
                best = (slot.ratio or 0, one.type, slot)
    claim = Text("No slot stands out.", "Tidak ada waktu yang menonjol.")
    if best:
        ratio, kind, slot = best
        claim = say(
            "{t} on {d} {a}–{b}: {k} {x} times the usual.",
            "{t} pada {d} {a}–{b}: {k} {x} kali biasanya.",
            t=kind,
            d=WEEKDAYS[slot.weekday],
            a=f"{slot.hour:02d}",
            b=f"{(slot.hour + SLOT_HOURS) % 24:02d}",
            k=Text(column.head.en.lower(), column.head.id.lower()),
            x=round(ratio, 1),
        )
    return say(
        "{c} Dashed slots hold fewer than {n} posts: nothing is claimed.",
        "{c} Waktu bergaris putus memuat kurang dari {n} post: tidak ada yang disimpulkan.",
        c=claim,
        n=least,
    )
