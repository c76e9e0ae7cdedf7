"""Which hand-kept tables the facts may read whole, by column, and how."""

from pathlib import Path

from tolok.core.ports import Answers, Scan
from tolok.core.sheet import Sheet
from tolok.facts.scan import Scan as FactScan
from tolok.importers import generic
from tolok.store.models import Batch

SCAN_FROM = 8_000_000  # bytes; below this the careful row reader is quick enough
_SAME = frozenset({"source", "currency", "text", "link", "type", "campaign", "account", "post_id"})
_RENAMED = {"date": "day", "published": "published_at"}


def is_large(batch: Batch) -> bool:
    """A plain table of hand-kept numbers that is worth reading by column."""
    return batch.importer == generic.IMPORTER.id and batch.size >= SCAN_FROM


def scan_of(batch: Batch, sheet: Sheet) -> FactScan | None:
    """The plan for such a table; None when it must be read row by row."""
    if not is_large(batch):
        return None
    plan = generic.scan_plan(sheet, Answers(batch.answers, today=batch.observed_at.date()))
    return _translated(plan) if plan is not None else None


def _translated(plan: Scan) -> FactScan | None:
    columns: dict[str, str] = {}
    for column in plan.columns:
        field = column.measure or _RENAMED.get(column.role, column.role)
        if column.role == "ignore":
            continue
        if column.role not in _SAME and column.role not in _RENAMED and not column.measure:
            return None  # a role that only the row reader knows how to keep
        if column.name in columns:
            return None
        columns[column.name] = field
    if plan.shape != "wide" or plan.currency:  # a currency in a header is not in any cell
        return None
    return FactScan(
        table=plan.table,
        path=Path(plan.path),
        columns=columns,
        delimiter=plan.delimiter,
        encoding=plan.encoding,
        header_line=plan.skip_lines,
        date_format=plan.date_format,
        decimal=plan.decimal,
    )
