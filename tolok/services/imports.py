"""Bringing files: receive, look before anything is kept, commit, undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tolok.core.errors import Problem, ProblemError, invalid, not_found
from tolok.core.ports import Row
from tolok.core.text import Text, say
from tolok.facts.batch import Report
from tolok.lib.archives import is_archive, unpack
from tolok.lib.ids import uuid7
from tolok.lib.prose import is_prose
from tolok.services import ingest
from tolok.services.access import Scope, record
from tolok.services.channels import channel as channel_of
from tolok.services.fact_store import facts, raw
from tolok.services.import_settle import remember, settle, take
from tolok.services.recognition import importers, read_file, read_sheet
from tolok.store.models import Batch
from tolok.store.scope import hold, within

OPEN_STATES = ("received", "waiting", "checked")
CLOCK_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a commit would do: the batch, its first rows, and the dry run's report."""

    batch: Batch
    sample: tuple[Row, ...]
    accounts: tuple[str, ...]
    new_channels: int
    report: Report | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is no table at all, with the reason."""

    file_name: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Received:
    """`set_aside`: names of files that hold words, not data, and came along with data."""

    upload: UUID
    batches: tuple[Batch, ...]
    refused: tuple[Refused, ...]
    set_aside: tuple[str, ...] = ()


def receive(
    scope: Scope,
    files: Iterable[tuple[str, Path]],
    *,
    channel: str = "",
    answers: Mapping[str, str] | None = None,
    observed_at: datetime | None = None,
) -> Received:
    """Keep each file in the raw archive and recognise its sheets. Nothing enters the facts yet.

    `files`: name and path; archives are opened. A file that cannot be read is refused by itself.
    Read-me files, licences and notes beside data are set aside; alone they are looked at.
    """
    upload = uuid7()
    batches: list[Batch] = []
    refused: list[Refused] = []

    def take_in(name: str, path: Path) -> None:
        try:
            batches.extend(
                _receive_file(scope, upload, name, path, channel, dict(answers or {}), observed_at)
            )
        except ProblemError as error:
            refused.append(Refused(name, error.problem))
        except OSError as error:
            refused.append(Refused(name, _unkept(error)))

    words: list[tuple[str, Path]] = []
    for name, path in _opened(files, refused):
        if is_prose(path, name):
            words.append((name, path))
        else:
            take_in(name, path)
    if any(batch.importer or batch.questions for batch in batches):
        return Received(upload, tuple(batches), tuple(refused), tuple(name for name, _ in words))
    for name, path in words:
        take_in(name, path)
    return Received(upload, tuple(batches), tuple(refused))


def preview(scope: Scope, batch_id: str | UUID) -> Preview:
    """Read the whole sheet without keeping anything, and say what would change."""
    batch = batch_by_id(scope, batch_id)
    if batch.state not in ("checked", "done") or not batch.importer:
        return Preview(batch, (), (), 0, None)
    events = ingest.Events(batch, ingest.sheet_of(batch))
    seen = ingest.look(batch, events)
    mapping = ingest.channels_for(scope, batch, seen, make=False)
    report = ingest.run_ingest(batch, dry_run=True, events=events)
    return Preview(
        batch=batch,
        sample=tuple(seen.sample),
        accounts=tuple(name or account for (_, account), name in seen.accounts.items()),
        new_channels=sum(c.startswith("new:") for c in mapping.values()),
        report=report,
    )


def answer(scope: Scope, batch_id: str | UUID, given: Mapping[str, str]) -> Batch:
    """Settle questions of a batch, and remember it for files with the same header."""
    batch = batch_by_id(scope, batch_id)
    if batch.state not in OPEN_STATES:
        raise invalid(
            Text("This file was already imported.", "Berkas ini sudah diimpor."),
            Text("Undo the import first.", "Batalkan dahulu impornya."),
        )
    settled = {**batch.answers, **{k: v for k, v in given.items() if v}}
    if "channel" in settled:
        batch.channel = channel_of(scope, settled.pop("channel"))
        settled.setdefault("network", batch.channel.network)
    reading = read_sheet(ingest.sheet_of(batch), settled)
    take(scope, batch, reading, settled)
    batch.save()
    if batch.state == "checked":
        remember(scope, reading, settled)
    return batch


def commit(scope: Scope, batch_ids: Iterable[str | UUID], *, wait: bool) -> list[Batch]:
    """Let the batches into the facts. From here on they are not lost, whatever dies.

    With `wait` the rows are in when this returns; else a job takes them up within a second.
    """
    chosen = [batch_by_id(scope, b) for b in batch_ids]
    for batch in chosen:
        if batch.state not in ("checked", "failed", "done", "ready"):
            raise invalid(
                say(
                    "{f} still has a question.", "{f} masih memiliki pertanyaan.", f=batch.file_name
                ),
                Text("Answer it first.", "Jawab dahulu."),
                type="question-open",
            )
    with transaction.atomic():
        hold(scope.id)
        for batch in chosen:
            waits = within(Batch, scope.id).filter(id=batch.id, state__in=("checked", "failed"))
            if waits.update(state="ready", problem=None):
                _forget_twins(scope, batch)
                record(scope, scope.actor, "import.committed", str(batch.id), file=batch.file_name)
    if wait:
        _work_until_done({b.id for b in chosen})
    return [batch_by_id(scope, b.id) for b in chosen]


def undo(scope: Scope, batch_id: str | UUID) -> Batch:
    """Take a batch's rows out of the facts; rows that later files repeated come back from those."""
    batch = batch_by_id(scope, batch_id)
    if batch.state != "done":
        raise invalid(
            Text(
                "Only a finished import can be undone.",
                "Hanya impor selesai yang dapat dibatalkan.",
            ),
            Text("Wait until it is done.", "Tunggu sampai selesai."),
        )
    undone = facts().undo(scope.key, str(batch.id))
    with transaction.atomic():
        batch.state, batch.finished_at = "undone", datetime.now(UTC)
        batch.save(update_fields=["state", "finished_at"])
        record(scope, scope.actor, "import.undone", str(batch.id), file=batch.file_name)
    for later in undone.replay:
        ingest.run_ingest(Batch.objects.select_related("workspace", "channel").get(id=later))
    return batch


