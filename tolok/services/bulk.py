"""Files of posts: looked at with what is wrong by row, planned all or not at all, taken back whole.

The file lies in the data folder between looking and planning, for a day at most.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tolok.core.bulk import BulkPost
from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.ports import Question, Trouble
from tolok.core.publishing.content import MediaUse, PostContent
from tolok.core.text import Text, say
from tolok.lib.bulk_reader import ORDER, read_bulk
from tolok.lib.ids import row_id, uuid7
from tolok.services import posts
from tolok.services.access import Scope, record
from tolok.services.campaigns import find_or_make
from tolok.services.channels import channels
from tolok.services.post_check import Reachable, reachable, verdict
from tolok.services.post_form import Names
from tolok.services.post_order import AT, NEXT, Order, When
from tolok.store.models import Delivery, Media, Post
from tolok.store.scope import hold, within

KEPT_S = 86_400
UNSENT = ("draft", "scheduled", "in_review", "approved", "cancelled")


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it would be planned. `orders` stand beside `rows`; a campaign is still a name."""

    file: str
    format: str
    rows: tuple[BulkPost, ...]
    orders: tuple[Order, ...]
    troubles: tuple[Trouble, ...]
    questions: tuple[Question, ...]

    @property
    def ready(self) -> bool:
        kept = all(each.row_kept for each in self.troubles)
        return bool(self.rows) and kept and not self.questions


def receive(scope: Scope, name: str, path: Path, now: datetime) -> str:
    """Keep a file until it is planned; what others left for more than a day is thrown away."""
    folder = _folder(scope)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if now.timestamp() - _kept_since(old) > KEPT_S:
            shutil.rmtree(old, ignore_errors=True)
    id = str(uuid7())
    place = folder / id
    place.mkdir()
    shutil.copyfile(path, place / "file")
    (place / "name").write_text(Path(name).name[:200] or "posts.csv", "utf-8")
    return id


def kept(scope: Scope, id: str) -> tuple[str, Path]:
    """The name and place of a kept file; ProblemError 404 when it is gone."""
    found = row_id(id)
    place = _folder(scope) / str(found)
    if found is None or not (place / "file").is_file():
        raise not_found(Text("file", "berkas"))
    return (place / "name").read_text("utf-8"), place / "file"


def look(
    scope: Scope,
    name: str,
    path: Path,
    now: datetime,
    *,
    answers: Mapping[str, str] | None = None,
    default: Sequence[str] = (),
) -> Look:
    """What the file would plan. `default`: channels for rows that name none."""
    answers = answers or {}
    found = read_bulk(
        path, name, zone=ZoneInfo(scope.workspace.zone), now=now,
        format=answers.get("format", ""), order=answers.get(ORDER, ""),
    )  # fmt: skip
    reader = _Reader(scope, default)
    read = [(row, reader.order(row)) for row in found.posts]
    orders = tuple(order for _, order in read if order is not None)
    troubles = sorted([*found.troubles, *reader.troubles], key=lambda each: each.line)
    rows = tuple(row for row, order in read if order is not None)
    return Look(name, found.format, rows, orders, tuple(troubles), found.questions)


def commit(scope: Scope, looked: Look, now: datetime, *, id: str = "") -> tuple[str, list[Post]]:
    """Plan all rows, or none. The id finds them again; that of a kept file is planned once."""
    if not looked.ready:
        raise _not_ready(looked)
    id = str(row_id(id) if id else uuid7())
    with transaction.atomic():
        hold(scope.id)
        if within(Post, scope.id).filter(origin=f"bulk:{id}").exists():
            raise _planned_already()
        names = {row.campaign: find_or_make(scope, row.campaign) for row in looked.rows}
        orders = [
            Order(
                content=order.content, channels=order.channels, when=order.when,
                tags=order.tags, campaign=names[row.campaign], origin=f"bulk:{id}",
            )
            for row, order in zip(looked.rows, looked.orders, strict=True)
        ]  # fmt: skip
        made = posts.make_many(scope, orders, now)
        record(scope, scope.actor, "bulk.planned", id, n=len(made), file=looked.file)
    return id, made


