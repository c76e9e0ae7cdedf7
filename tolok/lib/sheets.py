"""Open a file as sheets: CSV and other text, XLSX, XLS, JSON. Recognised by content, not by name.

Streams: no whole file is held, except the old XLS format and the caps below bound that one.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from tolok.core.errors import Problem, ProblemError
from tolok.core.sheet import Cell, Line, Sheet
from tolok.core.text import Text, say
from tolok.lib.json_lines import json_records
from tolok.lib.text_lines import guess_dialect, records
from tolok.lib.workbooks import open_xls, open_xlsx

HEAD = 60
MAX_BYTES = 4 * 1024**3
MAX_CELLS = 5_000
MAX_CELL = 200_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"PAR1": "Parquet",
    b"SQLite": "SQLite",
}


def open_sheets(path: Path, file_name: str = "") -> list[Sheet]:
    """The tables of one file. `ProblemError` when it is empty, too large or not a table at all."""
    name = file_name or path.name
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise _refused("file-too-large", name, _TOO_LARGE, _SPLIT)
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise _refused("file-empty", name, _EMPTY, _AGAIN)
    if start.startswith(ZIP):
        return [_sheet(name, "xlsx", n, "", "", lines, path) for n, lines in open_xlsx(path, name)]
    if start.startswith(OLE):
        return [_sheet(name, "xls", n, "", "", lines, path) for n, lines in open_xls(path, name)]
    _refuse_other(start, name)
    if _is_json(start):
        return [
            _sheet(name, "json", n, "utf-8", "", lines, path)
            for n, lines in json_records(path, name)
        ]
    dialect = guess_dialect(path)
    return [
        _sheet(
            name, "csv", "", dialect.encoding, dialect.delimiter,
            lambda: records(path, dialect), path,
        )
    ]  # fmt: skip


def _sheet(
    file_name: str,
    format: str,
    name: str,
    encoding: str,
    delimiter: str,
    lines: Callable[[], Iterator[Line]],
    path: Path,
) -> Sheet:
    def bounded() -> Iterator[Line]:
        return (_bounded(line, file_name) for line in lines())

    return Sheet(
        file_name=file_name,
        format=format,
        name=name,
        encoding=encoding,
        delimiter=delimiter,
        head=tuple(islice(bounded(), HEAD)),
        lines=bounded,
        path=str(path),
    )


def _bounded(line: Line, file_name: str) -> Line:
    if len(line.cells) > MAX_CELLS:
        raise _refused("too-many-columns", file_name, _TOO_WIDE, _AGAIN)
    if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in line.cells):
        return Line(line.number, [_cut(cell) for cell in line.cells], line.fault or "long")
    return line


def _cut(cell: Cell) -> Cell:
    return cell[:MAX_CELL] if isinstance(cell, str) else cell


def _is_json(start: bytes) -> bool:
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith((b'{"', b"{\n", b"{\r", b"{ ", b"[{", b"[\n", b"[\r", b"[ "))


def _refuse_other(start: bytes, name: str) -> None:
    for magic, kind in _OTHER.items():
        if start.startswith(magic):
            raise _refused("not-a-table", name, _not_a_table(kind), _TABLES)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")):
        raise _refused("not-a-table", name, _not_a_table("HTML/XML"), _TABLES)


def _not_a_table(kind: str) -> Text:
    return say("It is a {kind} file, not a table.", "Ini berkas {kind}, bukan tabel.", kind=kind)


_EMPTY = Text("It is empty.", "Isinya kosong.")
_AGAIN = Text("Download it again and import that file.", "Unduh ulang, lalu impor berkas itu.")
_TOO_LARGE = Text("It is larger than 4 GB.", "Ukurannya lebih dari 4 GB.")
_SPLIT = Text("Split it into shorter periods.", "Bagi menjadi periode yang lebih pendek.")
_TOO_WIDE = Text("It has more than 5,000 columns.", "Kolomnya lebih dari 5.000.")
_TABLES = Text(
    "Export the numbers as CSV, XLSX or JSON and import that file.",
    "Ekspor angkanya sebagai CSV, XLSX, atau JSON, lalu impor berkas itu.",
)


def _refused(type: str, name: str, detail: Text, fix: Text) -> ProblemError:
    return ProblemError(
        Problem(
            type=type,
            title=say("{name} cannot be read", "{name} tidak dapat dibaca", name=name),
            detail=detail,
            fix=fix,
            status=422,
        )
    )
