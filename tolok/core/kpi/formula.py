"""Custom KPIs by formula: `(likes + comments) / reach`, `spend / link_clicks`, `2 * likes`.

The result is the same `Variant` the catalogue's files give, so custom KPIs run the same way.
Refuses sums that would lie (people counted twice, levels, money with counts) and says why.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from tolok.core.errors import ProblemError
from tolok.core.kpi.reduce import Parts, Shape, reduce
from tolok.core.kpi.spec import KpiKind, Source, Term, Variant
from tolok.core.kpi.syntax import LONGEST, Mean, read, too_long, wrong
from tolok.core.measures import Kind, Measure, measure
from tolok.core.query import Cell, Unknown, Value
from tolok.core.text import Text, say

SMALLEST, LARGEST = Fraction(1, 10**9), Fraction(10**9)
"""Weights and scales outside this range are slips of the keyboard."""

_TABLES = {"post": Source.POSTS, "day": Source.CHANNEL, "ad": Source.ADS}


def parse(text: str, *, id: str = "custom") -> Variant:
    """The formula as a KPI variant; ProblemError says where it fails and what is possible."""
    tree = read(text)
    mean = isinstance(tree, Mean)
    shape = _tidy(reduce(tree.of if isinstance(tree, Mean) else tree))
    _same_everywhere(shape)
    top, bottom = _terms(shape.top), _terms(shape.bottom)
    if bottom == (Term("posts"),) and measure(top[0].measure).kind is Kind.UNIQUE:
        bottom, mean = (), True
    kind, note = _kind(top, bottom, mean=mean)
    variant = Variant(
        id=id,
        kind=kind,
        name=Text.same(text.strip()),
        numerator=top,
        denominator=bottom,
        sources=_sources(top + bottom, kind),
        scale=_number(shape.scale),
        unit=_unit(top, bottom),
        note=note,
    )
    if len(write(variant)) > LONGEST:
        raise too_long(len(write(variant)))
    return variant


def write(variant: Variant) -> str:
    """The formula as text; parsing it again gives the same kind, terms and scale."""
    text = _written(variant.numerator)
    if variant.denominator:
        text = f"{_bracketed(variant.numerator, text)} / {_bracketed(variant.denominator)}"
    if variant.scale != 1:
        text = f"{text if variant.denominator else _bracketed(variant.numerator, text)} * "
        text += _decimal(variant.scale)
    if variant.kind in (KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS):
        return f"mean({text})"
    return text


def evaluate(variant: Variant, values: Mapping[str, Value | None]) -> Cell:
    """The figure of one row of sums. A part that is not known makes the result unknown, never 0."""
    top = _total(variant.numerator, values)
    bottom = _total(variant.denominator, values) if variant.denominator else Fraction(1)
    if top is None or bottom is None:
        return Cell(unknown=Unknown.NO_DATA)
    parts = (_number(top), _number(bottom) if variant.denominator else None)
    if bottom == 0:
        return Cell(unknown=Unknown.ZERO_DENOMINATOR, numerator=parts[0], denominator=parts[1])
    value = float(top / bottom * Fraction(variant.scale))
    return Cell(value=value, numerator=parts[0], denominator=parts[1])


def _total(terms: tuple[Term, ...], values: Mapping[str, Value | None]) -> Fraction | None:
    total = Fraction(0)
    known = False
    for term in terms:
        value = next((v for name in term.names if (v := values.get(name)) is not None), None)
        if value is None and not term.optional:
            return None
        if value is not None:
            known = True
            total += Fraction(value) * Fraction(term.weight)
    return total if known else None


def _tidy(shape: Shape) -> Shape:
    """One form for formulas that say the same: equal weights of a side move into the scale."""
    if not shape.top:
        raise wrong(
            0,
            Text("the formula names no measure.", "rumus tidak menyebut ukuran."),
            Text("Name a measure, such as likes.", "Sebutkan ukuran, misalnya likes."),
        )
    top, above = _common(shape.top)
    bottom, below = _common(shape.bottom)
    scale = shape.scale * above / below
    for weight in (scale, *(w for _, w in top + bottom)):
        if not SMALLEST <= abs(weight) <= LARGEST:
            raise wrong(
                0,
                say(
                    "the weight {w} is out of range.",
                    "bobot {w} di luar jangkauan.",
                    w=f"{float(weight):g}",
                ),
                Text(
                    "Weights lie between 0.000000001 and 1000000000.",
                    "Bobot antara 0.000000001 dan 1000000000.",
                ),
            )
    return Shape(top, bottom, scale)


def _common(parts: Parts) -> tuple[Parts, Fraction]:
    """The parts without a weight they all share, and that weight; measures that cancel are gone."""
    left = tuple((part, Fraction(float(weight))) for part, weight in parts if weight)
    if parts and not left:
        raise wrong(
            0,
            Text("its measures cancel out.", "ukurannya saling meniadakan."),
            Text("Remove what is subtracted again.", "Buang yang dikurangkan kembali."),
        )
    weights = {weight for _, weight in left}
    if len(weights) != 1:
        return left, Fraction(1)
    exact = next(weight for _, weight in parts if weight)
    return tuple((part, Fraction(1)) for part, _ in left), exact


def _same_everywhere(shape: Shape) -> None:
    if shape.bottom and dict(shape.top) == dict(shape.bottom):
        raise wrong(
            0,
            Text("both sides are the same.", "kedua sisi sama."),
            Text("Divide by another measure.", "Bagi dengan ukuran lain."),
        )


def _terms(parts: Parts) -> tuple[Term, ...]:
    return tuple(
        Term(part.names[0], _number(weight), part.names[1:], part.optional)
        for part, weight in parts
    )


def _number(value: Fraction) -> float:
    return float(value)


def _kind(
    top: tuple[Term, ...], bottom: tuple[Term, ...], *, mean: bool
) -> tuple[KpiKind, Text | None]:
    people = [m for m in _measures(top + bottom) if m.kind is Kind.UNIQUE]
    if bottom and not people and not mean and _measures(top)[0].kind is Kind.STOCK:
        raise _level_above(top)
    if bottom:
        if people and not mean and _only_native(top, bottom):
            return KpiKind.RATIO_OF_SUMS, say(
                "Known only for windows for which {m} itself was reported: people are not added.",
                "Hanya diketahui untuk rentang yang {m}-nya dilaporkan: orang tidak dijumlahkan.",
                m=people[0].id,
            )
        if people and not mean:
            return KpiKind.MEAN_OF_RATIOS, say(
                "Mean over posts of each post's own ratio, because {m} counts people and cannot be "
                "added over posts.",
                "Rata-rata dari rasio tiap post, karena {m} menghitung orang dan tidak dapat "
                "dijumlahkan antarpost.",
                m=people[0].id,
            )
        return (KpiKind.MEAN_OF_RATIOS if mean else KpiKind.RATIO_OF_SUMS), None
    if mean:
        return KpiKind.MEAN_OF_ITEMS, None
    first = _measures(top)[0].kind
    kinds = {Kind.UNIQUE: KpiKind.UNIQUE, Kind.STOCK: KpiKind.LAST}
    return kinds.get(first, KpiKind.SUM), None


def _only_native(top: tuple[Term, ...], bottom: tuple[Term, ...]) -> bool:
    """No post has all parts, and people stand below the line only."""
    above = any(one.kind is Kind.UNIQUE for one in _measures(top))
    return not above and any("post" not in _tables(term) for term in top + bottom)


def _level_above(top: tuple[Term, ...]) -> ProblemError:
    return wrong(
        0,
        say(
            "{m} is a level; above the line it would be added up.",
            "{m} adalah tingkat; di sisi atas ia akan dijumlahkan.",
            m=top[0].measure,
        ),
        Text(
            "Put the level below the line, or use it alone.",
            "Letakkan tingkat di sisi bawah, atau pakai sendiri.",
        ),
    )


def _measures(terms: tuple[Term, ...]) -> list[Measure]:
    return [measure(term.measure) for term in terms]


def _sources(terms: tuple[Term, ...], kind: KpiKind) -> tuple[Source, ...]:
    """The tables that hold every part. A mean over posts needs the posts themselves."""
    tables = frozenset(_TABLES)
    needed = [term for term in terms if not term.optional] or list(terms)
    for term in needed:
        left = tables & _tables(term)
        if not left:
            raise _nowhere(needed[0], term)
        tables = left
    if kind in (KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS):
        if "post" not in tables:
            raise _no_posts(terms)
        return (Source.POSTS,)
    return tuple(source for table, source in _TABLES.items() if table in tables)


_PLACES = {
    "post": Text("posts", "post"),
    "day": Text("channel days", "hari kanal"),
    "ad": Text("ads", "iklan"),
}


def _tables(term: Term) -> frozenset[str]:
    return frozenset().union(*(measure(name).tables for name in term.names))


def _places(term: Term) -> Text:
    names = [place for table, place in _PLACES.items() if table in _tables(term)]
    return Text(", ".join(n.en for n in names), ", ".join(n.id for n in names))


def _nowhere(first: Term, one: Term) -> ProblemError:
    return wrong(
        0,
        say(
            "{a} is counted for {pa}, {b} for {pb}; nothing counts both.",
            "{a} dihitung untuk {pa}, {b} untuk {pb}; tidak ada yang menghitung keduanya.",
            a=first.measure,
            pa=_places(first),
            b=one.measure,
            pb=_places(one),
        ),
        Text(
            "Use measures that are counted in the same place.",
            "Pakai ukuran yang dihitung di tempat yang sama.",
        ),
    )


def _no_posts(terms: tuple[Term, ...]) -> ProblemError:
    lost = next((m for m in _measures(terms) if "post" not in m.tables), _measures(terms)[0])
    return wrong(
        0,
        say(
            "a mean over posts needs {m} for each post, and no post has it.",
            "rata-rata antarpost memerlukan {m} tiap post, dan tidak satu pun punya.",
            m=lost.id,
        ),
        Text("Use measures that posts have.", "Pakai ukuran yang dimiliki post."),
    )


def _unit(top: tuple[Term, ...], bottom: tuple[Term, ...]) -> str:
    above = _measures(top)[0].unit
    below = _measures(bottom)[0].unit if bottom else ""
    if not below:
        return above
    if above == below:
        return "ratio"
    return above if above in ("currency", "seconds") and below == "count" else "ratio"


def _written(terms: tuple[Term, ...]) -> str:
    text = ""
    for term in terms:
        weight = term.weight
        name = "|".join(term.names) + ("?" if term.optional else "")
        part = name if abs(weight) == 1 else f"{_decimal(abs(weight))} * {name}"
        if not text:
            text = f"-{part}" if weight < 0 else part
        else:
            text += f" - {part}" if weight < 0 else f" + {part}"
    return text


def _bracketed(terms: tuple[Term, ...], text: str = "") -> str:
    text = text or _written(terms)
    return f"({text})" if len(terms) > 1 else text


def _decimal(value: float) -> str:
    return format(Decimal(repr(value)), "f") if value != int(value) else str(int(value))