def take_back(scope: Scope, id: str, now: datetime) -> tuple[int, int]:
    """Put away the posts of a file that no network has yet; how many, and how many stay."""
    batch = row_id(id)
    rows = within(Post, scope.id).filter(origin=f"bulk:{batch}", deleted_at=None)
    found = list(rows.order_by("created_at")) if batch else []
    if not found:
        raise not_found(Text("file of posts", "berkas posting"))
    gone = 0
    busy = set(
        Delivery.objects.filter(post__in=rows)
        .exclude(state__in=UNSENT)
        .values_list("post_id", flat=True)
    )
    with transaction.atomic():
        for one in found:
            if one.id not in busy:
                posts.remove(scope, str(one.id), now)
                gone += 1
        record(scope, scope.actor, "bulk.taken_back", str(batch), n=gone)
    return gone, len(found) - gone


def batches(scope: Scope) -> list[tuple[str, datetime, int]]:
    """The latest files that were planned: id, when, posts that are left."""
    rows = within(Post, scope.id).filter(origin__startswith="bulk:", deleted_at=None)
    found: dict[str, tuple[datetime, int]] = {}
    for origin, at in rows.order_by("-created_at").values_list("origin", "created_at")[:20_000]:
        id = origin.removeprefix("bulk:")
        found[id] = (at, found[id][1] + 1 if id in found else 1)
    return [(id, at, n) for id, (at, n) in list(found.items())[:10]]


def look_dict(found: Look) -> dict[str, Any]:
    return {
        "file": found.file,
        "format": found.format,
        "ready": found.ready,
        "rows": len(found.rows),
        "sample": [
            {
                "line": row.line,
                "at": row.at.isoformat() if row.at else None,
                "text": row.text,
                "channels": list(row.channels),
                "campaign": row.campaign,
            }
            for row in found.rows[:10]
        ],
        "problems": [
            {
                "line": each.line,
                "column": each.column,
                "value": each.value,
                "why": each.why.as_dict(),
                "fix": each.fix.as_dict(),
                "stops": not each.row_kept,
            }
            for each in found.troubles
        ],
        "questions": [
            {
                "id": each.id,
                "words": each.words.as_dict(),
                "choices": {key: words.as_dict() for key, words in each.choices.items()},
            }
            for each in found.questions
        ],
    }


class _Reader:
    """Rows as orders; what a row names and the workspace does not have is told by column."""

    def __init__(self, scope: Scope, default: Sequence[str]) -> None:
        self.scope, self.names = scope, Names(scope)
        self.default = self.names.channels(default)
        self.troubles = list[Trouble]()
        self.reachable = {each.channel.id: each for each in reachable(scope, channels(scope))}
        pieces = list(within(Media, scope.id).filter(deleted_at=None).values_list("name", "id"))
        self.media = {
            **{name: str(id) for name, id in pieces},
            **{str(i): str(i) for _, i in pieces},
        }
        self.often = Counter(name for name, _ in pieces)
        self.alike = Counter(each.channel.name for each in self.reachable.values())

    def order(self, row: BulkPost) -> Order | None:
        before = len(self.troubles)
        chosen = self._channels(row)
        uses = self._media(row)
        if len(self.troubles) > before:
            return None
        content = PostContent(text=row.text, link=row.link, media=uses, comment=row.comment)
        self._check(row, content, chosen)
        if len(self.troubles) > before:
            return None
        when = When(AT, row.at) if row.at else When(NEXT)
        return Order(content=content, channels=chosen, when=when, tags=row.tags)

    def _channels(self, row: BulkPost) -> tuple[UUID, ...]:
        found = list[UUID]()
        for name in row.channels:
            if self.alike[name] > 1:
                self._tell(row, "channels", name, _TWO_CHANNELS, _BY_ID)
                continue
            try:
                found += self.names.channels([name])
            except ProblemError as error:
                self._tell(row, "channels", name, error.problem.detail, error.problem.fix)
        chosen = tuple(dict.fromkeys(found)) or (() if row.channels else self.default)
        if not chosen and not row.channels:
            self._tell(row, "channels", "", _NO_CHANNEL, _CHOOSE)
        return chosen

    def _media(self, row: BulkPost) -> tuple[MediaUse, ...]:
        uses = list[MediaUse]()
        for place, name in enumerate(row.media):
            alt = row.alt[place] if place < len(row.alt) else None
            if self.often[name] > 1:
                self._tell(row, "media", name, _TWO_MEDIA, _BY_ID)
            elif name in self.media:
                uses.append(MediaUse(self.media[name], alt or None))
            else:
                self._tell(row, "media", name, _NO_MEDIA, _SEND_MEDIA)
        return tuple(uses)

    def _check(self, row: BulkPost, content: PostContent, chosen: Iterable[UUID]) -> None:
        for id in chosen:
            target: Reachable = self.reachable[id]
            for words in verdict(self.scope, content, target).problems:
                told = Text(
                    f"{target.channel.name}: {words.en}", f"{target.channel.name}: {words.id}"
                )
                self._tell(row, "text", row.text[:80], told, _MEND)

    def _tell(self, row: BulkPost, column: str, value: str, why: Text, fix: Text) -> None:
        self.troubles.append(Trouble(row.line, column, value, why, fix, row_kept=False))


