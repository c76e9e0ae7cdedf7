"""Sprout Social's Post Performance download: posts of several networks and profiles in one table.

Each network and profile becomes a table of its own. Rates are not taken: they are made from counts.
"""

from collections.abc import Iterator

from tolok.core.ports import About, Answers, Event, Match, PostRow, Skipped, Trouble
from tolok.core.query import Value
from tolok.core.sheet import Cell, Sheet
from tolok.core.text import Text, say
from tolok.lib.columns import normalise
from tolok.lib.meta import post_type
from tolok.lib.row_reader import RowReader, Table, count_style, find_table, is_empty, likely_orders

HEADERS = "sprout_posts"
NEEDED = ("published", "post_id", "network", "account")
COUNTS = (
    "impressions", "impressions_organic", "impressions_paid", "reach", "reach_organic",
    "reach_paid", "views", "engagements_native", "comments", "shares", "saves", "replies",
    "quotes", "clicks", "link_clicks", "other_clicks", "hashtag_clicks", "detail_expands",
    "profile_clicks", "media_clicks", "video_views", "negative_feedback", "engaged_users",
)  # fmt: skip
NETWORKS = {
    "facebook": "facebook", "instagram": "instagram", "x": "x", "twitter": "x",
    "linkedin": "linkedin", "tiktok": "tiktok", "youtube": "youtube", "pinterest": "pinterest",
    "threads": "threads", "bluesky": "bluesky", "mastodon": "mastodon",
    "google business profile": "google_business", "google my business": "google_business",
}  # fmt: skip
KINDS = {"story": "story", "instagram story": "story", "facebook story": "story", "reel": "reel",
         "instagram reel": "reel", "facebook reel": "reel", "poll": "poll"}  # fmt: skip


class SproutPosts:
    id = "sprout_posts"
    name = Text("Sprout Social: post performance", "Sprout Social: kinerja posting")

    def sniff(self, sheet: Sheet) -> Match | None:
        table = find_table(sheet, HEADERS, *NEEDED)
        if table is None or sum(name in table.columns for name in COUNTS) < 3:
            return None
        reason = Text(
            "It has Sprout's columns: network, profile, post id and counts.",
            "Kolomnya sama dengan Sprout: jaringan, profil, id posting, dan angka.",
        )
        return Match(0.95, (reason,), _only_network(table), "post")

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        table = find_table(sheet, HEADERS, *NEEDED)
        if table is None:
            return
        groups: dict[tuple[str, str], list[Event]] = {}
        for row in _rows(table, answers):
            network = NETWORKS.get(normalise(row.text("network")), "")
            group = groups.setdefault((network, row.text("account") if network else ""), [])
            group.extend(_events(row, table.trouble(row.line), network))
        for (network, account), found in sorted(groups.items(), key=lambda item: item[0]):
            if network:
                yield About(network, "post", account=account, account_name=account, language="en")
            yield from found


def _rows(table: Table, answers: Answers) -> Iterator[RowReader]:
    cells = list(table.rows())
    samples: list[Cell] = [table.columns.cell(line, name) for line in cells for name in COUNTS]
    orders = likely_orders(table.columns.cell(line, "published") for line in cells)
    order = next(iter(orders)) if len(orders) == 1 else answers.get("date_order", "mdy")
    style = count_style(samples)
    for line in cells:
        yield RowReader(table.columns, line, style, order, answers.today)


def _events(row: RowReader, trouble: Trouble | None, network: str) -> Iterator[Event]:
    line = row.line
    if is_empty(line):
        yield Skipped(line.number, Text("The line is empty.", "Barisnya kosong."))
    elif trouble and not trouble.row_kept:
        yield trouble
    elif not network:
        yield _unknown_network(row)
    elif not row.id("post_id"):
        yield row.lacks("post_id")
    else:
        yield _post(row)
        yield from row.troubles
        yield from [trouble] if trouble else []


def _post(row: RowReader) -> PostRow:
    return PostRow(
        line=row.line.number,
        post_id=row.id("post_id"),
        published_at=row.moment("published"),
        measures=_measures(row),
        type=KINDS.get(normalise(row.text("post_kind"))) or post_type(row.text("type")),
        text=row.text("text"),
        link=row.text("link"),
        tags=tuple(t.strip() for t in row.text("tags").split(",") if t.strip()),
        author=row.text("author"),
        extra=row.extra(),
    )


def _measures(row: RowReader) -> dict[str, Value]:
    """Reactions are likes of every kind; "Likes" alone is one of the kinds on Facebook."""
    measures: dict[str, Value] = row.counts(COUNTS)
    reactions = row.count("reactions")
    likes = row.count("likes") if reactions is None else reactions
    return measures if likes is None else {**measures, "likes": likes}


def _only_network(table: Table) -> str:
    words = {str(table.columns.cell(line, "network") or "") for line in table.head_rows()}
    networks = {NETWORKS.get(normalise(word), "") for word in words if word}
    return networks.pop() if len(networks) == 1 else ""


def _unknown_network(row: RowReader) -> Trouble:
    return Trouble(
        line=row.line.number,
        column=row.columns.name("network"),
        value=row.text("network"),
        why=say(
            'The network "{name}" is not known.',
            'Jaringan "{name}" tidak dikenal.',
            name=row.text("network"),
        ),
        fix=Text("Correct the network's name in the file.", "Perbaiki nama jaringan di berkas."),
        row_kept=False,
    )


IMPORTER = SproutPosts()
