"""The UCI study "Facebook metrics": 500 posts of a cosmetics brand, 2014 (Moro, Rita, Vala).

The file has no post id and no date. The id is the row's place in the file ("uci-0001"), and month,
weekday (1 = Sunday) and hour are kept as extras; `published_at` stays unknown.
"""

from collections.abc import Iterator

from tolok.core.ports import About, Answers, Event, Match, PostRow
from tolok.core.sheet import Line, Sheet
from tolok.core.text import Text
from tolok.lib.meta import post_type
from tolok.lib.row_reader import RowReader, Table, find_table, whole_lines

HEADERS = "uci_facebook"
NEEDED = ("page_likes", "type", "month", "weekday", "hour", "reach", "likes")
COUNTS = (
    "reach", "impressions", "engaged_users", "clicks", "comments", "likes", "shares",
    "engagements_native",
)  # fmt: skip
EXTRAS = ("page_likes", "category", "month", "weekday", "hour")
PAID = {"1": True, "0": False}


class UciFacebook:
    id = "uci_facebook"
    name = Text("UCI study: Facebook metrics", "Studi UCI: Facebook metrics")

    def sniff(self, sheet: Sheet) -> Match | None:
        if find_table(sheet, HEADERS, *NEEDED) is None:
            return None
        reason = Text(
            "It has the columns of the UCI study: post month, weekday and hour, no date.",
            "Kolomnya sama dengan studi UCI: bulan, hari, dan jam posting, tanpa tanggal.",
        )
        return Match(score=0.97, reasons=(reason,), network="facebook", table="post")

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = find_table(sheet, HEADERS, *NEEDED)
        if table is not None:
            yield About(network="facebook", table="post", title="Facebook metrics (UCI)")
            for line in whole_lines(table):
                yield from _post(table, line) if isinstance(line, Line) else (line,)


def _post(table: Table, line: Line) -> Iterator[Event]:
    place = line.number - table.header.number
    row = RowReader(table.columns, line)
    named = {name: row.text(name) for name in EXTRAS}
    yield PostRow(
        line=line.number,
        post_id=f"uci-{place:04d}",
        published_at=None,
        measures=row.counts(COUNTS),
        type=post_type(row.text("type")),
        paid=PAID.get(row.text("paid")),
        extra={name: value for name, value in named.items() if value} | row.extra(),
    )
    yield from row.troubles


IMPORTER = UciFacebook()
