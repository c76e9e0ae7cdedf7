"""The content table of Meta Business Suite (posts, reels, stories, videos), read in one way.

One row is one post with its counts so far. Refuses rows that hold a single day of a post: they
are parts of the counts, never a later state of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tolok.core.ports import (
    About,
    Answers,
    Declared,
    Event,
    Match,
    PostRow,
    Question,
    Skipped,
    Trouble,
)
from tolok.core.query import Value
from tolok.core.sheet import Cell, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import ENGLISH, NumberStyle, is_blank, shown
from tolok.lib.columns import MENDED, line_trouble
from tolok.lib.dates import date_orders
from tolok.lib.day_order import WHICH_ORDER
from tolok.lib.meta import post_type
from tolok.lib.row_reader import RowReader, Table, count_style, find_table, is_empty, likely_orders

SERIES = re.compile(r"^(.*\binterval)\s+(\d+)$", re.IGNORECASE)  # "… at interval 0" … "… 40"


@dataclass(frozen=True, slots=True)
class ContentForm:
    """What tells one of Meta's content downloads from the others."""

    headers: str  # catalogue/headers/<headers>.toml
    network: str
    host: str  # in the links of its posts
    counts: tuple[str, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()  # counts that are sums of others
    prefix: str = ""  # in front of native ids that live in a space of their own


@dataclass(slots=True)
class Survey:
    """What one pass over the whole file settles before the rows are read."""

    orders: frozenset[str] = frozenset()
    style: NumberStyle = ENGLISH
    accounts: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    spans: Counter[str] = field(default_factory=Counter)  # words for all time
    whole: set[str] = field(default_factory=set)  # posts that have a row for all time
    unfilled: set[str] = field(default_factory=set)  # columns of nothing but untrue zeros


def sniff_content(sheet: Sheet, form: ContentForm) -> Match | None:
    table = find_table(sheet, form.headers, "post_id", "published")
    if table is None or sum(count in table.columns for count in form.counts) < 2:
        return None
    links = [str(table.columns.cell(line, "link") or "") for line in table.head_rows()]
    links = [link for link in links if link]
    named = any(form.host in link for link in links)
    if (links and not named) or not (named or "account" in table.columns):
        return None
    return Match(
        score=0.95 if named and table.columns.has_all("account", "type") else 0.8,
        reasons=_reasons(table, form, named=named),
        network=form.network,
        table="post",
        questions=_questions(survey(table, form), table),
    )


def content_events(sheet: Sheet, answers: Answers, form: ContentForm) -> Iterator[Event]:
    table = find_table(sheet, form.headers, "post_id", "published")
    if table is None:
        return
    found = survey(table, form)
    order = _order(found, answers)
    yield _about(found, form)
    yield from (_unfilled(table, name) for name in sorted(found.unfilled))
    for line in table.rows():
        if is_empty(line):
            yield Skipped(line.number, _BLANK)
            continue
        row = RowReader(table.columns, line, found.style, order, answers.today)
        yield from _post(row, form, found)


def survey(table: Table, form: ContentForm) -> Survey:
    found = Survey()
    dates: list[Cell] = []
    numbers: list[Cell] = []
    views: list[tuple[str, Cell, Cell]] = []
    names = [name for name in form.counts if name in table.columns]
    for line in table.rows():
        cell = table.columns.cell
        dates.append(cell(line, "published"))
        numbers.extend(cell(line, name) for name in names)
        account = str(cell(line, "account") or "").strip()
        found.accounts[account] += 1
        found.names.setdefault(account, str(cell(line, "account_name") or "").strip())
        if not _is_day(cell(line, "span")):
            found.whole.add(str(cell(line, "post_id") or "").strip())
            found.spans[shown(cell(line, "span"))] += 1
        for name in ("views", "impressions"):
            if name in table.columns:
                views.append((name, cell(line, name), cell(line, "reach")))
    found.orders, found.style = likely_orders(dates), count_style(numbers)
    found.unfilled = _untrue_zeros(views)
    return found


def _untrue_zeros(views: list[tuple[str, Cell, Cell]]) -> set[str]:
    """Nobody is reached without a view: a column of zeros beside reached people was not filled."""
    zero, reached = {"0", ""}, set()
    filled = {name for name, seen, _ in views if str(seen or "").strip() not in zero}
    for name, _, reach in views:
        if str(reach or "").strip() not in zero and not is_blank(reach):
            reached.add(name)
    return reached - filled


def _post(row: RowReader, form: ContentForm, found: Survey) -> Iterator[Event]:
    post_id = row.id("post_id")
    if not post_id:
        yield from _without_id(row, form)
    elif _is_day(row.columns.cell(row.line, "span")):
        yield _one_day(row, whole=post_id in found.whole)
    elif _is_broken(row, form, found):
        yield line_trouble(row.line, row.line.fault or "width", width=len(row.columns.header))
    else:
        yield _row(row, post_id, form, found)
        yield from row.troubles
        yield from _warnings(row)


def _is_broken(row: RowReader, form: ContentForm, found: Survey) -> bool:
    """Its cells may have moved. Meta's own rows can be short and yet whole."""
    if row.line.fault and row.line.fault not in MENDED:
        return True
    if len(row.line.cells) > len(row.columns.header):
        return True
    return len(row.line.cells) < len(row.columns.header) and not _is_whole(row, form, found)


def _is_whole(row: RowReader, form: ContentForm, found: Survey) -> bool:
    """Link and Date in their places, and the parts of the interactions and clicks add up."""
    if form.host not in row.text("link"):
        return False
    if shown(row.columns.cell(row.line, "span")) != _commonest(found.spans):
        return False
    return bool(form.sums) and all(_adds_up(row, whole, parts) for whole, parts in form.sums)


def _adds_up(row: RowReader, whole: str, parts: tuple[str, ...]) -> bool:
    total = row.count(whole)
    return total is not None and total == sum(row.count(part) or 0 for part in parts)


def _row(row: RowReader, post_id: str, form: ContentForm, found: Survey) -> PostRow:
    measures = _measures(row, form, found)
    paid = measures.get("reach_paid")
    account = row.id("account")
    return PostRow(
        line=row.line.number,
        post_id=form.prefix + post_id,
        published_at=row.moment("published"),
        measures=measures,
        type=post_type(row.text("type")),
        text=row.text("description") or row.text("title"),
        link=row.text("link"),
        account=account if account != _commonest(found.accounts) else "",
        tags=tuple(t.strip() for t in re.split("[,;|]", row.text("labels")) if t.strip()),
        language=row.text("language"),
        paid=None if paid is None else paid > 0,
        duration_s=row.seconds("duration") or None,  # 0: not a video
        extra=_extra(row),
    )


def _measures(row: RowReader, form: ContentForm, found: Survey) -> dict[str, Value]:
    measures = row.counts(name for name in form.counts if name not in found.unfilled)
    watched = row.seconds("watch_time_s")
    return measures if watched is None else {**measures, "watch_time_s": watched}


def _extra(row: RowReader) -> dict[str, str]:
    """Unknown columns by name; the 41 values of a retention curve as one entry."""
    extra: dict[str, str] = {}
    curves: dict[str, list[str]] = {}
    for name, value in row.extra().items():
        part = SERIES.match(name.split(" [")[0])
        if part:
            curves.setdefault(part[1], []).append(value)
        else:
            extra[name] = value
    title, native = row.text("title"), row.text("type")
    if title and row.text("description") and title != row.text("description"):
        extra[row.columns.name("title")] = title
    if native and not post_type(native):
        extra[row.columns.name("type")] = native
    return extra | {name: ";".join(values) for name, values in curves.items()}


def _without_id(row: RowReader, form: ContentForm) -> Iterator[Event]:
    """A row without an id, link and publish time sums up the others; else its id is missing."""
    if not row.troubles and not row.text("link") and not row.text("published"):
        measures = row.counts(form.counts)
        if measures:
            yield Declared(row.line.number, measures)
        else:
            yield Skipped(row.line.number, _NOTE)
    else:
        yield row.lacks("post_id")


def _warnings(row: RowReader) -> Iterator[Trouble]:
    """Rows that are kept although something about them is odd."""
    if row.line.fault:
        yield line_trouble(row.line, row.line.fault, width=len(row.columns.header))
    elif len(row.line.cells) < len(row.columns.header):
        yield _short(row)
    for name, places in row.columns.at.items():
        values = {shown(row.line.cells[i]) for i in places if i < len(row.line.cells)}
        if len(places) > 1 and len(values) > 1:
            yield _differ(row, name, sorted(values))


def _is_day(cell: Cell) -> bool:
    """The Date column names a day, not a word for all time ("Lifetime", "Total")."""
    return not is_blank(cell) and bool(date_orders([cell]))


def _order(found: Survey, answers: Answers) -> str:
    """Real files write 03/18/2025: where days do not tell, English ones are month first."""
    if len(found.orders) == 1:
        return next(iter(found.orders))
    return answers.get("date_order") or ("mdy" if "mdy" in found.orders else "")


def _about(found: Survey, form: ContentForm) -> About:
    """The account of most rows; a row of another one names it."""
    account = _commonest(found.accounts)
    return About(form.network, "post", account=account, account_name=found.names.get(account, ""))


def _commonest(words: Counter[str]) -> str:
    return next((word for word, _ in words.most_common() if word), "")


def _questions(found: Survey, table: Table) -> tuple[Question, ...]:
    english = table.columns.name("published").casefold() == "publish time"
    return () if english or len(found.orders) < 2 else (WHICH_ORDER,)


_BLANK = Text("The line is empty.", "Barisnya kosong.")
_NOTE = Text("The line holds no post and no count.", "Baris ini tidak memuat post atau angka.")


def _reasons(table: Table, form: ContentForm, *, named: bool) -> tuple[Text, ...]:
    heads = say(
        "{n} of its columns are known from Meta's content table.",
        "{n} kolomnya dikenal dari tabel konten Meta.",
        n=len(table.columns.at),
    )
    links = say("Its links lead to {host}.", "Tautannya menuju {host}.", host=form.host)
    return (heads, links) if named else (heads,)


def _one_day(row: RowReader, *, whole: bool) -> Event:
    if whole:
        why = Text(
            "One day of a post whose total stands in another row.",
            "Satu hari dari post yang totalnya ada di baris lain.",
        )
        return Skipped(row.line.number, why)
    return Trouble(
        line=row.line.number,
        column=row.columns.name("span"),
        value=row.text("span"),
        why=Text(
            "The row counts one day of the post, not all since it was published.",
            "Baris ini menghitung satu hari saja, bukan semua sejak post terbit.",
        ),
        fix=Text(
            'Download the file again with "Lifetime" instead of "Daily".',
            'Unduh ulang berkasnya dengan pilihan "Sepanjang waktu", bukan "Harian".',
        ),
        row_kept=False,
    )


def _unfilled(table: Table, name: str) -> Trouble:
    return Trouble(
        line=table.header.number,
        column=table.columns.name(name),
        value="0",
        why=Text(
            "Every row says 0 although people were reached: Meta left the column unfilled.",
            "Semua baris berisi 0 padahal ada orang yang terjangkau: Meta tidak mengisi kolom ini.",
        ),
        fix=Text(
            "The column is left out. Download the posts with the default columns to get it.",
            "Kolom ini tidak diambil. Unduh post dengan kolom bawaan untuk mendapatkannya.",
        ),
    )


def _short(row: RowReader) -> Trouble:
    return Trouble(
        line=row.line.number,
        column="",
        value=shown(row.line.cells[-1]),
        why=say(
            "The row ends after {n} of {width} cells; the rest counts as not reported.",
            "Baris ini berakhir setelah {n} dari {width} sel; sisanya dianggap tidak dilaporkan.",
            n=len(row.line.cells),
            width=len(row.columns.header),
        ),
        fix=Text(
            "Compare the last cell with the original.", "Bandingkan sel terakhir dengan aslinya."
        ),
    )


def _differ(row: RowReader, name: str, values: list[str]) -> Trouble:
    return Trouble(
        line=row.line.number,
        column=row.columns.name(name),
        value=" / ".join(values),
        why=Text(
            "Two columns with this name hold different values; the first one is kept.",
            "Dua kolom bernama sama berisi nilai berbeda; kolom pertama yang dipakai.",
        ),
        fix=Text("Delete the column that does not belong.", "Hapus kolom yang tidak semestinya."),
    )
