"""Read one cell: numbers, identifiers, shares, durations. Dates are in `tolok/lib/dates.py`.

Refuses what cannot be known: a cell is read exactly, is blank (None), or is a `CellError` with the
reason and the next step. Digits never pass through a float.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tolok.core.sheet import Cell
from tolok.core.text import Text, say

BLANK = frozenset(
    {"", "--", "-", "–", "—", "n/a", "nan", "na", "null", "none", "n.a.", "(not set)"}
)
NO_DATA = frozenset(
    {"no data available", "no data", "data not available", "error", "tidak ada data"}
)
CHECK_FILE = Text(
    "Correct the cell in the file and import it again.",
    "Perbaiki sel itu di berkas, lalu impor lagi.",
)
DOWNLOAD_AGAIN = Text(
    "Download the file again and import it without opening it in a spreadsheet first.",
    "Unduh ulang berkasnya dan impor tanpa membukanya dulu di aplikasi lembar kerja.",
)


class CellError(Exception):
    """Why a cell could not be read, and what to do about it."""

    def __init__(self, why: Text, fix: Text = CHECK_FILE) -> None:
        super().__init__(why.en)
        self.why = why
        self.fix = fix


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """Which sign parts decimals and which parts thousands."""

    decimal: str = "."
    thousands: str = ","


ENGLISH = NumberStyle(".", ",")
CONTINENTAL = NumberStyle(",", ".")

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_SHORT = re.compile(
    r"^([-+]?[\d.,]+)\s*(k|rb|ribu|mil|m|mio|jt|juta|mn|b|bn|miliar|milyar)\.?$", re.IGNORECASE
)
_SHORT_SIZE = {
    **dict.fromkeys(("k", "rb", "ribu", "mil"), 1_000),
    **dict.fromkeys(("m", "mio", "jt", "juta", "mn"), 1_000_000),
    **dict.fromkeys(("b", "bn", "miliar", "milyar"), 1_000_000_000),
}
_SCIENTIFIC = re.compile(r"^[-+]?\d+([.,]\d+)?e[+-]?\d+$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+$")
_EXACT_FLOAT = 2**53
LONGEST = 60  # characters of a number; longer ones are something else


def is_blank(cell: Cell) -> bool:
    """Nothing was reported: an empty cell or one of the signs networks use for it."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANK)


def shown(cell: Cell) -> str:
    """The cell as a person would see it, cut to 80 characters."""
    text = "" if cell is None else str(cell).strip()
    return text if len(text) <= 80 else text[:79] + "…"


def is_rounded(cell: Cell) -> bool:
    """The source itself shortened the number ("1.2K", "3 jt"): it is near, not exact."""
    return isinstance(cell, str) and bool(_SHORT.match(cell.strip()))


def read_number(cell: Cell, style: NumberStyle = ENGLISH) -> int | Decimal | None:
    """The number in the cell, exact; None for a blank one. Whole numbers are `int`."""
    if isinstance(cell, str) and cell.isascii() and cell.isdigit() and len(cell) <= LONGEST:
        return int(cell)
    if is_blank(cell):
        return None
    if isinstance(cell, date):
        raise _turned_into_date(cell)
    if isinstance(cell, bool):
        raise _not_a_number(cell)
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float | Decimal):
        return _typed(cell)
    return _text_number(str(cell), style)


def read_count(cell: Cell, style: NumberStyle = ENGLISH) -> int | None:
    """A whole number (may be negative: likes can be withdrawn); refuses fractions."""
    number = read_number(cell, style)
    if number is None or isinstance(number, int):
        return number
    raise CellError(
        say(
            'A whole number is expected here; "{cell}" has a fraction.',
            'Di sini seharusnya bilangan bulat; "{cell}" memiliki pecahan.',
            cell=shown(cell),
        )
    )


