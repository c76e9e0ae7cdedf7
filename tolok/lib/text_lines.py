"""Physical lines and CSV records of a text file: encodings, delimiters, quotes that went astray.

Nothing is dropped: a line that cannot be read as it should be comes out with a `fault`.
"""

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tolok.core.sheet import Cell, Line

SAMPLE = 256 * 1024
SCAN = 8 * 1024 * 1024
LONGEST_RECORD_LINES = 2_000
LONGEST_RECORD = 1_000_000
DELIMITERS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEP = re.compile(r"^\"?sep=(.)\"?\s*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SURROGATE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read the text: found once, used for every pass. `skip` lines hold no data (sep=)."""

    encoding: str
    delimiter: str
    skip: int
    width: int  # the usual number of cells, to notice a record wrapped in one field


def guess_encoding(path: Path) -> str:
    """By BOM, then by what the first megabytes can be; "cp1252" when they are not UTF-8."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        for bom, name in _BOMS:
            if start.startswith(bom):
                return name
        if start and start.count(0) > len(start) // 4:
            return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"
        return _eight_bit(start + file.read(SCAN - len(start)))


def _eight_bit(sample: bytes) -> str:
    """UTF-8 when most lines with accents are; the other lines are then faults of their own."""
    good = bad = 0
    for line in sample.splitlines():
        if not line.isascii():
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return "cp1252" if bad > good else "utf-8"


def guess_dialect(path: Path) -> Dialect:
    encoding = guess_encoding(path)
    head = []
    for text, _ in physical_lines(path, encoding):
        head.append(text)
        if len(head) == 60 or sum(map(len, head)) > SAMPLE:
            break
    said = _SEP.match(head[0]) if head else None
    if said:
        return Dialect(encoding, said[1], 1, _usual_width(head[1:], said[1]))
    delimiter = max(DELIMITERS, key=lambda d: _steadiness(head, d))
    return Dialect(encoding, delimiter, 0, _usual_width(head, delimiter))


def _widths(head: list[str], delimiter: str) -> Counter[int]:
    try:
        return Counter(len(r) for r in csv.reader(head, delimiter=delimiter) if r)
    except csv.Error:
        return Counter(line.count(delimiter) + 1 for line in head if line.strip())


def _steadiness(head: list[str], delimiter: str) -> tuple[float, int]:
    """Lines that share the commonest width above one, then that width; half where quotes break."""
    wide = Counter({w: n for w, n in _widths(head, delimiter).items() if w > 1})
    if not wide:
        return (0, 0)
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (count if _quotes_fit(head, delimiter) else count / 2, width)


def _quotes_fit(head: list[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(head, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)  # the head may stop inside a quoted text
    return True


def _usual_width(head: list[str], delimiter: str) -> int:
    wide = {w: n for w, n in _widths(head, delimiter).items() if w > 1}
    return max(wide, key=lambda w: (wide[w], w)) if wide else 1


def physical_lines(path: Path, encoding: str) -> Iterator[tuple[str, str]]:
    """(line with its end as "\\n", fault). Undecodable bytes are read as Windows text."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    with path.open(
        encoding=encoding, errors="replace" if wide else "surrogateescape", newline=None
    ) as file:
        while line := file.readline(LONGEST_RECORD):
            yield _clean(line, wide=wide)


def _clean(line: str, *, wide: bool) -> tuple[str, str]:
    fault = ""
    if wide:
        fault = "encoding" if "\ufffd" in line else ""
    elif not line.isascii() and _SURROGATE.search(line):
        line, fault = _as_windows(line), "encoding"
    if "\0" in line:
        line, fault = line.replace("\0", ""), "nul"
    return line, fault


def _as_windows(line: str) -> str:
    """Re-read the bytes that did not decode; the five that Windows leaves open as Latin-1."""

    def letter(found: re.Match[str]) -> str:
        byte = bytes([ord(found[0]) - 0xDC00])
        try:
            return byte.decode("cp1252")
        except UnicodeDecodeError:
            return byte.decode("latin-1")

    return _SURROGATE.sub(letter, line)


class _Feed:
    """Physical lines for the CSV reader; remembers what the record at hand has taken."""

    def __init__(self, lines: Iterator[tuple[str, str]]) -> None:
        self.lines = lines
        self.back: deque[tuple[str, str]] = deque()
        self.taken: list[tuple[str, str]] = []
        self.size = 0
        self.number = 1

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LONGEST_RECORD_LINES or self.size > LONGEST_RECORD:
            raise csv.Error("the record does not end")
        line = self.back.popleft() if self.back else next(self.lines)
        self.taken.append(line)
        self.size += len(line[0])
        return line[0]

    def done(self, count: int) -> tuple[int, str, list[tuple[str, str]]]:
        """Close the record after its first `count` lines; the others are read again."""
        used, rest = self.taken[:count], self.taken[count:]
        self.back.extendleft(reversed(rest))
        start, self.number = self.number, self.number + count
        self.taken, self.size = [], 0
        return start, next((fault for _, fault in used if fault), ""), used


def records(path: Path, dialect: Dialect) -> Iterator[Line]:
    """Every record with the line it starts on; a broken quote costs one line, not the rest."""
    csv.field_size_limit(LONGEST_RECORD * 2)
    feed = _Feed(physical_lines(path, dialect.encoding))
    for _ in range(dialect.skip):
        next(feed, None)
        feed.done(1)
    reader = csv.reader(feed, delimiter=dialect.delimiter, strict=True)
    pattern: Sequence[Cell] = ()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _broken(feed, dialect)
            reader = csv.reader(feed, delimiter=dialect.delimiter, strict=True)
            continue
        if len(feed.taken) > 1 and _swallowed(feed.taken, pattern, dialect.delimiter):
            yield _broken(feed, dialect)
            reader = csv.reader(feed, delimiter=dialect.delimiter, strict=True)
            continue
        if len(cells) == dialect.width:
            pattern = cells
        start, fault, _ = feed.done(len(feed.taken))
        yield _unwrapped(Line(start, cells, fault), dialect)


def _swallowed(taken: list[tuple[str, str]], pattern: Sequence[Cell], delimiter: str) -> bool:
    """A quoted field that runs over whole records has lost its closing quote.

    A line inside it is a record when it is as wide as the record before, with digits where that
    one has digits: a caption with as many commas is none.
    """
    marked = [index for index, cell in enumerate(pattern) if _DIGIT.search(str(cell))]
    if not marked or len(pattern) < 2:
        return False
    for text, _ in taken[1:-1]:
        cells = _cells(text, delimiter)
        if len(cells) == len(pattern) and all(_DIGIT.search(cells[i]) for i in marked):
            return True
    return False


def _cells(text: str, delimiter: str) -> list[str]:
    """The cells of one line alone; none when its quotes do not fit."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _broken(feed: _Feed, dialect: Dialect) -> Line:
    """The first line alone, its quotes taken as they stand."""
    start, _, used = feed.done(1)
    text = used[0][0] if used else ""
    try:
        cells = next(csv.reader([text], delimiter=dialect.delimiter), [])
    except csv.Error:
        cells = [text]
    return Line(start, [cell.rstrip("\n") for cell in cells], "quote")


def _unwrapped(line: Line, dialect: Dialect) -> Line:
    """A spreadsheet wrapped the whole record in one quoted field: open it again."""
    if len(line.cells) != 1 or dialect.width < 2:
        return line
    text = str(line.cells[0])
    cells = _cells(text, dialect.delimiter)
    if dialect.delimiter not in text or len(cells) != dialect.width:
        return line
    return Line(line.number, cells, "wrapped")