def _kept_since(place: Path) -> float:
    """Another request may throw it away at the same time; then it counts as old."""
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _folder(scope: Scope) -> Path:
    return Path(settings.DATA.root) / "bulk" / str(scope.id)


def _planned_already() -> ProblemError:
    return invalid(
        Text("This file is planned already.", "Berkas ini sudah dijadwalkan."),
        Text("Send it again if it shall go out twice.", "Kirim lagi bila memang harus dua kali."),
        type="file-not-ready",
    )


def _not_ready(looked: Look) -> ProblemError:
    if looked.questions:
        return invalid(looked.questions[0].words, Text("Answer it.", "Jawab dulu."))
    stops = [each for each in looked.troubles if not each.row_kept]
    if not stops:
        return invalid(
            Text("The file holds no post.", "Berkas ini tidak berisi posting."),
            Text("Send one with a text in each row.", "Kirim berkas dengan teks di tiap baris."),
        )
    first = stops[0]
    return invalid(
        say(
            "{n} problems; the first in line {line}: {why}",
            "{n} masalah; yang pertama di baris {line}: {why}",
            n=len(stops), line=first.line, why=first.why,
        ),
        say("{fix} Nothing was planned.", "{fix} Tidak ada yang dijadwalkan.", fix=first.fix),
        type="file-not-ready",
    )  # fmt: skip


_NO_CHANNEL = Text("The row names no channel.", "Baris ini tidak menyebut kanal.")
_CHOOSE = Text(
    "Write one into the row, or choose channels for the whole file.",
    "Tulis di barisnya, atau pilih kanal untuk seluruh berkas.",
)
_NO_MEDIA = Text(
    "The media library has nothing of that name.", "Pustaka media tidak punya nama itu."
)
_TWO_CHANNELS = Text("Several channels are called so.", "Beberapa kanal bernama sama.")
_TWO_MEDIA = Text(
    "The media library has several of that name.", "Pustaka media punya beberapa yang bernama sama."
)
_BY_ID = Text(
    "Write the id instead; the export of planned posts shows it.",
    "Tulis id-nya; ekspor posting terjadwal menampilkannya.",
)
_SEND_MEDIA = Text("Put it into the media library first.", "Masukkan dulu ke pustaka media.")
_MEND = Text("Mend the row, or take the channel out.", "Perbaiki barisnya, atau hapus kanalnya.")


def no_file() -> ProblemError:
    return invalid(
        Text("No file came along.", "Tidak ada berkas yang ikut."),
        Text("Choose a CSV or XLSX file.", "Pilih berkas CSV atau XLSX."),
    )
