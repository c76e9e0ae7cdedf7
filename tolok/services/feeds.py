"""The feeds of a workspace: look at an address, add, change, remove, lists in and out, health."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.feeds.item import Reading
from tolok.core.feeds.polling import Pace, health
from tolok.core.text import Text, say
from tolok.lib.feeds.addresses import web_address
from tolok.lib.feeds.opml import Listed, read_opml, write_opml
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.services.feed_fetch import PUSH, Client, fetch
from tolok.services.feed_rules import read_first
from tolok.services.wire import wire
from tolok.store.models import Feed
from tolok.store.scope import within

MOST = 2_000
PERIODS = (5, 24 * 60)  # minutes, shortest and longest
LONGEST_URL = 1000


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a list: addresses added, known before, and names that are no address."""

    added: tuple[Feed, ...]
    known: tuple[str, ...]
    skipped: tuple[str, ...]


def feeds(scope: Scope) -> list[Feed]:
    return list(within(Feed, scope.id))


def feed(scope: Scope, feed_id: str) -> Feed:
    found = within(Feed, scope.id).filter(id=row_id(feed_id)).first()
    if found is None:
        raise not_found(Text("feed", "feed"))
    return found


def look(url: str, client: Client = wire) -> Reading:
    """Read an address without keeping anything. Raises ProblemError that says what is wrong."""
    found = asyncio.run(_look(client, address(url)))
    if found.reading is None:
        raise invalid(found.why or _NOTHING, _CHECK, type="feed-refused")
    return found.reading


def add(scope: Scope, url: str, now: datetime, **fields: Any) -> Feed:
    """A feed that is read from now on. `fields` as in `change`."""
    checked = address(url)
    with transaction.atomic():
        _room(scope, 1)
        if within(Feed, scope.id).filter(url=checked).exists():
            raise invalid(
                Text("This feed is here already.", "Feed ini sudah ada di sini."),
                Text("Change the one that is here.", "Ubah yang sudah ada."),
            )
        author = scope.actor.user
        row = Feed(workspace=scope.workspace, url=checked, due_at=now, author=author)
        _set(row, fields)
        row.save()
        record(scope, scope.actor, "feed.added", str(row.id))
    return row


def change(scope: Scope, feed_id: str, now: datetime, **fields: Any) -> Feed:
    """`title`, `folder`, `period_minutes`, `enabled`, `first`, `hub_off`. It is read again soon."""
    with transaction.atomic():
        row = feed(scope, feed_id)
        _set(row, fields)
        row.due_at = min(row.due_at, now)
        row.save()
        record(scope, scope.actor, "feed.changed", str(row.id), fields=sorted(fields))
    return row


def remove(scope: Scope, feed_id: str) -> None:
    """The feed with its entries and their ledger. Posts that were made of them stay."""
    with transaction.atomic():
        row = feed(scope, feed_id)
        record(scope, scope.actor, "feed.removed", str(row.id), url=row.url)
        row.delete()


def take_opml(scope: Scope, body: bytes, now: datetime) -> TakenIn:
    """Add what a list holds and is not here yet. Raises ProblemError when it is no list."""
    listed = read_opml(body)
    with transaction.atomic():
        known = set(within(Feed, scope.id).values_list("url", flat=True))
        new = [each for each in listed.feeds if each.url not in known]
        fitting = [each for each in new if len(each.url) <= LONGEST_URL]
        _room(scope, len(fitting))
        rows = [_listed_row(scope, each, now) for each in fitting]
        Feed.objects.bulk_create(rows)
        record(scope, scope.actor, "feeds.taken_in", n=len(rows))
    long = tuple(each.title or each.url[:80] for each in new if each not in fitting)
    there = tuple(each.url for each in listed.feeds if each.url in known)
    return TakenIn(tuple(rows), there, listed.skipped + long)


def give_opml(scope: Scope) -> bytes:
    """All feeds as a list for another reader."""
    rows = [row for row in feeds(scope) if row.format != PUSH]
    listed = [Listed(row.url, row.title, row.folder, row.site) for row in rows]
    return write_opml(scope.workspace.name, listed)


