"""The target that a wish in words already holds: which KPI, how much, meant how, and until when.

What can be meant in two ways is left open with the question; nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tolok.core.goals import wish_questions as ask
from tolok.core.goals import wish_words as words
from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import Mode, Nature, nature_of
from tolok.core.goals.target_rules import MODES_OF
from tolok.core.goals.wish_dates import Days, days_in
from tolok.core.goals.wish_numbers import Said, language_of, numbers_in
from tolok.core.kpi.spec import KpiSpec
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is in the KPI's unit, a fraction in mode percent. `mode` None: left open.

    `read`: what was taken from the words, part by part; `open`: what can be meant in two ways.
    """

    kpi: str = ""
    value: float | None = None
    mode: Mode | None = None
    percent: bool = False  # it was written in percent
    down: bool = False
    start: date | None = None
    end: date | None = None
    read: tuple[Text, ...] = ()
    open: tuple[Text, ...] = ()

    @property
    def whole(self) -> bool:
        """A target can be made of it without asking."""
        return bool(self.kpi) and self.value is not None and self.mode is not None


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish in small letters with its days, distances and ages taken out (same length)."""

    text: str
    measures: tuple[str, ...]
    number: Said | None
    rate: str  # week, month, every_month, post, other or ""
    open: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """`fits` False: the number is in another unit than the KPI, so it is not taken."""

    kpi: str = ""
    mode: Mode | None = None
    open: tuple[Text, ...] = ()
    fits: bool = True


def read_wish(
    wish: str,
    specs: Mapping[str, KpiSpec],
    *,
    today: date,
    language: str = "",
    currency: str = "",
) -> Reading:
    """`language`: the reader's, where the wish shows none. `currency`: the workspace's."""
    spoken = language_of(wish, language)
    days, rest = days_in(wish.casefold(), today, spoken)
    taken = _take_apart(rest, spoken, specs)
    meant = _meant(taken, specs, currency)
    said = taken.number if meant.fits else None
    value = abs(said.value) if said and said.value is not None else None
    mode = meant.mode if value is not None else None
    return Reading(
        kpi=meant.kpi,
        value=value,
        mode=mode,
        percent=bool(said and said.share),
        down=_downwards(taken),
        start=days.start,
        end=days.end,
        read=tuple(_told(meant.kpi, said, mode, days, specs, currency)),
        open=(*taken.open, *meant.open, *((days.open,) if days.open else ())),
    )


def _take_apart(text: str, language: str, specs: Mapping[str, KpiSpec]) -> Wish:
    rest = _blanked(text, _ASIDE)
    measures, unnamed = _measures(rest, specs)
    rate, plain = _rate(rest)
    money = any(specs[id].unit == "currency" for id in measures)
    found = [one for one in numbers_in(plain, language) if money or not one.money]
    if len(found) == 2 and re.search(_FROM_TO, plain[max(found[0].start - 6, 0) : found[1].start]):
        found = found[1:]
    number, question = _only(found)
    open_ = [question] if question else []
    if len(measures) > 1:
        open_.insert(0, ask.several_measures([specs[id].name for id in measures]))
    many = "" if measures else _many(unnamed)
    if many:
        open_.insert(0, ask.many_meanings(many))
    return Wish(rest, measures, number, rate, tuple(open_))


def _only(found: list[Said]) -> tuple[Said | None, Text | None]:
    """The one number of a wish, or why none is taken."""
    if len(found) > 1:
        return None, ask.several_numbers([one.words for one in found])
    if not found:
        return None, None
    one = found[0]
    if one.year:
        return None, ask.year_or_number(one.words)
    if one.value is None:
        return None, ask.two_readings(one.words)
    if abs(one.value) > _MOST:
        return None, ask.too_large()
    return (one, None) if one.value else (None, None)


def _measures(text: str, specs: Mapping[str, KpiSpec]) -> tuple[tuple[str, ...], str]:
    """The KPIs that are plainly named, longest names first, and the text without them."""
    known = {name.casefold(): s.id for s in specs.values() for name in (s.name.en, s.name.id)}
    known |= {name: id for id, all_ in words.MEASURES.items() for name in all_}
    found: list[str] = []
    for name in sorted(known, key=lambda one: (-len(one), one)):
        if known[name] not in specs or name in words.MANY_MEANINGS or _rate_of_another(name, known):
            continue
        before = _AFTER_AN_ACT if name in words.ACTS else r"(?<!\w)"
        pattern = rf"{before}{re.escape(name)}(?!\w)"
        if not re.search(pattern, text):
            continue
        text = re.sub(pattern, lambda m: " " * len(m.group()), text)
        if known[name] not in found:
            found.append(known[name])
    return tuple(found), text


def _rate_of_another(name: str, known: Mapping[str, str]) -> bool:
    """ "New followers per week" is the KPI of new followers, at so many a week."""
    rate, plain = _rate(name)
    return bool(rate) and plain.strip() in known


def _rate(text: str) -> tuple[str, str]:
    """Per week, per month …, and the text with those words blanked out."""
    for rate, pattern in _RATES:
        match = re.search(pattern, text)
        if match:
            return rate, text[: match.start()] + " " * len(match.group()) + text[match.end() :]
    return "", text


def _meant(wish: Wish, specs: Mapping[str, KpiSpec], currency: str) -> Meant:
    """The KPI and how its number is meant; what two readings fit is a question."""
    if len(wish.measures) != 1:
        return Meant("", _mode_alone(wish))
    kpi, question = _stock_or_gain(wish, wish.measures[0], specs)
    found = wish.number
    if question is not None:
        return Meant("", None, (question,))
    if found is None:
        return Meant(kpi)
    spec = specs[kpi]
    unit = spec.variants[0].unit or spec.unit
    if found.money and not _same_money(found.money, currency):
        return Meant(kpi, None, (ask.other_unit(found.words, spec.name),), fits=False)
    if found.change:
        return Meant(kpi, Mode.PERCENT)
    if unit == "percent":
        return _of_a_share(wish, found, kpi)
    if found.share:
        to = _to(wish) and not _by(wish)
        return Meant(kpi, None, (ask.to_a_share(found.words),)) if to else Meant(kpi, Mode.PERCENT)
    if (unit == "seconds") != found.seconds:
        return Meant(kpi, None, (ask.other_unit(found.words, spec.name),), fits=False)
    return _counted(wish, spec, found)


def _of_a_share(wish: Wish, found: Said, kpi: str) -> Meant:
    """ "to 4.5 %" is a level, "by 20 %" a change; "raise the rate 20 %" can be both."""
    if not found.share:
        return Meant(kpi, None, (ask.sign_missing(found.words),), fits=False)
    if wish.rate in ("week", "month", "every_month", "other"):
        return Meant(kpi, None, (ask.rate_unread(),))
    if _by(wish):
        return Meant(kpi, Mode.PERCENT)
    if _to(wish):
        return Meant(kpi, Mode.LIMIT if _keeps(wish) else Mode.ABSOLUTE)
    return Meant(kpi, None, (ask.to_or_by(found.words),))


def _counted(wish: Wish, spec: KpiSpec, found: Said) -> Meant:
    """A number of things, people, money or seconds: in all, per week, per post, or as a limit."""
    nature = nature_of(spec.variants[0].kind)
    if wish.rate:
        mode = _rate_mode(wish.rate, nature)
        return Meant(spec.id, mode, () if mode else (ask.rate_unread(),))
    if _keeps(wish) and Mode.LIMIT in MODES_OF[nature]:
        return Meant(spec.id, Mode.LIMIT)
    if nature is Nature.TOTAL and re.search(_MORE, wish.text) and spec.id not in GAINED.values():
        return Meant(spec.id, None, (ask.more_than_before(spec.name),))
    if nature is Nature.LEVEL and not _in_all(wish):
        return Meant(spec.id, None, (ask.in_all_or_new(found.words),))
    return Meant(spec.id, Mode.ABSOLUTE)


def _rate_mode(rate: str, nature: Nature) -> Mode | None:
    if rate == "post" and nature is Nature.AVERAGE:
        return Mode.ABSOLUTE
    modes = {
        "week": (Mode.RATE_WEEK,),
        "month": (Mode.MONTHLY, Mode.RATE_MONTH),
        "every_month": (Mode.MONTHLY,),
        "post": (Mode.MEAN_PER_POST,),
    }
    return next((mode for mode in modes.get(rate, ()) if mode in MODES_OF[nature]), None)


def _stock_or_gain(wish: Wish, stock: str, specs: Mapping[str, KpiSpec]) -> tuple[str, Text | None]:
    """Followers in all, or new ones? "reach 10,000" and "new" say; "10,000 followers" does not."""
    gained = GAINED.get(stock, "")
    found = wish.number
    if gained not in specs:
        return stock, None
    new = bool(re.search(_NEW, wish.text))
    if found is None:
        return (gained if new else stock), None
    if found.share:
        change = re.search(_NEW_ONES, wish.text)
        return (stock, ask.change_of_which(found.words)) if change else (stock, None)
    if wish.rate or new and not _in_all(wish):
        return gained, None
    if _in_all(wish) and not new:
        return stock, None
    return "", ask.in_all_or_new(found.words)


def _mode_alone(wish: Wish) -> Mode | None:
    """What a number says without its KPI."""
    if wish.number is None or wish.number.share:
        return Mode.PERCENT if wish.number and wish.number.change else None
    return {"week": Mode.RATE_WEEK, "every_month": Mode.MONTHLY}.get(wish.rate)


def _in_all(wish: Wish) -> bool:
    return _to(wish) or bool(re.search(_REACHES, wish.text))


def _by(wish: Wish) -> bool:
    """A change: "by 20 %", "a rise of 20 %", "naikkan … sebesar 20 %"."""
    found = wish.number
    if found is None:
        return False
    number = re.escape(found.words)
    acts = "|".join(words.DIRECTIONS_ONLY)
    change = rf"(?:{_BY}\s+|(?:\b(?:{acts})\b|{_DOWN}).*\b(?:sebesar|sebanyak)\s+){number}"
    return re.search(change, wish.text) is not None


def _same_money(sign: str, currency: str) -> bool:
    """Is the sign in the wish that of the workspace? "$" is any dollar."""
    return currency in _SIGNS.get(sign, (sign.upper(),))


def _to(wish: Wish) -> bool:
    found = wish.number
    return bool(found and re.search(rf"{_TO}\s+{re.escape(found.words)}", wish.text))


def _keeps(wish: Wish) -> bool:
    return bool(re.search(_KEEPS, wish.text))


def _downwards(wish: Wish) -> bool:
    found = wish.number
    return bool(re.search(_DOWN, wish.text)) or bool(found and (found.value or 0) < 0)


def _many(text: str) -> str:
    return next((m for m in words.MANY_MEANINGS if re.search(rf"(?<!\w){m}(?!\w)", text)), "")


def _blanked(text: str, patterns: tuple[str, ...]) -> str:
    for pattern in patterns:
        text = re.sub(pattern, lambda m: " " * len(m.group()), text)
    return text


def _told(
    kpi: str,
    said: Said | None,
    mode: Mode | None,
    days: Days,
    specs: Mapping[str, KpiSpec],
    currency: str,
) -> list[Text]:
    """What was taken from the words, part by part."""
    found = [specs[kpi].name] if kpi else []
    if said is not None and said.value is not None:
        unit = "percent" if said.share else specs[kpi].unit if kpi else "count"
        found.append(ask.number_words(amount(abs(said.value), unit, currency), mode))
    if days.start and days.end:
        found.append(say("from {a} to {b}", "dari {a} sampai {b}", a=days.start, b=days.end))
    elif days.end:
        found.append(say("until {b}", "sampai {b}", b=days.end))
    return found


_MOST = 1e15
"""Nothing that is counted comes to more."""

GAINED = {"followers": "followers_gained"}
"""A level, and the KPI that counts what is added to it."""

_RATES = (
    ("week", r"\b(?:per|a|each|every|setiap|tiap)\s+(?:week|minggu|pekan)\b|\bweekly\b"
     r"|\bse(?:minggu|pekan)\b|\bmingguan\b"),
    ("every_month", r"\b(?:each|every|setiap|tiap)\s+(?:month|bulan)\b|\bmonthly\b|\bbulanan\b"),
    ("month", r"\b(?:per|a)\s+(?:month|bulan)\b|\bsebulan\b"),
    ("post", r"\b(?:per|a|each|every|setiap|tiap)\s+(?:post|posting|postingan)\b"),
    ("other", r"\b(?:per|a|each|every|setiap|tiap)\s+(?:day|hari|quarter|kuartal|triwulan|year"
     r"|tahun)\b|\bdaily\b|\bharian\b|\bsehari\b|\bsetahun\b|\bevery\s+\d+\s+\w+"),
)  # fmt: skip
_ASIDE = (
    words.DISTANCE,
    r"\b(?:aged?|ages|usia|umur|berusia)\s+\d+(?:\s*(?:-|–|to|sampai)\s*\d+)?\+?",
    r"https?://\S+|[@#]\w+",
)
_TO = (
    r"\b(?:to|of|at|reach|hit|menjadi|jadi|ke|hingga|sampai|mencapai|capai"
    r"|(?:below|under|above|over|at least|at most|di bawah|di atas|minimal|maksimal))"
    r"(?:\s+(?:at least|at most|above|over|minimal|rp\.?))?"
)
_FROM_TO = r"\b(?:from|dari)\s+[\d.,]+.{0,40}\b(?:to|menjadi|ke|hingga|sampai)\s*$"
_NEW = (
    r"\b(?:new|more|additional|extra|baru|tambahan|gain|attract|win|add|tambah|menambah"
    r"|bertambah|datangkan|mendatangkan)\b"
)
_NEW_ONES = r"\b(?:new|baru)\b"
_AFTER_AN_ACT = r"(?:(?<=raise )|(?<=increase )|(?<=grow )|(?<=boost )|(?<=double )|(?<=our ))"
"""Before it, "reach" is a thing and not an act."""
_REACHES = r"\b(?:reach|hit|achieve|total|in all|capai|mencapai|raih|meraih|seluruhnya|menjadi)\b"
_MORE = r"\b(?:more|additional|extra|lebih banyak|tambahan|tambah|menambah)\b"
_KEEPS = r"\b(?:keep|hold|stay|maintain|jaga|menjaga|pertahankan|mempertahankan)\b"
_DOWN = r"\b(?:reduce|lower|cut|decrease|halve|kurangi|mengurangi|turunkan|menurunkan|pangkas)\b"
_DOLLARS = ("USD", "SGD", "AUD", "CAD", "NZD", "HKD")
_SIGNS = {"$": _DOLLARS, "rp": ("IDR",), "€": ("EUR",), "£": ("GBP",)}
_BY = (
    r"\b(?:by|(?:increase|growth|rise|drop|decrease|kenaikan|peningkatan|penurunan)"
    r"\s+(?:of|sebesar))"
)
