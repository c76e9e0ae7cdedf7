"""Guess what the columns of a hand-kept table hold: by known header names, then by their values.

The guess is shown and can be corrected. What only a person can know comes out as a `Question`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from statistics import median

from tolok.core.measures import MEASURES, Kind
from tolok.core.ports import Answers, Question
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CellError, NumberStyle, is_blank, read_number, shown
from tolok.lib.columns import Columns, currency_in, normalise, spellings
from tolok.lib.dates import date_orders
from tolok.lib.styles import orders_by_form, style_of_columns

SAMPLE = 5_000
PLACES = (
    *("date", "published", "post_id", "link", "text", "type", "network", "account", "campaign"),
    *("tags", "source", "kpi", "value", "currency"),
)
EXTRA, IGNORE = "extra", "ignore"
POST_SIGNS = ("post_id", "link", "text", "published")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read one table. `roles` has one entry per column: a place, a measure, extra, ignore.

    `style` and `orders` hold what the file proves; None and "?" mean that it proves nothing.
    """

    table: str  # day, post, ad
    shape: str  # wide, long
    header_line: int
    header: tuple[str, ...]
    roles: tuple[str, ...]
    short: str = "refuse"
    style: NumberStyle | None = None
    orders: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    questions: tuple[Question, ...] = ()
    sure: bool = True

    def index(self, role: str) -> int | None:
        return self.roles.index(role) if role in self.roles else None

    def measures(self) -> tuple[tuple[int, str], ...]:
        return tuple((i, role) for i, role in enumerate(self.roles) if role in MEASURES)

    def columns(self) -> Columns:
        at = {role: (i,) for i, role in enumerate(self.roles)}
        return Columns(self.header, at, (), self.short)

    def mapping(self) -> str:
        """The roles as text: the value of an answer to the "mapping" question."""
        return json.dumps(list(self.roles))


def plan(sheet: Sheet, answers: Answers) -> Plan | None:
    """How to read the sheet; None when no table with a day or a post is found in its head."""
    start = _header_at(sheet.head)
    if start is None:
        return None
    header = sheet.texts(start)
    sample = _sample(sheet, sheet.head[start].number, len(header))
    guessed, sure = _guess(header, sample)
    answered = _answered(answers, guessed)
    roles = answered or guessed
    table, shape = _table(roles)
    if not table:
        return None
    roles = _fit(roles, table)
    columns = [[line.cells[i] for line in sample] for i in range(len(header))]
    return _finished(
        Plan(
            table=table,
            shape=shape,
            header_line=sheet.head[start].number,
            header=header,
            roles=roles,
            short="refuse" if sheet.format == "csv" else "allow",
            currency=next((c for h in header if (c := currency_in(h))), ""),
            sure=sure or answered is not None,
        ),
        columns,
        answers,
    )


def _finished(found: Plan, columns: Sequence[Sequence[Cell]], answers: Answers) -> Plan:
    """Add what the values prove, and the questions that remain."""
    numbers = [(columns[i], _whole(role)) for i, role in found.measures()]
    if found.shape == "long" and (at := found.index("value")) is not None:
        numbers.append((columns[at], False))
    style = style_of_columns(numbers)
    orders: dict[str, str] = {}
    for role in ("date", "published"):
        if (at := found.index(role)) is not None:
            orders.update(orders_by_form(columns[at]))
    questions = [*_mapping_question(found), *_value_questions(found, style, orders, answers)]
    return Plan(
        table=found.table,
        shape=found.shape,
        header_line=found.header_line,
        header=found.header,
        roles=found.roles,
        short=found.short,
        style=_said_style(answers) or style,
        orders={f: answers.get("date_order", "?") if o == "?" else o for f, o in orders.items()},
        currency=answers.get("currency") or found.currency,
        questions=tuple(questions),
        sure=found.sure,
    )


def _said_style(answers: Answers) -> NumberStyle | None:
    said = answers.get("decimal")
    return NumberStyle(said, "," if said == "." else ".") if said in (".", ",") else None


def _whole(role: str) -> bool:
    return MEASURES[role].unit == "count"


def _header_at(head: Sequence[Line]) -> int | None:
    """The first line that names columns: known names, or words above numbers."""
    best, at = 0, None
    for index, line in enumerate(head[:30]):
        columns = Columns.match(line.cells, spellings("common"))
        known = len(columns.at)
        if known >= 2 and known > best and not _has_values(line):
            best, at = known, index
        if best >= 2 and _has_values(line):
            return at
    if at is not None:
        return at
    for index, (line, below) in enumerate(zip(head[:29], head[1:30], strict=False)):
        if len(line.cells) > 1 and not _has_values(line) and _has_values(below):
            return index
    return None


