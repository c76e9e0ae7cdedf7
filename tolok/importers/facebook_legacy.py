"""The "Facebook Insights Data Export" (until 2022), of posts and of a page by day.

Two header rows: names, then descriptions. The same name may stand twice, once for people and once
for counts; the description tells which. Figures of 7 and 28 days are kept as windows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tolok.core.ports import About, Answers, DayRow, Event, Match, PostRow, Skipped, WindowRow
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text
from tolok.lib.columns import Columns
from tolok.lib.meta import post_type
from tolok.lib.row_reader import RowReader, Table, find_table, is_empty, likely_orders

POSTS, PAGE = "facebook_legacy", "facebook_legacy_page"
POST_NEEDED = ("post_id", "published", "reach", "impressions")
PAGE_NEEDED = ("day", "fans")
POST_COUNTS = (
    "reach", "reach_organic", "reach_paid", "impressions", "impressions_organic",
    "impressions_paid", "engaged_users", "clicks", "link_clicks", "media_clicks", "other_clicks",
    "negative_feedback", "video_views", "likes", "comments", "shares",
)  # fmt: skip
DAY_COUNTS = (
    "fans", "followers_gained", "followers_lost", "engaged_users", "reach", "reach_organic",
    "reach_paid", "impressions", "impressions_organic", "impressions_paid", "clicks",
    "negative_feedback",
)  # fmt: skip
PAIRED = frozenset({"video_views"})  # stands twice under one name: views, and people who viewed
WINDOWS = {"week": 7, "month": 28}


class FacebookLegacy:
    id = "facebook_legacy"
    name = Text("Facebook Insights export (until 2022)", "Ekspor Facebook Insights (sampai 2022)")

    def sniff(self, sheet: Sheet) -> Match | None:
        for headers, needed, kind in ((POSTS, POST_NEEDED, "post"), (PAGE, PAGE_NEEDED, "day")):
            table = find_table(sheet, headers, *needed)
            if table is not None:
                described = any(_is_description(line, table) for line in table.head_rows()[:1])
                reasons = (_NAMES, _DESCRIBED) if described else (_NAMES,)
                return Match(0.95 if described else 0.85, reasons, "facebook", kind)
        return None

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        posts = find_table(sheet, POSTS, *POST_NEEDED)
        page = None if posts else find_table(sheet, PAGE, *PAGE_NEEDED)
        if posts:
            yield About(network="facebook", table="post", language="en")
            yield from _read(posts, "published", answers)
        elif page:
            yield About(network="facebook", table="day", language="en")
            yield from _read(page, "day", answers)


def _read(table: Table, dated: str, answers: Answers) -> Iterator[Event]:
    columns = _sorted_out(table)
    order = _order(table, dated, answers)
    for line in table.rows():
        if is_empty(line) or _is_description(line, table):
            yield Skipped(line.number, _NOTE)
            continue
        trouble = table.trouble(line)
        if trouble:
            yield trouble
        if not trouble or trouble.row_kept:
            row = RowReader(columns, line, order=order, today=answers.today)
            yield from _post(row) if dated == "published" else _days(row)


def _post(row: RowReader) -> Iterator[Event]:
    post_id = row.id("post_id")
    if not post_id:
        yield row.lacks("post_id")
        return
    yield PostRow(
        line=row.line.number,
        post_id=post_id,
        published_at=row.moment("published"),
        measures=row.counts(POST_COUNTS),
        type=post_type(row.text("type")),
        text=row.text("text"),
        link=row.text("link"),
        language=row.text("language"),
        extra=row.extra(),
    )
    yield from row.troubles


def _days(row: RowReader) -> Iterator[Event]:
    day = row.day("day")
    if day is None:
        yield row.lacks("day")
        return
    yield DayRow(line=row.line.number, day=day, measures=row.counts(DAY_COUNTS), extra=row.extra())
    yield from _windows(row, day)
    yield from row.troubles


def _windows(row: RowReader, day: date) -> Iterator[Event]:
    """People of the 7 or 28 days that end on this one: never a sum of the daily figures."""
    for name, days in WINDOWS.items():
        for what in ("reach", "engaged_users"):
            value = row.count(f"{name}_{what}")
            if value is not None:
                start = day - timedelta(days=days - 1)
                yield WindowRow(row.line.number, start, day, what, value)


def _sorted_out(table: Table) -> Columns:
    """Of two columns with one name, take the one that its description calls a count."""
    described = next(iter(table.head_rows()), None)
    if described is None or not _is_description(described, table):
        return table.columns
    words = [str(cell or "").casefold() for cell in described.cells]
    words += [""] * (len(table.columns.header) - len(words))
    kept = {
        name: tuple(place for place in places if _fits(name, words[place]))
        for name, places in table.columns.at.items()
    }
    at = {name: places for name, places in kept.items() if places}
    used = {place for places in at.values() for place in places}
    rest = tuple(i for i, name in enumerate(table.columns.header) if name and i not in used)
    return replace(table.columns, header=_told_apart(table, words), at=at, unknown=rest)


def _fits(name: str, description: str) -> bool:
    return name not in PAIRED or "unique users" not in description


def _told_apart(table: Table, words: list[str]) -> tuple[str, ...]:
    header = table.columns.header
    return tuple(
        f"{name} (unique)" if header.count(name) > 1 and "unique" in words[place] else name
        for place, name in enumerate(header)
    )


def _is_description(line: Line, table: Table) -> bool:
    """The second header row: sentences such as "Lifetime: The total number of people …"."""
    key = table.columns.cell(line, "post_id") or table.columns.cell(line, "day")
    texts = [str(cell) for cell in line.cells if cell is not None and ": " in str(cell)[:12]]
    return not str(key or "").strip() and len(texts) > 1


def _order(table: Table, dated: str, answers: Answers) -> str:
    """The export existed with American dates; other orders only where the days prove them."""
    orders = likely_orders(table.columns.cell(line, dated) for line in table.rows())
    return next(iter(orders)) if len(orders) == 1 else answers.get("date_order", "mdy")


_NOTE = Text("The line is empty or describes the columns.", "Baris kosong atau penjelasan kolom.")
_NAMES = Text(
    "It has the columns of the Facebook Insights Data Export.",
    "Kolomnya sama dengan Facebook Insights Data Export.",
)
_DESCRIBED = Text(
    "Its second row describes the columns.", "Baris keduanya menjelaskan kolom-kolomnya."
)


IMPORTER = FacebookLegacy()
