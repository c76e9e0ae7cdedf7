"""The "clicks conversion tracking" study (KAG): Facebook ads by age, gender and interest.

The file names neither its days nor its currency, so both are asked. Rows without days are not
stored; money without a currency is stored as such and never added to another.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tolok.core.ports import About, AdRow, Answers, Event, Match, Question, Trouble
from tolok.core.query import Value
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text
from tolok.lib.cells import CellError
from tolok.lib.dates import read_date
from tolok.lib.row_reader import RowReader, Table, find_table, whole_lines

HEADERS = "kag_ads"
NEEDED = ("ad", "campaign", "ad_set", "interest", "impressions", "spend")
NOISE = Decimal("0.0001")  # cents once went through 32-bit floats: 254.049996 was 254.05
COUNTS = ("impressions", "clicks", "conversions", "approved_conversions")
BREAKDOWN = ("age", "gender", "interest")
PERIOD = Question(
    id="period",
    words=Text(
        "Which days do these ads cover? Write the first and the last: 2017-08-01/2017-08-31.",
        "Hari apa saja yang dicakup iklan ini? Tulis yang pertama dan terakhir: "
        "2017-08-01/2017-08-31.",
    ),
    choices={},
)
CURRENCY = Question(
    id="currency",
    words=Text(
        "In which currency was the money spent? Write its three letters, such as USD.",
        "Mata uang apa yang dipakai? Tulis tiga hurufnya, misalnya IDR.",
    ),
    choices={},
)


class KagAds:
    id = "kag_ads"
    name = Text("KAG study: Facebook ads", "Studi KAG: iklan Facebook")

    def sniff(self, sheet: Sheet) -> Match | None:
        if find_table(sheet, HEADERS, *NEEDED) is None:
            return None
        reason = Text(
            "It has the columns of the KAG study: ad, two campaign ids, age, gender, interest.",
            "Kolomnya sama dengan studi KAG: iklan, dua id kampanye, usia, gender, minat.",
        )
        return Match(0.97, (reason,), "facebook", "ad", questions=(PERIOD, CURRENCY))

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = find_table(sheet, HEADERS, *NEEDED)
        if table is None:
            return
        yield About(network="facebook", table="ad", title="clicks conversion tracking (KAG)")
        days = period(answers.get("period"))
        currency = answers.get("currency").strip().upper()
        if days is None:
            yield _no_days(table, answers.get("period"))
        elif not re.fullmatch(r"([A-Z]{3})?", currency):
            yield _no_currency(table, currency)
        else:
            yield from _rows(table, days, currency)


def period(text: str) -> tuple[date, date] | None:
    """First and last day of "2017-08-01/2017-08-31" (".." is fine too); one day stands for both."""
    parts = [part.strip() for part in re.split(r"/|\.\.", text) if part.strip()]
    try:
        days = [read_date(part) for part in parts]
    except CellError:
        return None
    return (days[0], days[-1]) if len(days) in (1, 2) and days[0] <= days[-1] else None


def to_the_cent(spend: Decimal) -> Decimal:
    cents = spend.quantize(Decimal("0.01"))
    return cents if abs(spend - cents) < NOISE else spend


def _rows(table: Table, days: tuple[date, date], currency: str) -> Iterator[Event]:
    for line in whole_lines(table):
        if isinstance(line, Line):
            yield from _ad(table, line, days, currency)
        else:
            yield line


def _ad(table: Table, line: Line, days: tuple[date, date], currency: str) -> Iterator[Event]:
    row = RowReader(table.columns, line)
    measures: dict[str, Value] = row.counts(COUNTS)
    spend = row.money("spend")
    if spend is not None:
        measures["spend"] = to_the_cent(spend)
    yield AdRow(
        line=line.number,
        day=days[0],
        end=days[1],
        ad=row.id("ad"),
        currency=currency,
        measures=measures,
        campaign=row.id("campaign"),
        ad_set=row.id("ad_set"),
        breakdown=",".join(f"{name}={row.text(name)}" for name in BREAKDOWN),
        extra=row.extra(),
    )
    yield from row.troubles


def _no_days(table: Table, given: str) -> Trouble:
    return Trouble(
        line=table.header.number,
        column="",
        value=given,
        why=Text(
            "The file names no days, so its rows cannot be placed.",
            "Berkas ini tidak menyebutkan tanggal, jadi barisnya tidak dapat ditempatkan.",
        ),
        fix=Text(
            "Say the first and the last day, such as 2017-08-01/2017-08-31.",
            "Sebutkan hari pertama dan terakhir, misalnya 2017-08-01/2017-08-31.",
        ),
        row_kept=False,
    )


def _no_currency(table: Table, given: str) -> Trouble:
    return Trouble(
        line=table.header.number,
        column=table.columns.name("spend"),
        value=given,
        why=Text("This is no currency code.", "Ini bukan kode mata uang."),
        fix=Text("Write its three letters, such as USD.", "Tulis tiga hurufnya, misalnya IDR."),
        row_kept=False,
    )


IMPORTER = KagAds()