def read_id(cell: Cell) -> str:
    """An identifier as text, every digit kept; "" for a blank cell."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float | Decimal):
        if not Decimal(cell).is_finite() or cell != int(cell) or abs(Decimal(cell)) >= _EXACT_FLOAT:
            raise _id_damaged(cell)
        return str(int(cell))
    text = str(cell).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    text = text.removeprefix("'")
    if _SCIENTIFIC.match(text):
        raise _id_damaged(cell)
    return text


def read_share(cell: Cell, style: NumberStyle = ENGLISH, *, percent: bool = False) -> float | None:
    """A fraction: "80.00%" → 0.8. Without the sign it is a fraction, unless `percent` says so."""
    if is_blank(cell):
        return None
    signed = isinstance(cell, str) and cell.strip().endswith("%")
    number = read_number(str(cell).strip()[:-1] if signed else cell, style)
    if number is None:
        return None
    return float(number / Decimal(100)) if signed or percent else float(number)


_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)$")
_SPOKEN = re.compile(
    r"^(?:(\d+)\s*(?:h|hr|j|jam)\w*\.?)?\s*(?:(\d+)\s*(?:m|min|mnt|menit)\w*\.?)?"
    r"\s*(?:(\d+(?:[.,]\d+)?)\s*(?:s|sec|d|dtk|detik)\w*\.?)?$",
    re.IGNORECASE,
)


def read_duration(cell: Cell, style: NumberStyle = ENGLISH) -> float | None:
    """Seconds from "0:01:33", "1:33", "1h 2m 3s" or a plain number of seconds."""
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        text = cell.strip()
        found = _CLOCK.match(text) or _SPOKEN.match(text)
        if found and any(found.groups()):
            hours, minutes, seconds = (part or "0" for part in found.groups())
            return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    number = read_number(cell, style)
    return None if number is None else float(number)


def number_style(samples: Iterable[Cell]) -> NumberStyle | None:
    """The style that the samples prove; None when they fit both, or contradict each other.

    Samples without any sign ("1234") fit both and change nothing: all of them plain → ENGLISH.
    """
    proofs, doubtful = set(), False
    for cell in samples:
        if isinstance(cell, str) and not is_blank(cell):
            proof = decimal_sign(cell)
            doubtful = doubtful or proof == "?"
            proofs.add(proof)
    proofs -= {"", "?"}
    if len(proofs) > 1:
        return None
    if proofs:
        return ENGLISH if proofs == {"."} else CONTINENTAL
    return None if doubtful else ENGLISH


def decimal_sign(cell: str) -> str:
    """The decimal sign that this cell proves; "?" when it fits both, "" when it shows nothing."""
    if "." not in cell and "," not in cell:
        return ""
    return _style_of(_bare(cell).removesuffix("%"))


def _style_of(text: str) -> str:
    points, commas = text.count("."), text.count(",")
    if not re.fullmatch(r"[-+(]?[\d.,]+\)?", text) or not (points or commas):
        return ""
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if points > 1 or commas > 1:
        return "," if points else "."
    sign = "." if points else ","
    lead, tail = text.strip("-+()").split(sign)
    return "?" if len(tail) == 3 and 1 <= len(lead) <= 3 and not lead.startswith("0") else sign


def _typed(cell: float | Decimal) -> int | Decimal:
    number = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
    if not number.is_finite():
        raise _not_a_number(cell)
    if number != number.to_integral_value():
        return number
    if isinstance(cell, float) and abs(number) >= _EXACT_FLOAT:
        raise CellError(
            say(
                '"{cell}" is longer than 15 digits: the file no longer holds all of them.',
                '"{cell}" lebih dari 15 digit: berkas ini tidak lagi memuat semuanya.',
                cell=shown(cell),
            ),
            DOWNLOAD_AGAIN,
        )
    return int(number)


def _bare(text: str) -> str:
    """Without currency signs and outer spaces; digits of any script as ASCII."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) != "Sc").strip()
    return re.sub(r"^(-?)\s*(?:Rp\.?|IDR|USD|EUR|US)\s*(?=[\d-])", r"\1", text).strip()


def _text_number(cell: str, style: NumberStyle) -> int | Decimal:
    if len(cell) > LONGEST:
        raise _not_a_number(cell)
    text = _bare(cell)
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    size = 1
    short = _SHORT.match(text)
    if short:
        text, size = short[1], _SHORT_SIZE[short[2].lower()]
        style = _short_style(text, style)
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    number = _digits(digits, style, cell) * sign * size
    return int(number) if number == number.to_integral_value() else number


