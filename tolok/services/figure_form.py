"""A figure or series as plain data: the JSON contract of the API and the command line."""

from decimal import Decimal
from typing import Any

from tolok.core.kpi.reasons import reason
from tolok.core.query import Cell, Coverage, Figure, Frame, Period, Series, Value


def figure_dict(found: Figure | Series) -> dict[str, Any]:
    """Every field; `value` null and `unknown` the reason where there is no number."""
    if isinstance(found, Series):
        return {
            **_frame(found.frame),
            "by": list(found.by),
            "points": [
                {
                    "key": list(point.key),
                    **cell_dict(point.cell),
                    "before": cell_dict(point.before) if point.before else None,
                }
                for point in found.points
            ],
        }
    return {
        **_frame(found.frame),
        **cell_dict(found.cell),
        "before": cell_dict(found.before) if found.before else None,
        "before_period": _period(found.before_period) if found.before_period else None,
    }


def cell_dict(cell: Cell) -> dict[str, Any]:
    return {
        "value": number(cell.value),
        "unknown": cell.unknown.value if cell.unknown else None,
        "why_unknown": reason(cell.unknown).as_dict() if cell.unknown else None,
        "numerator": number(cell.numerator),
        "denominator": number(cell.denominator),
        "n": cell.n,
        "low": number(cell.low),
        "high": number(cell.high),
        "median": cell.median,
        "interval": (
            [cell.interval.low, cell.interval.high, cell.interval.level] if cell.interval else None
        ),
    }


def number(value: Value | None) -> int | float | None:
    """Money and exact counts as JSON numbers: whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _frame(frame: Frame) -> dict[str, Any]:
    return {
        "kpi": frame.kpi,
        "variant": frame.variant,
        "unit": frame.unit,
        "better": frame.better,
        "basis": frame.basis.value,
        "period": _period(frame.period),
        "zone": frame.zone,
        "as_of": frame.as_of.isoformat() if frame.as_of else None,
        "currency": frame.currency,
        "coverage": _coverage(frame.coverage),
        "batches": list(frame.batches),
        "settling_from": frame.settling_from.isoformat() if frame.settling_from else None,
        "breaks": [
            {"day": b.day.isoformat(), "measure": b.measure, "words": b.words.as_dict()}
            for b in frame.breaks
        ],
        "notes": [note.as_dict() for note in frame.notes],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "channels": list(coverage.channels),
        "missing": [{"channel": m.channel, "reason": m.reason.value} for m in coverage.missing],
        "days_read": coverage.days_read,
        "days_asked": coverage.days_asked,
        "complete": coverage.complete,
    }


def _period(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]
