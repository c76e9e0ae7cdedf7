"""Tables as CSV, XLSX and JSON files. Data never becomes a formula or a link.

`csv_bytes` is for programs: UTF-8, commas, ISO dates, a decimal point, values as they are.
`excel_csv_bytes` is for a spreadsheet that opens CSV by double click: it starts with a byte order
mark, separates with semicolons and writes decimal commas where the language does, and puts an
apostrophe before text that a spreadsheet would run as a formula, and before numbers too long for
it to keep. Only that variant changes text.
"""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

Value = str | int | float | Decimal | bool | date | datetime | None

_EXACT = 10**15  # a spreadsheet keeps 15 digits: longer numbers are ids and go in as text
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHEET_NAME = 31
_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed day, so that the same data gives the same file


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. `widths` in letters, per column; guessed from the headers when empty."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode()


def excel_csv_bytes(
    headers: Sequence[str], rows: Iterable[Sequence[Value]], language: str
) -> bytes:
    """CSV for a spreadsheet set to `language`."""
    comma = language.startswith("id")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([_guarded(head) for head in headers])
    writer.writerows([_for_excel(value, comma=comma) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def json_bytes(value: object) -> bytes:
    """Readable JSON; decimals as strings, dates in ISO form, unknown as null."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable, allow_nan=False)
    return text.encode() + b"\n"


def records_bytes(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table as a JSON list of objects."""
    return json_bytes([dict(zip(headers, row, strict=True)) for row in rows])


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """A workbook; rows are streamed, so `rows` may be a generator."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    names = _names([sheet.name for sheet in sheets])
    for name, sheet in zip(names, sheets, strict=True):
        page = book.add_worksheet(name)
        widths = sheet.widths or [max(10, min(len(head) + 4, 48)) for head in sheet.headers]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(1, 0)
        for column, head in enumerate(sheet.headers):
            page.write_string(0, column, head, bold)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _write(page, number, column, value, moment)
    book.close()
    return out.getvalue()


def _write(page: object, row: int, column: int, value: Value, moment: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, moment)  # type: ignore[attr-defined]
    elif isinstance(value, date):
        page.write_datetime(row, column, value)  # type: ignore[attr-defined]
    elif isinstance(value, str) or not _exact(value):
        page.write_string(row, column, str(value))  # type: ignore[attr-defined]
    else:
        page.write_number(row, column, value)  # type: ignore[attr-defined]


def _exact(value: int | float | Decimal) -> bool:
    return math.isfinite(value) and abs(float(value)) < _EXACT


def _names(wished: Sequence[str]) -> list[str]:
    """Worksheet names: 31 letters, none of `[]:*?/\\`, each once whatever its case."""
    taken: set[str] = set()
    names = []
    for wish in wished:
        clean = "".join(" " if letter in "[]:*?/\\" else letter for letter in wish).strip("' ")
        clean = clean[:_SHEET_NAME] or "Sheet"
        name, count = clean, 2
        while name.lower() in taken or name.lower() == "history":
            tail = f" {count}"
            name, count = clean[: _SHEET_NAME - len(tail)] + tail, count + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _for_excel(value: Value, *, comma: bool) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        if isinstance(value, int) and abs(value) >= _EXACT:
            return f"'{value}"
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return text.replace(".", ",") if comma else text
    return _guarded(_plain(value))


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _jsonable(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")
