"""The report of an import as plain data: the shape that the API and the command line promise."""

from decimal import Decimal
from typing import Any

from tolok.core.ports import Trouble
from tolok.core.query import Period, Value
from tolok.facts.batch import Report

KEPT_TROUBLES = 1_000  # the rest is counted; the raw file has them all


def report_dict(report: Report) -> dict[str, Any]:
    """Rows, totals, declared totals, period and problems of a batch."""
    return {
        "period": period_list(report.period),
        "tables": [t.table for t in report.tables],
        "rows": {
            "read": report.read,
            "new": report.new,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
        },
        "totals": {k: plain(v) for k, v in report.totals.items()},
        "declared_totals": {k: plain(v) for k, v in report.declared.items()},
        "problems": [trouble_dict(t) for t in report.troubles[:KEPT_TROUBLES]],
        "problems_total": len(report.troubles),
        "left_out": [{"line": s.line, "why": s.why.as_dict()} for s in report.skipped_rows[:100]],
    }


def trouble_dict(trouble: Trouble) -> dict[str, Any]:
    return {
        "line": trouble.line,
        "column": trouble.column,
        "value": trouble.value,
        "why": trouble.why.as_dict(),
        "fix": trouble.fix.as_dict(),
        "row_kept": trouble.row_kept,
    }


def period_list(period: Period | None) -> list[str] | None:
    return [period.start.isoformat(), period.end.isoformat()] if period else None


def plain(value: Value | None) -> int | float | None:
    """A number as JSON writes it: whole ones without a point."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal) or float(value).is_integer():
        return int(value) if value == int(value) else float(value)
    return float(value)
