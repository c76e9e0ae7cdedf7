"""Reading a recognised sheet into the facts: once, whatever happens in between."""

import dataclasses
import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet

from tolok.core.errors import Problem, ProblemError
from tolok.core.ports import About, Answers, Event, Importer, Row
from tolok.core.sheet import Sheet
from tolok.core.text import Text
from tolok.facts.batch import Batch as FactBatch
from tolok.facts.batch import Report
from tolok.facts.scan import NotClean
from tolok.lib.ids import uuid7
from tolok.lib.sheets import open_sheets
from tolok.services.access import Actor, Scope
from tolok.services.channels import address, adopt_account, find_channel, make_channel
from tolok.services.fact_store import facts, raw
from tolok.services.recognition import importers
from tolok.services.reports import report_dict
from tolok.services.whole_table import is_large, scan_of
from tolok.store.models import Batch, Channel

log = logging.getLogger("tolok.imports")
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
SAMPLE_ROWS = 10
KEPT_EVENTS = 20_000  # some 20 MB


@dataclass(slots=True)
class Seen:
    """What the file says of itself, gathered while its events pass."""

    abouts: list[About] = field(default_factory=list)
    accounts: dict[tuple[str, str], str] = field(default_factory=dict)  # (network, account) → name
    sample: list[Row] = field(default_factory=list)


def sheet_of(batch: Batch) -> Sheet:
    """The batch's sheet, from the raw archive."""
    for sheet in open_sheets(unpacked(batch.sha256), batch.file_name):
        if sheet.name == batch.sheet:
            return sheet
    raise ProblemError(
        Problem(
            type="sheet-missing",
            title=Text("The sheet is gone", "Lembar hilang"),
            detail=Text.same(f"{batch.file_name}: {batch.sheet}"),
            fix=Text("Import the file again.", "Impor lagi berkasnya."),
            status=422,
        )
    )


