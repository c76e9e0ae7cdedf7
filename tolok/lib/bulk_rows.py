"""One row of a bulk file as a post; every cell that cannot be meant is told by line and column."""

import re
from collections.abc import Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from tolok.core.bulk import BulkFormat, BulkPost
from tolok.core.ports import Trouble
from tolok.core.publishing.slots import YEARS, clock_note, moment
from tolok.core.sheet import Cell
from tolok.core.text import Text
from tolok.lib.cells import CellError, shown
from tolok.lib.dates import read_datetime

Cells = Mapping[str, Cell]  # field → cell
_BROKEN = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|SPILL|CALC|FIELD)[!?]?", re.IGNORECASE)
_FORMULA = re.compile(r"=\s*[A-Z][A-Z0-9.]*\s*\(", re.IGNORECASE)
_CLOCK = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap])?\.?m?\.?", re.IGNORECASE
)
_NAMES = re.compile(r"[;|,]")
_MEDIA = re.compile(r"[;|]|,(?=\s|https?://)")  # an address may hold a comma
_GUARDED = re.compile(r"'(?=[=+\-@'\t])")
_YES, _NO = (
    frozenset(["yes", "y", "ya", "true", "1", "x"]),
    frozenset(["no", "n", "tidak", "false", "0", ""]),
)


class RowReader:
    """Reads rows of one format in one zone. `order`: of day, month and year where digits doubt."""

    def __init__(self, format: BulkFormat, zone: ZoneInfo, order: str) -> None:
        self.format, self.zone, self.order = format, zone, order

    def read(self, line: int, cells: Cells) -> tuple[BulkPost | None, list[Trouble]]:
        found = list[Trouble]()
        texts = {field: self._text(line, field, cell, found) for field, cell in cells.items()}
        at = self._moment(line, cells, found)
        link = texts.get("link", "").strip()
        if link and not re.match(r"https?://[^\s/]", link, re.IGNORECASE):
            found.append(_bad(line, "link", link, _NO_LINK, _LINK_FIX))
        media, alt = _listed(texts.get("media", ""), _MEDIA), _lines(texts.get("alt", ""))
        if len(alt) > len(media):
            found.append(_bad(line, "alt", texts["alt"], _MANY_ALTS, _ALT_FIX))
        text = texts.get("text", "").strip()
        if not text and not media and not link:
            found.append(_bad(line, "text", "", _NOTHING, _NOTHING_FIX))
        if any(not each.row_kept for each in found):
            return None, found
        post = BulkPost(
            line=line, text=text, at=at, link=link, media=media, alt=alt,
            channels=_listed(texts.get("channels", "")), tags=_listed(texts.get("tags", "")),
            campaign=texts.get("campaign", "").strip(), comment=texts.get("comment", "").strip(),
        )  # fmt: skip
        return post, found

    def _text(self, line: int, field: str, cell: Cell, found: list[Trouble]) -> str:
        text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
        if _BROKEN.fullmatch(text.strip()):
            found.append(_bad(line, field, text, _BROKEN_WORDS, _TYPE_IT))
        elif _FORMULA.match(text):
            found.append(_bad(line, field, text, _FORMULA_WORDS, _TYPE_IT))
        elif "\ufffd" in text or "\x00" in text:
            found.append(_bad(line, field, text, _SIGNS, _ENCODING))
        return _GUARDED.sub("", text, count=1) if self.format.quoted and text[:1] == "'" else text

    def _moment(self, line: int, cells: Cells, found: list[Trouble]) -> datetime | None:
        queue = str(cells.get("queue") or "").strip().casefold()
        if queue not in _YES | _NO:
            found.append(_bad(line, "queue", queue, _YES_NO, _YES_NO_FIX))
        column = "at" if "at" in cells else "date"
        given = cells.get(column)
        if given is None or not str(given).strip():
            if not self.format.queue or str(cells.get("time") or "").strip():
                found.append(_bad(line, column, "", _NO_DAY, _DAY_FIX))
            return None
        if queue in _YES:
            found.append(_bad(line, "queue", queue, _BOTH, _BOTH_FIX))
        try:
            read = read_datetime(given, self.order)
            inside = column == "at" or (read.time() != time() and not cells.get("time"))
            clock = read.time() if inside else _clock(cells.get("time"))
        except CellError as error:
            found.append(_bad(line, column, shown(given), error.why, error.fix))
            return None
        if clock is None:
            found.append(_bad(line, "time", shown(cells.get("time")), _NO_TIME, _TIME_FIX))
            return None
        return self._on_clock(line, read, clock, found)

    def _on_clock(
        self, line: int, read: datetime, clock: time, found: list[Trouble]
    ) -> datetime | None:
        if read.year not in YEARS:
            found.append(_bad(line, "date", shown(read), _NO_DAY, _DAY_FIX))
            return None
        if read.tzinfo is not None:
            return read.astimezone(self.zone)
        note = clock_note(read.date(), clock, self.zone)
        if note is not None:
            found.append(Trouble(line, "time", f"{clock:%H:%M}", note, _CLOCK_FIX))
        return moment(read.date(), clock, self.zone).astimezone(self.zone)


