"""Planned posts as our own table, to be read again. Threads, polls and variants are left out."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.core.bulk import BulkPost
from tolok.core.errors import invalid
from tolok.core.text import Text
from tolok.lib.bulk_reader import own_csv, own_table
from tolok.render.tables import Sheet, xlsx_bytes
from tolok.services.access import Scope
from tolok.services.channels import all_channels
from tolok.services.post_read import Filter, listed
from tolok.store.models import Media, Post
from tolok.store.scope import within

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PLANNED = ("scheduled", "in_review", "approved")


def planned(scope: Scope, form: str, now: datetime) -> tuple[bytes, str]:
    """What is still to go out, in order of time, and its media type."""
    if form not in FORMS:
        raise invalid(
            Text("There is no such form.", "Tidak ada bentuk itu."),
            Text("Use csv or xlsx.", "Pakai csv atau xlsx."),
        )
    rows = listed(scope, Filter(since=now, states=PLANNED)).order_by("due_at", "id")
    pieces = list(within(Media, scope.id).values_list("id", "name"))
    often = Counter(name for _, name in pieces)
    media = {str(id): name if often[name] == 1 else str(id) for id, name in pieces}
    zone = ZoneInfo(scope.workspace.zone)
    alike = Counter(each.name for each in all_channels(scope))
    found = [_row(post, media, alike, zone, number) for number, post in enumerate(rows, 2)]
    if form == "csv":
        return own_csv(found), FORMS[form]
    head, *lines = own_table(found)
    return xlsx_bytes([Sheet("Posts", head, lines)]), FORMS[form]


def _row(
    post: Post, media: Mapping[str, str], alike: Mapping[str, int], zone: ZoneInfo, line: int
) -> BulkPost:
    """A name that two channels have says nothing; their ids do."""
    content = post.content
    uses = [use for use in content.get("media", ()) if use["id"] in media]
    open_rows = [row for row in post.deliveries.all() if row.part == 0 and row.state in PLANNED]
    return BulkPost(
        line=line,
        text=content.get("text", ""),
        at=post.due_at.astimezone(zone) if post.due_at else None,
        channels=tuple(
            c.name if alike[c.name] == 1 else str(c.id) for c in (row.channel for row in open_rows)
        ),
        link=content.get("link", ""),
        media=tuple(media[use["id"]] for use in uses),
        alt=tuple(use.get("alt") or "" for use in uses),
        campaign=post.campaign.name if post.campaign else "",
        tags=tuple(post.tags),
        comment=content.get("comment", ""),
    )