def unpacked(sha256: str) -> Path:
    """A plain copy of a raw file in the spool, made when there is none."""
    path = Path(settings.DATA.spool, f"{sha256}.raw")
    if not path.exists():
        draft = path.with_suffix(f".{uuid7().hex}")
        try:
            raw().copy(sha256, draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    return path


def events_of(batch: Batch, sheet: Sheet) -> Iterator[Event]:
    importer: Importer = importers()[batch.importer]
    return importer.parse(sheet, Answers(batch.answers, today=batch.observed_at.date()))


class Events:
    """What an importer reads from a sheet. A small one is parsed once, however often it is asked
    for: first for its accounts, then for its rows."""

    def __init__(self, batch: Batch, sheet: Sheet) -> None:
        self.batch = batch
        self.sheet = sheet
        self._kept: list[Event] | None = None

    def __iter__(self) -> Iterator[Event]:
        return self._read() if self._kept is None else iter(self._kept)

    def _read(self) -> Iterator[Event]:
        kept: list[Event] = []
        for event in events_of(self.batch, self.sheet):
            if len(kept) < KEPT_EVENTS:
                kept.append(event)
            yield event
        if len(kept) < KEPT_EVENTS:
            self._kept = kept


def look(batch: Batch, events: Iterable[Event]) -> Seen:
    """Read the sheet once without keeping rows: its accounts, and the first ten rows.

    Of a very large plain table only the head is read; if it turns out to name accounts, those
    that come later are asked for when their rows do.
    """
    seen = Seen()
    network = batch.network
    enough = SAMPLE_ROWS if is_large(batch) else 0
    for event in events:
        if enough and len(seen.sample) == enough:
            break
        if isinstance(event, About):
            seen.abouts.append(event)
            network = event.network or batch.answers.get("network", "") or batch.network
            if event.account:
                seen.accounts.setdefault((network, event.account), event.account_name)
        elif isinstance(event, Row):
            account = event.account or (seen.abouts[-1].account if seen.abouts else "")
            seen.accounts.setdefault((network, account), "")
            if len(seen.sample) < SAMPLE_ROWS:
                seen.sample.append(event)
    return seen


def nameless_network(batch: Batch, sheet: Sheet) -> str:
    """The network of a file whose rows name no account; "" when they name one, or no network.

    Reads as far as the first row only.
    """
    network = account = ""
    for event in events_of(batch, sheet):
        if isinstance(event, About):
            network = event.network or batch.answers.get("network", "") or batch.network
            account = event.account
        elif isinstance(event, Row):
            return "" if event.account or account else network
    return ""


def channels_for(scope: Scope, batch: Batch, seen: Seen, *, make: bool) -> dict[str, str]:
    """Address of each account in the file → channel id; new ones are made only with `make`.

    A channel that a person chose for the batch takes all rows that name no account of their own.
    """
    found: dict[str, str] = {}
    for (network, account), name in seen.accounts.items():
        channel: Channel | None = None
        if batch.channel is not None and batch.channel.network == network:
            channel = batch.channel
        channel = channel or find_channel(scope, network, account, name)
        if channel is None and make:
            channel = make_channel(scope, network, name or account, account)
        elif channel is not None and make:
            adopt_account(channel, account, name)
        key = address(network, account)
        found[key] = str(channel.id) if channel else f"new:{key}"
    return found


def addressed(batch: Batch, events: Iterable[Event]) -> Iterator[Event]:
    """The events with each row's account written as its address."""
    network, default = batch.network, ""
    for event in events:
        if isinstance(event, About):
            network = event.network or batch.answers.get("network", "") or batch.network
            default = event.account
            yield event
        elif isinstance(event, Row):
            yield dataclasses.replace(event, account=address(network, event.account or default))
        else:
            yield event


def run_ingest(batch: Batch, *, dry_run: bool = False, events: Events | None = None) -> Report:
    """Put the batch into the facts. Doing it twice changes nothing: the facts know its id.

    `events`: of the batch, when they may have been read already.
    """
    found = Events(batch, sheet_of(batch)) if events is None else events
    mapping = mapping_of(batch, found, make=not dry_run)
    whole = scan_of(batch, found.sheet) if len(mapping) == 1 else None
    if whole is not None:
        try:
            only = {"": next(iter(mapping.values()))}
            return facts().ingest_scan(fact_batch(batch, only), whole, dry_run=dry_run)
        except NotClean:
            log.info("import.not_clean", extra={"fields": {"batch": str(batch.id)}})
    rows = addressed(batch, found)
    if not dry_run:
        rows = _counted(batch, rows)
    return facts().ingest(fact_batch(batch, mapping), rows, dry_run=dry_run)


def replay(batch: Batch) -> tuple[FactBatch, Iterator[Event]]:
    """A finished batch as it is read again from the raw archive."""
    events = Events(batch, sheet_of(batch))
    return fact_batch(batch, mapping_of(batch, events, make=True)), addressed(batch, events)


def mapping_of(batch: Batch, events: Events, *, make: bool) -> dict[str, str]:
    """Which channel each account of the file is; settled once, then kept with the batch."""
    if batch.accounts:
        return dict(batch.accounts)
    scope = Scope(batch.workspace, "owner", Actor(operator=True))
    mapping = channels_for(scope, batch, look(batch, events), make=make)
    if make:
        batch.accounts = mapping
        Batch.objects.filter(id=batch.id).update(accounts=mapping)
    return mapping


def fact_batch(batch: Batch, channels: dict[str, str]) -> FactBatch:
    return FactBatch(
        id=str(batch.id),
        workspace=str(batch.workspace.id),
        observed_at=batch.observed_at,
        zone=batch.workspace.zone,
        channels=channels,
        file=batch.file_name,
    )


def _counted(batch: Batch, events: Iterable[Event]) -> Iterator[Event]:
    """Pass the events on, and note the progress every few thousand rows."""
    for number, event in enumerate(events, start=1):
        if number % 5_000 == 0:
            Batch.objects.filter(id=batch.id).update(
                rows_done=number, lease_until=datetime.now(UTC) + LEASE
            )
        yield event


def claim_next(now: datetime) -> Batch | None:
    """Take one waiting batch, or one whose worker died with its lease; None when there is none."""
    ready = Q(state="ready") | Q(state="ingesting", lease_until__lt=now)
    return _claim(Batch.objects.filter(ready), now)


def claim_one(ids: Collection[UUID], now: datetime) -> Batch | None:
    """Take one of these batches if it is ready; None when none of them is any more."""
    return _claim(Batch.objects.filter(state="ready", id__in=ids), now)


def _claim(ready: QuerySet[Batch], now: datetime) -> Batch | None:
    for batch in ready.order_by("created_at")[:5]:
        taken = ready.filter(id=batch.id).update(
            state="ingesting", lease_until=now + LEASE, attempt=F("attempt") + 1
        )
        if taken:
            return Batch.objects.select_related("workspace", "channel").get(id=batch.id)
    return None


def work(batch: Batch) -> Batch:
    """Ingest a claimed batch and write down how it ended."""
    try:
        report = run_ingest(batch)
    except ProblemError as error:
        if error.problem.status >= 500:
            log.exception("import.failed", extra={"fields": {"batch": str(batch.id)}})
        return _end(batch, state="failed", problem=_problem_dict(error.problem))
    except (OSError, MemoryError, ValueError, ArithmeticError) as error:
        log.exception("import.failed", extra={"fields": {"batch": str(batch.id)}})
        if batch.attempt >= MAX_ATTEMPTS:
            return _end(batch, state="failed", problem=_problem_dict(_our_fault(error)))
        return _end(batch, state="ready")
    log.info("import.done", extra={"fields": {"batch": str(batch.id), "rows": report.read}})
    return _end(batch, state="done", report=report_dict(report))


def release_all() -> int:
    """At the start of the one process: whatever was under way when it died is ready again."""
    return Batch.objects.filter(state="ingesting").update(state="ready", lease_until=None)


def _end(batch: Batch, **fields: Any) -> Batch:
    fields.setdefault("finished_at", _after_all_others())
    if fields["state"] != "ready":
        Path(settings.DATA.spool, f"{batch.sha256}.raw").unlink(missing_ok=True)
    Batch.objects.filter(id=batch.id).update(lease_until=None, **fields)
    return Batch.objects.select_related("workspace", "channel").get(id=batch.id)


def _after_all_others() -> datetime:
    """Now, but after every other end: a rebuild keeps the order though the clock was set back."""
    last = Batch.objects.aggregate(last=Max("finished_at"))["last"]
    now = datetime.now(UTC)
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _our_fault(error: Exception) -> Problem:
    return Problem(
        type="import-failed",
        title=Text("The import failed", "Impor gagal"),
        detail=Text.same(f"{type(error).__name__}: {error}"),
        fix=Text(
            "The file is kept. Free disk space if it is full, then press Try again.",
            "Berkas tetap disimpan. Kosongkan disk bila penuh, lalu tekan Coba lagi.",
        ),
        status=500,
    )


def _problem_dict(problem: Problem) -> dict[str, Any]:
    return {
        "type": problem.type,
        "title": problem.title.as_dict(),
        "detail": problem.detail.as_dict(),
        "fix": problem.fix.as_dict(),
        "status": problem.status,
    }
