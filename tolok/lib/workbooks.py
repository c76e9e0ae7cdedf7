"""Worksheets of XLSX and XLS files as lines. Formulas are not run: stored values are read."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from tolok.core.errors import Problem, ProblemError
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say

MAX_UNPACKED = 1024**3
MAX_RATIO = 200
MAX_XLS = 64 * 1024**2
MAX_ROWS = 2_000_000
# All that a damaged file makes the two readers raise; a bug elsewhere in Tolok is none of these.
DAMAGE = (
    OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError,
    NotImplementedError, RuntimeError, OverflowError, AssertionError, MemoryError,
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, DefusedXmlException,
)  # fmt: skip
Lines = Callable[[], Iterator[Line]]


def open_xlsx(path: Path, file_name: str) -> list[tuple[str, Lines]]:
    """(worksheet, its lines) for every worksheet that holds anything."""
    try:
        _check_size(path, file_name)
        names = _worksheets(path)
    except DAMAGE as error:
        raise damaged(file_name) from error
    return [(name, lambda name=name: _xlsx_lines(path, name, file_name)) for name in names]  # type: ignore[misc]


def open_xls(path: Path, file_name: str) -> list[tuple[str, Lines]]:
    """The old binary format; read whole, so capped at 64 MB."""
    xlrd = _old_format()
    if path.stat().st_size > MAX_XLS:
        raise damaged(file_name)
    try:
        with xlrd.open_workbook(str(path), on_demand=True, logfile=_Quiet()) as book:
            names = book.sheet_names()
    except (*DAMAGE, xlrd.XLRDError) as error:
        raise damaged(file_name) from error
    return [(name, lambda name=name: _xls_lines(path, name, file_name)) for name in names]  # type: ignore[misc]


def _old_format() -> Any:
    """Loaded when the first such file comes."""
    import xlrd

    return xlrd


class _Quiet:
    def write(self, _text: str) -> int:
        return 0


def damaged(file_name: str) -> ProblemError:
    return ProblemError(
        Problem(
            type="file-damaged",
            title=say("{name} cannot be read", "{name} tidak dapat dibaca", name=file_name),
            detail=Text(
                "The workbook is damaged, protected by a password, or not a workbook.",
                "Berkas lembar kerja ini rusak, dikunci kata sandi, atau bukan lembar kerja.",
            ),
            fix=Text(
                "Download it again, or save it as CSV and import that.",
                "Unduh ulang, atau simpan sebagai CSV lalu impor berkas CSV itu.",
            ),
            status=422,
        )
    )


def _check_size(path: Path, file_name: str) -> None:
    """A workbook that unpacks to far more than it weighs is refused before it is opened."""
    with zipfile.ZipFile(path) as pack:
        unpacked = sum(member.file_size for member in pack.infolist())
    small = unpacked < 50 * 1024**2
    if unpacked > MAX_UNPACKED or (not small and unpacked > MAX_RATIO * path.stat().st_size):
        raise damaged(file_name)


def _workbook(file: BinaryIO) -> Any:
    """By handle: the reader insists on a suffix of the name. Its remarks on style are no news."""
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    return load_workbook(file, read_only=True, data_only=True)


def _worksheets(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [sheet.title for sheet in _workbook(file).worksheets]


def _xlsx_lines(path: Path, name: str, file_name: str) -> Iterator[Line]:
    try:
        with path.open("rb") as file:
            sheet = _workbook(file)[name]
            sheet.reset_dimensions()  # some exporters write a wrong size
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MAX_ROWS:
                    raise damaged(file_name)
                yield Line(number, _trimmed(row))
    except DAMAGE as error:
        raise damaged(file_name) from error


def _xls_lines(path: Path, name: str, file_name: str) -> Iterator[Line]:
    xlrd = _old_format()
    try:
        with xlrd.open_workbook(str(path), on_demand=True, logfile=_Quiet()) as book:
            sheet = book.sheet_by_name(name)
            for index in range(sheet.nrows):
                cells = [_xls_cell(c.ctype, c.value, book.datemode) for c in sheet.row(index)]
                yield Line(index + 1, _trimmed(cells))
    except (*DAMAGE, xlrd.XLRDError) as error:
        raise damaged(file_name) from error


def _xls_cell(kind: int, value: object, datemode: int) -> object:
    xlrd = _old_format()
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if kind == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return "#" + str(xlrd.error_text_from_code.get(value, "ERROR")).lstrip("#")
    return value


def _trimmed(row: Sequence[object]) -> list[Cell]:
    """Plain cells without the empty ones at the end."""
    cells = [_plain(value) for value in row]
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _plain(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | date | datetime):
        return value
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, time):
        return value.isoformat()
    return str(value)
