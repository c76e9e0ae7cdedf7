"""The facts as a whole: made again from raw, and audited."""

from typing import Any

from tolok.facts.batch import Report
from tolok.services import fact_store, ingest
from tolok.store.models import Batch, Workspace


def rebuild() -> dict[str, Any]:
    """Empty the facts and ingest every finished batch again, in its first order.

    `equal` says whether the result has the same content as before; a better importer may change it.
    """
    before = fact_store.facts().digest()
    fact_store.facts().clear()
    for workspace in Workspace.objects.all():
        fact_store.tell_channels(workspace)
    reports = [ingest.run_ingest(batch) for batch in _done()]
    after = fact_store.facts().digest()
    return {
        "batches": len(reports),
        "rows": sum(_read(report) for report in reports),
        "digest": after,
        "equal": before == after,
    }


def audit() -> dict[str, Any]:
    """Findings of the facts' own checks, and raw files that are missing or damaged."""
    findings = [f.as_dict() for f in fact_store.facts().audit()]
    damaged = [b.file_name for b in _done() if not fact_store.raw().verify(b.sha256)]
    return {"findings": findings, "damaged_raw_files": damaged, "ok": not findings and not damaged}


def _done() -> list[Batch]:
    rows = Batch.objects.select_related("workspace", "channel").filter(state="done")
    return list(rows.order_by("finished_at", "created_at"))


def _read(report: Report) -> int:
    return report.read