def health_words(row: Feed, now: datetime) -> Text:
    """How the feed is, in a sentence."""
    if not row.enabled:
        return Text("Switched off by a person.", "Dimatikan oleh seseorang.")
    if row.format == PUSH:
        return Text("Its entries come through the API.", "Entrinya datang lewat API.")
    if row.read_at is None and not row.failures:
        return Text("Not read yet.", "Belum dibaca.")
    why = Text.from_dict(row.problem) if row.problem else None
    due = max(row.due_at, now)
    return health(Pace(failures=row.failures), now, due, gone=row.gone, why=why)


def feed_dict(row: Feed, now: datetime) -> dict[str, Any]:
    """The feed as the API and pages show it."""
    return {
        "id": str(row.id),
        "url": row.url,
        "title": row.title or row.url,
        "site": row.site,
        "folder": row.folder,
        "format": row.format,
        "period_minutes": row.period_minutes,
        "first": row.first,
        "enabled": row.enabled,
        "due_at": row.due_at.isoformat(),
        "read_at": row.read_at.isoformat() if row.read_at else None,
        "new_at": row.new_at.isoformat() if row.new_at else None,
        "failures": row.failures,
        "gone": row.gone,
        "health": health_words(row, now).as_dict(),
        "troubles": row.troubles,
        "hub": {"url": row.hub, "state": row.hub_state},
    }


def _set(row: Feed, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        match name:
            case "title" | "folder":
                setattr(row, name, str(value).strip()[: 300 if name == "title" else 200])
            case "period_minutes":
                row.period_minutes = _period(value)
            case "enabled":
                row.enabled = value is True
            case "hub_off":
                if (row.hub_state == "off") != (value is True):
                    row.hub_state = "off" if value is True else ""
            case "first":
                read_first(value)
                row.first = value
            case _:
                raise _unknown(name)


def _period(value: object) -> int:
    shortest, longest = PERIODS
    if not isinstance(value, int) or isinstance(value, bool) or not shortest <= value <= longest:
        raise invalid(
            say(
                "A feed is read every {a} to {b} minutes.",
                "Feed dibaca tiap {a} sampai {b} menit.",
                a=shortest,
                b=longest,
            ),
            Text("Choose a number between them.", "Pilih angka di antaranya."),
        )
    return value


def address(url: str) -> str:
    """The address as it is kept; without a scheme it is taken for https."""
    found = web_address(url.strip() if "://" in url else f"https://{url.strip()}")
    if not found or len(found) > LONGEST_URL:
        raise invalid(Text("That is not a web address.", "Itu bukan alamat web."), _CHECK)
    return found


def _room(scope: Scope, more: int) -> None:
    if within(Feed, scope.id).count() + more > MOST:
        raise invalid(
            say("A workspace holds {n} feeds.", "Satu ruang kerja memuat {n} feed.", n=MOST),
            Text("Remove some first.", "Hapus beberapa dulu."),
        )


def _listed_row(scope: Scope, each: Listed, now: datetime) -> Feed:
    return Feed(
        workspace=scope.workspace,
        url=each.url,
        title=each.title[:300],
        folder=each.folder[:200],
        site=each.site,
        due_at=now + timedelta(seconds=1),
        author=scope.actor.user,
    )


async def _look(client: Client, url: str) -> Any:
    async with client() as http:
        return await fetch(http, Feed(url=url))


def _unknown(name: str) -> ProblemError:
    return invalid(
        say("A feed has no {name}.", "Feed tidak punya {name}.", name=name),
        Text("See the API reference.", "Lihat referensi API."),
    )


def folders(rows: Iterable[Feed]) -> list[str]:
    return sorted({row.folder for row in rows if row.folder})


_NOTHING = Text("Nothing was read.", "Tidak ada yang terbaca.")
_CHECK = Text(
    "Enter the address of the feed, beginning with https.",
    "Masukkan alamat feed, diawali https.",
)
