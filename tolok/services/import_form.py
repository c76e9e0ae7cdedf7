"""Imports as plain data: the JSON contract of the API and of `tolok import --json`."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tolok.core.errors import Problem
from tolok.core.ports import Row
from tolok.core.text import Text
from tolok.services.imports import Preview, Received
from tolok.services.recognition import choices_of
from tolok.services.reports import report_dict
from tolok.store.models import Batch, Channel
from tolok.store.scope import within

_NO_ROWS = {"read": 0, "new": 0, "changed": 0, "unchanged": 0, "skipped": 0}


def batch_dict(batch: Batch) -> dict[str, Any]:
    """An import as the API lists it."""
    return {
        "id": str(batch.id),
        "upload": str(batch.upload),
        "state": batch.state,
        "received_at": batch.created_at.isoformat(),
        "received_by": str(batch.received_by) if batch.received_by else None,
        "rows_done": batch.rows_done,
        "problem": batch.problem,
        **file_dict(batch),
    }


def file_dict(
    batch: Batch,
    report: Mapping[str, Any] | None = None,
    *,
    unchanged: bool = False,
) -> dict[str, Any]:
    """One entry of `files`. `unchanged`: the very same bytes came before, so nothing is new."""
    found = report if report is not None else batch.report
    rows = dict(found.get("rows", _NO_ROWS))
    if unchanged:
        rows.update(new=0, changed=0, unchanged=rows["read"] - rows["skipped"])
    return {
        "path": batch.file_name,
        "sheet": batch.sheet,
        "importer": batch.importer or None,
        "network": batch.network or None,
        "channel": batch.channel.name if batch.channel else channel_names(batch),
        "table": batch.table or None,
        "period": found.get("period"),
        "rows": rows,
        "totals": found.get("totals", {}),
        "declared_totals": found.get("declared_totals", {}),
        "problems": found.get("problems", []),
        "problems_total": found.get("problems_total", 0),
        "needs": needs(batch),
    }


def needs(batch: Batch) -> dict[str, Any] | None:
    """The first open question, as the contract has it; None when nothing is open."""
    if batch.questions:
        first = batch.questions[0]
        return {"id": first["id"], "question": first["words"], "choices": choices_of(first)}
    if not batch.importer:
        return {
            "id": "importer",
            "question": {
                "en": "Not recognised. Which columns hold the date and the numbers?",
                "id": "Tidak dikenali. Kolom mana yang berisi tanggal dan angka?",
            },
            "choices": {},
        }
    return None


def channel_names(batch: Batch) -> str | None:
    """The channels a file's rows went to, joined; None while it is not in."""
    if not batch.accounts:
        return None
    rows = within(Channel, batch.workspace_id).filter(id__in=set(batch.accounts.values()))
    return ", ".join(sorted(rows.values_list("name", flat=True))) or None


NO_DATA = Text(
    "It holds words, not data, so it was left out.",
    "Isinya kata-kata, bukan data, jadi dilewati.",
)


def refused_dict(file_name: str, problem: Problem) -> dict[str, Any]:
    """A file that could not be read, with the reason as its one problem."""
    return _empty_dict(file_name) | {
        "problems": [
            {
                "line": None,
                "column": "",
                "value": "",
                "why": problem.detail.as_dict(),
                "fix": problem.fix.as_dict(),
            }
        ],
        "problems_total": 1,
    }


def _empty_dict(file_name: str) -> dict[str, Any]:
    return {
        "path": file_name,
        "sheet": "",
        "importer": None,
        "network": None,
        "channel": None,
        "table": None,
        "period": None,
        "rows": dict(_NO_ROWS),
        "totals": {},
        "declared_totals": {},
        "problems": [],
        "problems_total": 0,
        "needs": None,
    }


def preview_dict(preview: Preview) -> dict[str, Any]:
    return {
        **batch_dict(preview.batch),
        "sample": [row_dict(row) for row in preview.sample],
        "accounts": list(preview.accounts),
        "new_channels": preview.new_channels,
        "would": report_dict(preview.report) if preview.report else None,
    }


def row_dict(row: Row) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(row).items() if value not in ("", None)}


def received_dict(received: Received, files: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole answer: recognised files, then those that are no table, then those left out."""
    read = files + [refused_dict(r.file_name, r.problem) for r in received.refused]
    left_out = [_empty_dict(name) for name in received.set_aside]
    everything = [{**file, "left_out": None} for file in read]
    everything += [{**file, "left_out": NO_DATA.as_dict()} for file in left_out]
    return {
        "upload": str(received.upload),
        "files": everything,
        "problems_total": sum(f["problems_total"] for f in everything),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value
