"""Turn a formula's tree into sums over sums, and refuse sums that would lie.

Legal are: one sum of measures, or one sum divided by another, times a number. Distinct people and
levels never add; money adds to money only; seconds to seconds only.
"""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction

from tolok.core.errors import ProblemError
from tolok.core.kpi.syntax import Mean, Minus, Name, Node, Number, Pair, wrong
from tolok.core.measures import MEASURES, TERMS, Kind, Measure, measure
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Part:
    """One summand without its weight: the names it may have, and whether it may be missing."""

    names: tuple[str, ...]
    optional: bool = False


Parts = tuple[tuple[Part, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """`top` ÷ `bottom` × `scale`. An empty bottom is 1; an empty top is a plain number."""

    top: Parts = ()
    bottom: Parts = ()
    scale: Fraction = Fraction(1)

    @property
    def plain(self) -> bool:
        return not self.top and not self.bottom

    @property
    def sum(self) -> bool:
        return bool(self.top) and not self.bottom


def reduce(node: Node) -> Shape:
    """The shape of a tree without mean(…); ProblemError where it has no legal one."""
    match node:
        case Number(value, _):
            return Shape(scale=value)
        case Name(ids, optional, _):
            return Shape(top=((_part(ids, optional=optional), Fraction(1)),))
        case Minus(of, _):
            return _scaled(reduce(of), Fraction(-1))
        case Pair("*", left, right, at):
            return _product(reduce(left), reduce(right), at)
        case Pair("/", left, right, at):
            return _quotient(reduce(left), reduce(right), at)
        case Pair(sign, left, right, at):
            more = reduce(right)
            return _sum(reduce(left), more if sign == "+" else _scaled(more, Fraction(-1)), at)
        case Mean(_, at):
            raise wrong(
                at,
                Text("mean(…) stands inside the formula.", "mean(…) berada di dalam rumus."),
                Text("Put mean(…) around all of it.", "Letakkan mean(…) di luar seluruh rumus."),
            )


def _part(ids: tuple[tuple[str, int], ...], *, optional: bool) -> Part:
    """Names of one act are of one kind and unit."""
    names = tuple(_known(id, at) for id, at in ids)
    first = measure(names[0])
    for name, (_, at) in zip(names, ids, strict=True):
        other = measure(name)
        if (other.kind, other.unit) != (first.kind, first.unit):
            raise wrong(
                at,
                say(
                    "{b} cannot stand in for {a}: it is counted another way.",
                    "{b} tidak dapat menggantikan {a}: cara menghitungnya lain.",
                    a=first.id,
                    b=other.id,
                ),
                Text(
                    "Use “|” only between names of the same act, such as comments|replies.",
                    "Pakai “|” hanya di antara nama tindakan yang sama, misalnya comments|replies.",
                ),
            )
    return Part(names, optional)


def _known(id: str, at: int) -> str:
    if id in MEASURES or id in TERMS:
        return id
    near = get_close_matches(id.lower(), [*MEASURES, *TERMS], n=3, cutoff=0.6)
    what = say("there is no measure “{m}”.", "tidak ada ukuran “{m}”.", m=id)
    if near:
        names = ", ".join(near)
        raise wrong(at, what, say("Did you mean: {n}?", "Maksud Anda: {n}?", n=names))
    raise wrong(
        at,
        what,
        Text(
            "Pick a measure from the list beside the formula, such as likes, comments or reach.",
            "Pilih ukuran dari daftar di samping rumus, misalnya likes, comments, atau reach.",
        ),
    )


def _scaled(shape: Shape, by: Fraction) -> Shape:
    """Weights of a sum, scale of a ratio or a number."""
    if shape.sum:
        return replace(shape, top=tuple((part, weight * by) for part, weight in shape.top))
    return replace(shape, scale=shape.scale * by)


def _product(left: Shape, right: Shape, at: int) -> Shape:
    if left.plain:
        return _scaled(right, left.scale)
    if right.plain:
        return _scaled(left, right.scale)
    raise wrong(
        at,
        Text("two measures are multiplied.", "dua ukuran dikalikan."),
        Text(
            "Multiply by a number, or divide one sum by another.",
            "Kalikan dengan bilangan, atau bagi satu jumlah dengan jumlah lain.",
        ),
    )


def _quotient(left: Shape, right: Shape, at: int) -> Shape:
    if right.plain:
        if not right.scale:
            raise wrong(
                at,
                Text("this divides by zero.", "ini membagi dengan nol."),
                Text("Divide by a measure or a number.", "Bagi dengan ukuran atau bilangan."),
            )
        return _scaled(left, 1 / right.scale)
    if left.sum and right.sum:
        return Shape(left.top, right.top)
    if left.plain:
        raise wrong(
            at,
            Text("the upper side names no measure.", "sisi atas tidak menyebut ukuran."),
            Text("Put a measure above the line.", "Letakkan ukuran di sisi atas."),
        )
    raise _one_division(at)


def _sum(left: Shape, right: Shape, at: int) -> Shape:
    if left.plain and right.plain:
        return Shape(scale=left.scale + right.scale)
    if left.bottom or right.bottom:
        raise _one_division(at)
    if left.plain or right.plain:
        raise wrong(
            at,
            Text("a number is added to a measure.", "bilangan dijumlahkan dengan ukuran."),
            Text("Add measures; multiply by numbers.", "Jumlahkan ukuran; kalikan bilangan."),
        )
    weights = dict(left.top)
    for part, weight in right.top:
        refusal = None if part in weights else _clash(list(weights), part, at)
        if refusal:
            raise refusal
        weights[part] = weights.get(part, Fraction(0)) + weight
    return Shape(tuple(weights.items()))


def _one_division(at: int) -> ProblemError:
    return wrong(
        at,
        Text(
            "a ratio is combined with another part; rates are ratios of sums and do not add.",
            "sebuah rasio digabung dengan bagian lain; rasio tidak dapat dijumlahkan.",
        ),
        Text(
            "Divide once, at the outside: (a + b) / (c + d).",
            "Bagi satu kali saja, di luar: (a + b) / (c + d).",
        ),
    )


def _clash(there: list[Part], new: Part, at: int) -> ProblemError | None:
    """Why `new` may not be added to the measures already in the sum."""
    for old in there:
        words = _reason(measure(old.names[0]), measure(new.names[0]))
        if words:
            return wrong(at, *words)
    return None


def _reason(old: Measure, new: Measure) -> tuple[Text, Text] | None:
    kinds = {old.kind, new.kind}
    names = {"a": old.id, "b": new.id}
    if Kind.UNIQUE in kinds:
        return (
            say(
                "{a} and {b} cannot be added: people would be counted twice.",
                "{a} dan {b} tidak dapat dijumlahkan: orang yang sama terhitung dua kali.",
                **names,
            ),
            Text(
                "Use one figure of distinct people, or counts such as impressions.",
                "Pakai satu angka orang unik, atau hitungan seperti impressions.",
            ),
        )
    if Kind.STOCK in kinds:
        return (
            say(
                "{a} and {b} cannot be added: a level is read at one moment, it does not pile up.",
                "{a} dan {b} tidak dapat dijumlahkan: ini tingkat pada satu saat, tidak menumpuk.",
                **names,
            ),
            Text(
                "For growth use followers_net or followers_gained.",
                "Untuk pertumbuhan pakai followers_net atau followers_gained.",
            ),
        )
    if old.unit != new.unit:
        return (
            say(
                "{a} is in {ua} and {b} in {ub}; they cannot be added.",
                "{a} bersatuan {ua} dan {b} bersatuan {ub}; tidak dapat dijumlahkan.",
                ua=_unit(old),
                ub=_unit(new),
                **names,
            ),
            Text(
                "Add measures of one unit, or divide one by the other.",
                "Jumlahkan ukuran yang bersatuan sama, atau bagi yang satu dengan yang lain.",
            ),
        )
    return None


_UNITS = {
    "count": Text("counts", "hitungan"),
    "seconds": Text("seconds", "detik"),
    "currency": Text("money", "uang"),
    "days": Text("days", "hari"),
    "weeks": Text("weeks", "minggu"),
}


def _unit(of: Measure) -> Text:
    return _UNITS[of.unit]