def batch_by_id(scope: Scope, batch_id: str | UUID) -> Batch:
    try:
        key = batch_id if isinstance(batch_id, UUID) else UUID(str(batch_id))
    except ValueError:
        raise not_found(Text("import", "impor")) from None
    rows = within(Batch, scope.id).select_related("workspace", "channel", "received_by")
    found = rows.filter(id=key).first()
    if found is None:
        raise not_found(Text("import", "impor"))
    return found


def pages(scope: Scope, *, limit: int, before: str = "") -> tuple[list[Batch], str]:
    """Imports from the newest back, and the id to go on from; "" after the last.

    Ids are in the order of time, so files that come in meanwhile move nothing.
    """
    found = within(Batch, scope.id).select_related("workspace", "channel", "received_by")
    if before:
        found = found.filter(id__lt=_uuid(before))
    listed = list(found.order_by("-id")[: limit + 1])
    more = len(listed) > limit
    return listed[:limit], str(listed[limit - 1].id) if more else ""


def drop(scope: Scope, batch_id: str | UUID) -> None:
    """Forget an import that is not in the facts; ProblemError when it is."""
    batch = batch_by_id(scope, batch_id)
    if batch.state not in (*OPEN_STATES, "failed"):
        raise invalid(
            Text("This file was already imported.", "Berkas ini sudah diimpor."),
            Text("Undo the import instead.", "Batalkan saja impornya."),
        )
    batch.delete()


def batches(scope: Scope, *, upload: str = "", limit: int = 100) -> list[Batch]:
    """Files that people brought, newest first; only one upload's with `upload`.

    What connections collect comes every hour: `collect_state.collections` has one row a channel.
    """
    found = within(Batch, scope.id).select_related("workspace", "channel", "received_by")
    if upload:
        found = found.filter(upload=_uuid(upload))
    else:
        found = found.exclude(importer="observed", received_by=None)
    listed = list(found.order_by("-created_at", "sheet")[:limit])
    if upload and not listed:
        raise not_found(Text("upload", "unggahan"))
    return listed


