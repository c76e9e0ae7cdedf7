"""The facts as a whole: made again from raw, and audited."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.conf import settings

from tolok.core.errors import ProblemError
from tolok.services import fact_store, ingest
from tolok.services.access import Scope
from tolok.store.models import Batch, Workspace


def rebuild() -> dict[str, Any]:
    """Empty the facts of each workspace and read its finished batches again, in their first order.

    `equal` says whether the result has the same content as before; a better importer may change it.
    A damaged file is put aside first: then there is nothing to compare with, and `equal` is None.
    """
    before, aside = _as_it_was()
    store = fact_store.facts()
    reports = []
    for workspace in Workspace.objects.all():
        reports += store.rebuild(str(workspace.id), map(ingest.replay, _done(workspace.id)))
        fact_store.tell_channels(workspace)
    after = store.digest()
    return {
        "batches": len(reports),
        "rows": sum(report.read for report in reports),
        "tables": after,
        "equal": before == after if before is not None else None,
        "put_aside": aside.name if aside else None,
    }


def lacking() -> list[str]:
    """Finished imports that are not in the facts; ProblemError when these cannot be read."""
    held = fact_store.facts().batches()
    return [batch.file_name for batch in _done() if str(batch.id) not in held]


def _as_it_was() -> tuple[dict[str, str] | None, Path | None]:
    """(the digest of the facts, None) or, of a damaged file, (None, where it was put)."""
    try:
        return fact_store.facts().digest(), None
    except ProblemError as error:
        if error.problem.type not in ("facts-damaged", "facts-newer"):
            raise
        return None, fact_store.put_aside()


def audit() -> dict[str, Any]:
    """Rows of each derived table that differ from a recompute, and damaged raw files."""
    differing = {t: n for t, n in fact_store.facts().audit().items() if n}
    damaged = sorted({b.file_name for b in _done() if not fact_store.raw().verify(b.sha256)})
    findings = [{"table": table, "rows": rows} for table, rows in differing.items()]
    return {"findings": findings, "damaged_raw_files": damaged, "ok": not findings and not damaged}


def export(scope: Scope, table: str, kind: str) -> bytes:
    """One table of the workspace's facts as CSV, JSON or Parquet."""
    with TemporaryDirectory(dir=settings.DATA.spool) as folder:
        path = Path(folder, table)
        fact_store.facts().export(scope.key, table, path, kind)
        return path.read_bytes()


def _done(workspace_id: UUID | None = None) -> list[Batch]:
    rows = Batch.objects.select_related("workspace", "channel").filter(state="done")
    if workspace_id is not None:
        rows = rows.filter(workspace_id=workspace_id)
    return list(rows.order_by("finished_at", "created_at"))