def _short_style(text: str, style: NumberStyle) -> NumberStyle:
    """In "1.2K" and "1,2rb" the only sign is the decimal one, whatever the column does."""
    proof = _style_of(text)
    return ENGLISH if proof == "." else CONTINENTAL if proof == "," else style


def _digits(text: str, style: NumberStyle, cell: str) -> Decimal:
    if _PLAIN.match(text):
        return Decimal(text)
    if re.fullmatch(r"\d+(\.\d+)?e-\d{1,3}", text, re.IGNORECASE):
        return Decimal(text)
    if _SCIENTIFIC.match(text):
        raise _shortened(cell)
    if "." in text and "," in text:
        style = ENGLISH if text.rfind(".") > text.rfind(",") else CONTINENTAL
    whole, point, tail = text.partition(style.decimal)
    if (point and not re.fullmatch(r"\d+", tail)) or not (whole or point):
        raise _not_a_number(cell)
    return Decimal(f"{_ungroup(whole, style, cell) or '0'}.{tail or '0'}")


def _ungroup(whole: str, style: NumberStyle, cell: str) -> str:
    """Thousands in groups of three (or India's two), else the sign is something else."""
    if not whole or _PLAIN.match(whole):
        return whole
    text = _SPACES.sub(" ", whole)
    for sign in {style.thousands, " "}:
        mark = re.escape(sign)
        if re.fullmatch(rf"\d{{1,3}}({mark}\d{{3}})+|\d{{1,2}}({mark}\d{{2}})+{mark}\d{{3}}", text):
            return text.replace(sign, "")
    if re.fullmatch(r"[\d.,]+", text):
        raise CellError(
            say(
                '"{cell}" does not fit numbers written with "{decimal}" for decimals.',
                '"{cell}" tidak cocok dengan angka yang memakai "{decimal}" untuk desimal.',
                cell=shown(cell),
                decimal=style.decimal,
            )
        )
    raise _not_a_number(cell)


def _not_a_number(cell: Cell) -> CellError:
    text = shown(cell)
    if text.startswith("#"):
        return CellError(
            say(
                '"{cell}" is the error of a spreadsheet formula, not a number.',
                '"{cell}" adalah galat rumus lembar kerja, bukan angka.',
                cell=text,
            )
        )
    if text.casefold() in NO_DATA:
        return CellError(
            say(
                'The network wrote "{cell}" instead of a number.',
                'Jaringan menulis "{cell}", bukan angka.',
                cell=text,
            ),
            Text(
                "Nothing is stored for it. Download the file again later if the number matters.",
                "Tidak ada yang disimpan untuk sel ini. Unduh lagi nanti bila angkanya penting.",
            ),
        )
    if text.endswith("%"):
        return CellError(
            say(
                '"{cell}" is a percentage; a number is expected here.',
                '"{cell}" adalah persentase; di sini seharusnya angka.',
                cell=text,
            )
        )
    if re.fullmatch(r"\d{1,4}[-/.][A-Za-z\d]{1,4}([-/.]\d{1,4})?.*|[A-Za-z]{3}-\d\d", text):
        return _turned_into_date(text)
    return CellError(say('"{cell}" is not a number.', '"{cell}" bukan angka.', cell=text))


def _turned_into_date(cell: Cell) -> CellError:
    return CellError(
        say(
            '"{cell}" is a date; a spreadsheet probably changed the number.',
            '"{cell}" adalah tanggal; mungkin aplikasi lembar kerja mengubah angkanya.',
            cell=shown(str(cell)),
        ),
        DOWNLOAD_AGAIN,
    )


def _shortened(cell: Cell) -> CellError:
    return CellError(
        say(
            '"{cell}" was shortened by a spreadsheet; digits may be lost.',
            '"{cell}" disingkat oleh aplikasi lembar kerja; sebagian digit mungkin hilang.',
            cell=shown(cell),
        ),
        DOWNLOAD_AGAIN,
    )


def _id_damaged(cell: Cell) -> CellError:
    return CellError(
        say(
            'The identifier "{cell}" was shortened by a spreadsheet: its last digits are lost.',
            'Pengenal "{cell}" disingkat oleh aplikasi lembar kerja: digit akhirnya hilang.',
            cell=shown(cell),
        ),
        DOWNLOAD_AGAIN,
    )