def _has_values(line: Line) -> bool:
    return any(not is_blank(cell) and _is_value(cell) for cell in line.cells)


def _is_value(cell: Cell) -> bool:
    return _is_number(cell) or bool(date_orders([cell]))


def _is_number(cell: Cell) -> bool:
    try:
        return read_number(cell) is not None
    except CellError:
        return False


def _sample(sheet: Sheet, header_line: int, width: int) -> list[Line]:
    """Rows as wide as the header, from the first few thousand; faulty ones prove nothing."""
    lines = islice((li for li in sheet.lines() if li.number > header_line), SAMPLE)
    return [
        Line(line.number, [*line.cells, *[None] * (width - len(line.cells))])
        for line in lines
        if not line.fault and any(not is_blank(c) for c in line.cells) and len(line.cells) <= width
    ]


def _guess(header: Sequence[str], sample: Sequence[Line]) -> tuple[tuple[str, ...], bool]:
    """Roles by name, then by value; False when a person should look at them first."""
    known = Columns.match(header, spellings("common"))
    roles = [EXTRA] * len(header)
    for role, indexes in known.at.items():
        roles[indexes[0]] = role
    sure = bool(known.at)
    for index, name in enumerate(header):
        values = [line.cells[index] for line in sample if not is_blank(line.cells[index])]
        if not values and roles[index] == EXTRA:
            roles[index] = EXTRA if name else IGNORE
        elif roles[index] in ("followers", "fans") and not _looks_like_level(values, name):
            roles[index], sure = "followers_net", False
        elif roles[index] == EXTRA and any(_is_number(v) for v in values[:50]):
            sure = False
    if "date" not in roles and "published" not in roles:
        found = _date_column(sample, len(header), roles)
        if found is not None:
            roles[found], sure = "date", False
    return tuple(roles), sure


def _looks_like_level(values: Sequence[Cell], name: str) -> bool:
    """Followers move a little from day to day; new followers jump and return to nothing."""
    numbers = [float(read_number(v) or 0) for v in values if _is_number(v)]
    if normalise(name).startswith("total") or len(numbers) < 3:
        return True
    steps = [abs(b - a) for a, b in zip(numbers, numbers[1:], strict=False)]
    rises = all(b >= a for a, b in zip(numbers, numbers[1:], strict=False))
    if rises:
        return numbers[-1] > numbers[0]
    return min(numbers) >= 0 and median(steps) <= 0.1 * median(numbers) and median(numbers) > 0


def _date_column(sample: Sequence[Line], width: int, roles: Sequence[str]) -> int | None:
    for index in range(width):
        values = [li.cells[index] for li in sample[:200] if not is_blank(li.cells[index])]
        if roles[index] == EXTRA and len(values) > 1 and date_orders(values):
            return index
    return None


def _answered(answers: Answers, guessed: Sequence[str]) -> tuple[str, ...] | None:
    """The roles a person settled; None when there are none for this header."""
    try:
        roles = json.loads(answers.get("mapping", "null"))
    except ValueError:
        return None
    allowed = {*PLACES, *MEASURES, "reactions", EXTRA, IGNORE}
    if not isinstance(roles, list) or len(roles) != len(guessed):
        return None
    return tuple(role if role in allowed else EXTRA for role in roles)


def _table(roles: Sequence[str]) -> tuple[str, str]:
    """("day" | "post" | "ad" | "", "wide" | "long") by which places are present."""
    has = set(roles)
    counts = {r for r in has if r in MEASURES or r == "reactions"}
    if {"date", "kpi", "value"} <= has:
        return "day", "long"
    if not counts:
        return "", ""
    if has & {"post_id", "link"} or ("text" in has and "date" not in has):
        return "post", "wide"
    if "date" not in has:
        return ("post", "wide") if has & set(POST_SIGNS) else ("", "")
    if "text" in has:
        return "post", "wide"
    return ("ad", "wide") if "campaign" in has and "spend" in has else ("day", "wide")


def _fit(roles: Sequence[str], table: str) -> tuple[str, ...]:
    """Reactions are the likes of a network that has several kinds; misplaced measures → extra."""
    fitted = list(roles)
    if "reactions" in fitted:
        if "likes" in fitted:
            fitted[fitted.index("likes")] = EXTRA
        fitted[fitted.index("reactions")] = "likes"
    if table == "post" and "date" in fitted:
        free = "published" not in fitted
        fitted[fitted.index("date")] = "published" if free else EXTRA
    for index, role in enumerate(fitted):
        misplaced = role in MEASURES and table not in MEASURES[role].tables
        if misplaced or (role != IGNORE and role in fitted[:index]):
            fitted[index] = EXTRA
    return tuple(fitted)