def drop_unfinished(scope: Scope, upload: str) -> None:
    """Forget an upload that was only looked at."""
    within(Batch, scope.id).filter(upload=_uuid(upload), state__in=OPEN_STATES).delete()


def _forget_twins(scope: Scope, batch: Batch) -> None:
    """The same bytes that were brought before and only looked at need no answer any more."""
    same = within(Batch, scope.id).filter(sha256=batch.sha256, sheet=batch.sheet)
    same.filter(state__in=OPEN_STATES).exclude(id=batch.id).delete()


def _uuid(text: str) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise not_found(Text("upload", "unggahan")) from None


def _opened(
    files: Iterable[tuple[str, Path]], refused: list[Refused]
) -> Iterable[tuple[str, Path]]:
    """The files, with archives replaced by what is in them."""
    for name, path in files:
        try:
            yield from unpack(path, settings.DATA.spool) if is_archive(path) else [(name, path)]
        except ProblemError as error:
            refused.append(Refused(name, error.problem))


def _receive_file(
    scope: Scope,
    upload: UUID,
    name: str,
    path: Path,
    channel: str,
    given: dict[str, str],
    observed_at: datetime | None,
) -> list[Batch]:
    sha256 = raw().put(path).sha256
    chosen = channel_of(scope, channel) if channel else None
    if chosen is not None:
        given.setdefault("network", chosen.network)
    made = []
    for reading in read_file(path, name, given):
        again = _same_file(scope, sha256, reading.sheet.name)
        if again is not None:
            made.append(again)
            continue
        batch = Batch(
            workspace=scope.workspace,
            upload=upload,
            file_name=name[:300],
            sheet=reading.sheet.name,
            sha256=sha256,
            size=path.stat().st_size,
            observed_at=observed_at or _seen_now(scope),
            received_by=scope.actor.user,
            channel=chosen,
        )
        settle(scope, batch, reading, given)
        batch.save()
        made.append(batch)
    return made


def _seen_now(scope: Scope) -> datetime:
    """Now, but after every earlier file though the clock was set back meanwhile: the later wins.

    A stamp that lies days ahead is a fault of then, and is not carried on.
    """
    now = datetime.now(UTC)
    near = within(Batch, scope.id).filter(observed_at__lt=now + CLOCK_SLACK)
    last = near.aggregate(last=Max("observed_at"))["last"]
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _unkept(error: OSError) -> Problem:
    """Why a file could not be kept: a full disk, or one that may not be written."""
    return Problem(
        type="file-not-kept",
        title=Text("The file could not be kept", "Berkas tidak dapat disimpan"),
        detail=say("The disk says: {e}.", "Disk berkata: {e}.", e=error.strerror or str(error)),
        fix=Text(
            "Free some space in the data folder, then bring the file again.",
            "Kosongkan ruang di folder data, lalu bawa lagi berkasnya.",
        ),
        status=507,
    )


def _same_file(scope: Scope, sha256: str, sheet: str) -> Batch | None:
    """The import of exactly these bytes, if it is in the facts already."""
    rows = within(Batch, scope.id).select_related("workspace", "channel")
    return rows.filter(sha256=sha256, sheet=sheet, state__in=("done", "ready", "ingesting")).first()


def _work_until_done(ids: set[UUID]) -> None:
    """Do the ready ones here; one that a job thread took is awaited by doing what is left."""
    while True:
        batch = ingest.claim_one(ids, datetime.now(UTC))
        if batch is None:
            return
        ingest.work(batch)


def formats() -> list[Text]:
    """The kinds of file that can be read, by name."""
    return sorted((i.name for i in importers().values()), key=lambda name: name.en)


def kind_of(batch: Batch) -> Text | None:
    """The name of the importer that read a batch; None while none does."""
    importer = importers().get(batch.importer)
    return importer.name if importer else None


def with_kinds(found: Iterable[Batch]) -> list[tuple[Batch, Text | None]]:
    return [(batch, kind_of(batch)) for batch in found]