def _clock(cell: Cell | time) -> time | None:
    """A time of day; as Excel keeps it, it is a part of a day or a moment on its first day."""
    if isinstance(cell, datetime | time):
        return time(cell.hour, cell.minute)
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 1440) % 1440
        return time(minutes // 60, minutes % 60)
    parts = _CLOCK.fullmatch(str(cell).strip()) if isinstance(cell, str) else None
    if not parts:
        return None
    hour, minute, half = int(parts[1]), int(parts[2]), (parts[3] or "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _listed(text: str, signs: re.Pattern[str] = _NAMES) -> tuple[str, ...]:
    """Names in one cell: by lines when it has any, else by semicolons, bars or commas."""
    parts = text.split("\n") if "\n" in text else signs.split(text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _lines(text: str) -> tuple[str, ...]:
    """Descriptions: one a line, and an empty line stands for none."""
    return tuple(part.strip() for part in text.rstrip("\n").split("\n")) if text.strip() else ()


def _bad(line: int, column: str, value: str, why: Text, fix: Text) -> Trouble:
    return Trouble(line, column, value[:80], why, fix, row_kept=False)


_NO_LINK = Text("This is no link.", "Ini bukan tautan.")
_LINK_FIX = Text("Write it with https:// in front.", "Tulis dengan https:// di depannya.")
_MANY_ALTS = Text(
    "There are more descriptions than pictures.", "Keterangannya lebih banyak daripada gambarnya."
)
_ALT_FIX = Text(
    "Give one line for each picture, in the same order.",
    "Tulis satu baris untuk tiap gambar, dalam urutan yang sama.",
)
_NOTHING = Text("The row has nothing to send.", "Baris ini tidak berisi apa pun untuk dikirim.")
_NOTHING_FIX = Text(
    "Write a text, a link or a picture, or delete the row.",
    "Isi teks, tautan, atau gambar, atau hapus barisnya.",
)
_BROKEN_WORDS = Text(
    "The spreadsheet wrote an error here instead of the content.",
    "Aplikasi lembar kerja menulis galat di sini, bukan isinya.",
)
_FORMULA_WORDS = Text("This is a formula, not a text.", "Ini rumus, bukan teks.")
_TYPE_IT = Text("Type the content itself.", "Ketik isinya langsung.")
_SIGNS = Text(
    "Some signs were lost when the file was saved.", "Sebagian tanda hilang saat berkas disimpan."
)
_ENCODING = Text("Save the file as CSV UTF-8.", "Simpan berkas sebagai CSV UTF-8.")
_YES_NO = Text("Only yes or no can stand here.", "Di sini hanya boleh ya atau tidak.")
_YES_NO_FIX = Text("Write yes, no or nothing.", "Tulis ya, tidak, atau kosongkan.")
_NO_DAY = Text("There is no day to send it on.", "Tidak ada tanggal pengirimannya.")
_DAY_FIX = Text("Write it as 2027-03-31.", "Tulis seperti 2027-03-31.")
_BOTH = Text(
    "The row has a day and asks for the queue.", "Baris ini punya tanggal dan meminta antrean."
)
_BOTH_FIX = Text("Clear one of the two.", "Kosongkan salah satunya.")
_NO_TIME = Text("There is no time of day that can be read.", "Tidak ada jam yang terbaca.")
_TIME_FIX = Text("Write it as 09:30.", "Tulis seperti 09:30.")
_CLOCK_FIX = Text("Choose another time if that is not meant.", "Pilih waktu lain bila perlu.")
