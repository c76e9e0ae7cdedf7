"""Meta Ads Manager reports, XLSX and CSV: one row per ad (or set, campaign, account) and range.

The currency stands inside a header ("Amount spent (UAH)"). The total row and the subtotals of a
break-down are checks, never data. A report counts Facebook and Instagram together unless it is
broken down by platform.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tolok.core.ports import (
    About,
    AdRow,
    Answers,
    Declared,
    Event,
    Match,
    Question,
    Skipped,
    Trouble,
)
from tolok.core.query import Value
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.cells import CONTINENTAL, ENGLISH, NumberStyle, is_blank, number_style
from tolok.lib.columns import currency_in
from tolok.lib.day_order import WHICH_ORDER
from tolok.lib.row_reader import (
    RowReader,
    Table,
    count_style,
    find_table,
    likely_orders,
    whole_lines,
)
from tolok.lib.shape import HOW_DECIMALS

HEADERS = "meta_ads"
IDENTITY = ("campaign", "campaign_id", "ad_set", "ad_set_id", "ad", "ad_id")
BREAKDOWN = ("age", "gender", "country", "region", "platform", "placement", "device")
COUNTS = (
    "reach", "impressions", "clicks", "link_clicks", "engagements_native", "likes", "comments",
    "shares", "saves", "video_views", "video_starts", "video_completions", "leads", "orders",
)  # fmt: skip
MONEY = ("spend", "revenue")
KEPT = ("indicator", "objective")  # say what "results" counts
TOTAL = re.compile(
    r"^(total|results? (from|of) \d+|resultados de \d+|hasil dari \d+)", re.IGNORECASE
)
CURRENCY = Question(
    id="currency",
    words=Text(
        "In which currency was the money spent? Write its three letters, such as USD.",
        "Mata uang apa yang dipakai? Tulis tiga hurufnya, misalnya IDR.",
    ),
    choices={},
)


@dataclass(slots=True)
class Survey:
    """What one pass over the whole report settles before its rows are read."""

    counts: NumberStyle = ENGLISH
    money: NumberStyle | None = None  # None: the amounts can be read in two ways
    orders: frozenset[str] = frozenset()
    parts: tuple[str, ...] = ()  # break-downs that some row fills in
    seen: Counter[tuple[object, ...]] = field(default_factory=Counter)


class MetaAds:
    id = "meta_ads"
    name = Text("Meta Ads Manager", "Meta Ads Manager")

    def sniff(self, sheet: Sheet) -> Match | None:
        table = _table(sheet)
        if table is None:
            return None
        reason = say(
            "It has the columns of an Ads Manager report: reporting dates and amount spent ({n}).",
            "Kolomnya sama dengan laporan Ads Manager: tanggal dan jumlah belanja ({n}).",
            n=len(table.columns.at),
        )
        return Match(0.95, (reason,), "facebook", "ad", questions=_questions(table))

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = _table(sheet)
        if table is None:
            return
        found = _survey(table)
        if found.money is None:
            found.money = CONTINENTAL if answers.get("decimal") == "," else ENGLISH
        yield _about(table)
        currency = currency_in(table.columns.name("spend")) or answers.get("currency").upper()
        order = _order(found, answers)
        for line in whole_lines(table):
            if isinstance(line, Line):
                row = RowReader(table.columns, line, found.counts, order, answers.today)
                yield from _line(row, found, currency)
            else:
                yield line


def _table(sheet: Sheet) -> Table | None:
    for dated in ("start", "day"):
        table = find_table(sheet, HEADERS, dated, "spend")
        if table and ("start" in table.columns or any(n in table.columns for n in IDENTITY)):
            return table
    return None


def _survey(table: Table) -> Survey:
    counts: list[Cell] = []
    money: list[Cell] = []
    dates: list[Cell] = []
    parts: set[str] = set()
    for line in table.rows():
        counts.extend(table.columns.cell(line, name) for name in COUNTS)
        money.extend(table.columns.cell(line, name) for name in MONEY)
        dates.extend(table.columns.cell(line, name) for name in ("start", "end", "day"))
        parts.update(n for n in BREAKDOWN if not is_blank(table.columns.cell(line, n)))
    style = count_style(counts)
    signed = any(isinstance(cell, str) and re.search(r"\d[.,]\d", cell) for cell in counts)
    return Survey(
        counts=style,
        money=number_style(money) or (style if signed else None),
        orders=likely_orders(dates),
        parts=tuple(name for name in BREAKDOWN if name in parts),
    )


def _line(row: RowReader, found: Survey, currency: str) -> Iterator[Event]:
    cells = {name: row.text(name) for name in (*IDENTITY, *found.parts, "day")}
    named = [cells[name] for name in IDENTITY if cells[name]]
    if _is_total(row, named, cells):
        yield Declared(row.line.number, _measures(row, found))
    elif found.parts and not any(cells[name] for name in found.parts):
        yield Skipped(row.line.number, _SUBTOTAL)
    else:
        yield from _ad(row, found, currency)
        return
    yield from row.troubles


def _is_total(row: RowReader, named: list[str], cells: dict[str, str]) -> bool:
    """No ad is named although the report names ads; or no day although it goes by day."""
    if named and all(TOTAL.match(name) for name in named):
        return True
    by_name = any(name in row.columns for name in IDENTITY)
    return not named if by_name else "day" in row.columns and not cells["day"]


def _ad(row: RowReader, found: Survey, currency: str) -> Iterator[Event]:
    day, end = _days(row)
    if day is None:
        yield row.lacks("day" if "day" in row.columns else "start")
        return
    ad = AdRow(
        line=row.line.number,
        day=day,
        end=end or day,
        ad=row.id("ad_id") or row.text("ad"),
        currency=row.text("currency").upper() or currency,
        measures=_measures(row, found),
        account=row.id("account"),
        campaign=row.text("campaign") or row.id("campaign_id"),
        ad_set=row.text("ad_set") or row.id("ad_set_id"),
        breakdown=",".join(f"{name}={row.text(name)}" for name in found.parts),
        extra=_extra(row),
    )
    yield from _once(ad, found)
    yield from row.troubles


def _once(ad: AdRow, found: Survey) -> Iterator[Event]:
    """Two ads may share a name and have no id: the second one gets a number, and is reported."""
    key = (ad.account, ad.campaign, ad.ad_set, ad.ad, ad.breakdown, ad.day, ad.end, ad.currency)
    found.seen[key] += 1
    if found.seen[key] == 1:
        yield ad
        return
    yield replace(ad, ad=f"{ad.ad} ({found.seen[key]})")
    yield _same_name(ad)


def _measures(row: RowReader, found: Survey) -> dict[str, Value]:
    measures: dict[str, Value] = row.counts(COUNTS)
    for name in MONEY:
        amount = row.money(name, found.money)
        if amount is not None:
            measures[name] = amount
    results = row.money("results", found.counts)
    if results is not None:
        measures["results"] = int(results) if results == int(results) else results
    return measures


def _days(row: RowReader) -> tuple[date | None, date | None]:
    if "day" in row.columns and row.text("day"):
        return row.day("day"), None
    return row.day("start"), row.day("end")


def _extra(row: RowReader) -> dict[str, str]:
    known = {row.columns.name(name): row.text(name) for name in KEPT}
    if row.text("ad_id") and row.text("ad"):
        known[row.columns.name("ad")] = row.text("ad")
    return {name: text for name, text in known.items() if text} | row.extra()


def _about(table: Table) -> About:
    cell = table.columns.cell
    accounts = {
        (str(cell(line, "account") or "").strip(), str(cell(line, "account_name") or "").strip())
        for line in table.head_rows()
    } - {("", "")}
    account, name = next(iter(accounts)) if len(accounts) == 1 else ("", "")
    return About("facebook", "ad", account, name, title="Meta Ads Manager")


def _order(found: Survey, answers: Answers) -> str:
    return next(iter(found.orders)) if len(found.orders) == 1 else answers.get("date_order")


def _questions(table: Table) -> tuple[Question, ...]:
    asked = []
    if not currency_in(table.columns.name("spend")) and "currency" not in table.columns:
        asked.append(CURRENCY)
    found = _survey(table)
    if len(found.orders) > 1:
        asked.append(WHICH_ORDER)
    if found.money is None:
        asked.append(HOW_DECIMALS)
    return tuple(asked)


_SUBTOTAL = Text(
    "A subtotal: the parts of this ad stand in rows of their own.",
    "Subtotal: bagian iklan ini ada di baris tersendiri.",
)


def _same_name(ad: AdRow) -> Trouble:
    return Trouble(
        line=ad.line,
        column="",
        value=ad.ad,
        why=Text(
            "Another ad of this set has the same name and days; this one was given a number.",
            "Iklan lain di set ini bernama dan bertanggal sama; yang ini diberi nomor.",
        ),
        fix=Text(
            "Add the Ad ID column to the report and download it again.",
            "Tambahkan kolom ID iklan ke laporan, lalu unduh lagi.",
        ),
    )


IMPORTER = MetaAds()