def _mapping_question(found: Plan) -> list[Question]:
    if found.sure:
        return []
    pairs = [
        f"{name or '?'} → {role}"
        for name, role in zip(found.header, found.roles, strict=True)
        if role not in (EXTRA, IGNORE)
    ]
    return [
        Question(
            id="mapping",
            words=Text(
                "What do the columns hold? Check this guess.",
                "Apa isi kolom-kolomnya? Periksa dugaan ini.",
            ),
            choices={found.mapping(): Text.same("; ".join(pairs))},
        )
    ]


_DECIMAL = Question(
    id="decimal",
    words=Text(
        "Numbers such as 1.234 and 1,234 can be read in two ways. Which sign parts the decimals?",
        "Angka seperti 1.234 dan 1,234 dapat dibaca dua cara. Tanda mana yang memisahkan desimal?",
    ),
    choices={
        ".": Text("Point: 1,234.5", "Titik: 1,234.5"),
        ",": Text("Comma: 1.234,5", "Koma: 1.234,5"),
    },
)
_ORDER = Question(
    id="date_order",
    words=Text(
        "Dates such as 4/5/2025 can be two days. What comes first?",
        "Tanggal seperti 4/5/2025 dapat berarti dua hari. Mana yang ditulis lebih dulu?",
    ),
    choices={
        "dmy": Text("The day (5 April is 5/4)", "Hari (5 April ditulis 5/4)"),
        "mdy": Text("The month (5 April is 4/5)", "Bulan (5 April ditulis 4/5)"),
        "ymd": Text("The year (25/4/5)", "Tahun (25/4/5)"),
    },
)
_CURRENCY = Question(
    id="currency",
    words=Text(
        "In which currency are the amounts? Give its three letters.",
        "Jumlah uangnya dalam mata uang apa? Tulis tiga hurufnya.",
    ),
    choices={code: Text.same(code) for code in ("IDR", "USD", "EUR", "GBP", "MYR", "SGD")},
)


def _value_questions(
    found: Plan, style: NumberStyle | None, orders: Mapping[str, str], answers: Answers
) -> list[Question]:
    asked = []
    if style is None and not _said_style(answers):
        asked.append(_DECIMAL)
    if "?" in orders.values() and not answers.get("date_order"):
        asked.append(_ORDER)
    money = any(MEASURES[role].kind is Kind.MONEY for _, role in found.measures())
    if money and not (found.currency or "currency" in found.roles or answers.get("currency")):
        asked.append(_CURRENCY)
    return asked


@dataclass(frozen=True, slots=True)
class Guess:
    """One column as a person corrects it: its name, what it is taken for, and some of its cells."""

    name: str
    role: str
    samples: tuple[str, ...]


def guesses(sheet: Sheet, answers: Answers) -> tuple[Guess, ...]:
    """Every column of the table with its role, guessed or answered; () when no header is found."""
    start = _header_at(sheet.head)
    if start is None:
        return ()
    header = sheet.texts(start)
    sample = _sample(sheet, sheet.head[start].number, len(header))
    guessed, _ = _guess(header, sample)
    roles = _answered(answers, guessed) or guessed
    return tuple(
        Guess(name, role, tuple(shown(line.cells[i]) for line in sample[:3]))
        for i, (name, role) in enumerate(zip(header, roles, strict=True))
    )


def place_words() -> dict[str, Text]:
    """What a column may hold besides a measure, for the form that corrects a mapping."""
    return {
        "date": Text("Day", "Hari"),
        "published": Text("Time of publishing", "Waktu terbit"),
        "post_id": Text("Identifier of the post", "Pengenal post"),
        "link": Text("Link of the post", "Tautan post"),
        "text": Text("Text of the post", "Teks post"),
        "type": Text("Type of the post", "Jenis post"),
        "network": Text("Network", "Jaringan"),
        "account": Text("Account", "Akun"),
        "campaign": Text("Campaign", "Kampanye"),
        "tags": Text("Tags", "Tanda"),
        "source": Text("Traffic source", "Sumber lalu lintas"),
        "kpi": Text("Name of the measure", "Nama ukuran"),
        "value": Text("Value", "Nilai"),
        "currency": Text("Currency", "Mata uang"),
        EXTRA: Text("Something else: keep it", "Lainnya: simpan"),
        IGNORE: Text("Nothing: leave it out", "Kosong: abaikan"),
    }


def refused_style(cell: Cell) -> CellError:
    """For a number that the file's style does not settle while nobody has answered."""
    return CellError(
        say(
            '"{cell}" can be two different numbers.',
            '"{cell}" dapat berarti dua angka yang berbeda.',
            cell=str(cell),
        ),
        Text(
            "Say which sign parts the decimals.",
            "Sebutkan tanda mana yang memisahkan desimal.",
        ),
    )
