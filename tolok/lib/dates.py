"""Read dates and times as networks and spreadsheets write them, in many languages.

Refuses to guess: 4/5/2025 without a known order is a `CellError`, never one of the two days.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from tolok.core.sheet import Cell
from tolok.core.text import Text, say
from tolok.lib.cells import CHECK_FILE, CellError, shown

ORDERS = ("ymd", "mdy", "dmy")

# Long names; short forms are their first three letters and the irregular ones below. No form means
# different months in two of these languages (a test shows it), so no language need be known.
_NAMES = """
1 january januari enero janeiro janvier januar gennaio ocak
2 february februari febrero fevereiro fevrier februar febbraio subat
3 march maret marzo marco mars marz maart mac mart
4 april abril avril aprile nisan
5 may mei mayo maio mai maggio mayis
6 june juni junio junho juin giugno jun haziran
7 july juli julio julho juillet luglio julai temmuz
8 august agustus agosto aout augustus ogos agustos
9 september septiembre setiembre setembro septembre settembre eylul
10 october oktober octubre outubro octobre ottobre ekim
11 november noviembre novembro novembre kasim
12 december desember diciembre dezembro decembre dezember dicembre disember aralik
1 января січня ιανουαριου stycznia มกราคม
2 февраля лютого φεβρουαριου lutego กุมภาพันธ์
3 марта березня μαρτιου marca มีนาคม
4 апреля квітня απριλιου kwietnia เมษายน
5 мая травня μαιου maja พฤษภาคม
6 июня червня ιουνιου czerwca มิถุนายน
7 июля липня ιουλιου lipca กรกฎาคม
8 августа серпня αυγουστου sierpnia สิงหาคม
9 сентября вересня σεπτεμβριου wrzesnia กันยายน
10 октября жовтня οκτωβριου pazdziernika ตุลาคม
11 ноября листопада νοεμβριου listopada พฤศจิกายน
12 декабря грудня δεκεμβριου grudnia ธันวาคม
"""
# Vietnamese may count its months in words: "18 tháng Tám".
_COUNTED = (
    *("", "mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"),
    *("muoi mot", "muoi hai"),
)
_SHORT_NAMES = """
1 janv ene 2 fevr fev feb sub 3 mrt mrz 6 giu 7 juil lug 8 agu agt 9 sept set 10 okt oct 11 nop
12 des dic dez
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
senin selasa rabu kamis jumat sabtu minggu sen sel rab kam jum sab min ahad isnin khamis jumaat
lunes martes miercoles jueves viernes sabado domingo lun mar mie jue vie dom
segunda terca quarta quinta sexta feira seg ter qua qui sex
lundi mardi mercredi jeudi vendredi samedi dimanche mer jeu ven sam dim
montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
lunedi martedi mercoledi giovedi venerdi domenica gio
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
pazartesi sali carsamba persembe cuma cumartesi pazar pzt sal car per cum cmt paz
de del of the ngay thang nam thg at um pukul a as le el den
"""


@lru_cache(maxsize=4096)
def _ascii(text: str) -> str:
    """Lower case without accents: "Şubat" → "subat", "août" → "aout"."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("đ", "d"))
    return "".join(c for c in text if not unicodedata.combining(c)).replace("\u00a0", " ")


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _NAMES.split("\n"):
        number, *names = row.split() or ["0"]
        for name in names:
            name = _ascii(name)
            found[name] = int(number)
            short = name[:4] if name[:3] in ("jui", "ιου") else name[:3]
            found.setdefault(short, int(number))
    number = "0"
    for word in _SHORT_NAMES.split():
        number, word = (word, "") if word.isdigit() else (number, word)
        if word:
            found[word] = int(number)
    return found


MONTHS = _months()
_NOISE = frozenset(_WEEKDAYS.split())
_TIME = re.compile(
    r"(?:[T\s,]|^)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*([ap]\.?\s?m\.?)?\s*(Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2})?\s*$",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"^(\d{1,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})\.?$")
_EAST = re.compile(r"^(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]?$")
_VIETNAMESE = re.compile(
    rf"^(?:ngay\s+)?(\d{{1,2}})\s+(?:thang|thg)\s+(\d{{1,2}}|{'|'.join(reversed(_COUNTED[1:]))})"
    r"(?:,?\s*(?:nam\s+)?(\d{4}))?$"
)


def read_date(cell: Cell, order: str = "", today: date | None = None) -> date:
    """The day in the cell. `order` ("ymd", "mdy", "dmy") is needed only where digits leave a doubt.

    A date without a year is the last such day not after `today` (one day later is let pass, for
    zones ahead of ours).
    """
    return read_datetime(cell, order, today).date()


def read_datetime(cell: Cell, order: str = "", today: date | None = None) -> datetime:
    """Day and time; aware when the cell names an offset, else naive. Midnight without a time."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())  # noqa: DTZ001 the file names no zone
    if not isinstance(cell, str) or not cell.strip() or len(cell) > 60:
        raise _no_date(cell)
    return _read(cell.strip(), order, today)


def date_orders(samples: Iterable[Cell]) -> frozenset[str]:
    """The orders under which every sample is a day; {""} when none of them needs an order.

    More than one: ask. None: the samples mix forms, or are not dates.
    """
    texts = [s for s in samples if isinstance(s, date) or (isinstance(s, str) and s.strip())]
    if texts and all(_reads(t, "none") for t in texts):
        return frozenset({""})
    return frozenset(o for o in ORDERS if texts and all(_reads(t, o) for t in texts))


def date_form(cell: Cell) -> str:
    """The shape of a date text ("9/9/99 9:99" → "n/n/nn"): files may mix two of them."""
    if not isinstance(cell, str):
        return type(cell).__name__
    day = _TIME.sub("", cell.strip())
    parts = _NUMERIC.match(day)
    if not parts:
        return "words"
    sign = re.sub(r"[\d\s]", "", day)[:1]
    return (
        sign.join("yyyy" if len(p) == 4 else "n" for p in parts.groups()[:2])
        + sign
        + ("yyyy" if len(parts[3]) == 4 else "n")
    )


def _reads(cell: Cell, order: str) -> bool:
    try:
        read_datetime(cell, order, date(2024, 12, 31))
    except CellError:
        return False
    return True


@lru_cache(maxsize=4096)
def _read(text: str, order: str, today: date | None) -> datetime:
    found = _TIME.search(text)
    clock, zone = (_clock(found, text), _zone(found)) if found else (time(), None)
    day = _day(text[: found.start()] if found else text, order, today, text)
    return datetime.combine(day, clock, tzinfo=zone)


def _clock(found: re.Match[str], text: str) -> time:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[5] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise _no_date(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second, int((found[4] or "0")[:6].ljust(6, "0")))
    except ValueError:
        raise _no_date(text) from None


def _zone(found: re.Match[str]) -> timezone | None:
    if found[7]:
        sign, digits = found[7][0], found[7][1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        if minutes >= 24 * 60:
            raise _no_date(found[0])
        return timezone(timedelta(minutes=-minutes if sign == "-" else minutes))
    return UTC if found[6] else None


def _day(text: str, order: str, today: date | None, whole: str) -> date:
    text = text.strip(" ,")
    plain = _ascii(text)
    if re.fullmatch(r"(19|20)\d{6}", plain):
        return _make(int(plain[:4]), int(plain[4:6]), int(plain[6:]), whole)
    numeric = _NUMERIC.match(plain)
    if numeric:
        return _numeric(numeric, order, whole)
    east = _EAST.match(unicodedata.normalize("NFKC", text))
    if east:
        return _with_year(int(east[1] or 0), int(east[2]), int(east[3]), today, whole)
    local = _VIETNAMESE.match(plain)
    if local:
        month = _COUNTED.index(local[2]) if local[2] in _COUNTED else int(local[2])
        return _with_year(int(local[3] or 0), month, int(local[1]), today, whole)
    return _worded(plain, today, whole)


def _numeric(parts: re.Match[str], order: str, whole: str) -> date:
    first, middle, last = parts.groups()
    a, b, c = int(first), int(middle), int(last)
    if len(first) == 4:
        return _make(a, b, c, whole)
    if order == "ymd":
        if len(first) != 2 or len(last) > 2:
            raise _no_date(whole)
        return _make(_full(a), b, c, whole)
    if len(first) > 2 or len(last) not in (2, 4):
        raise _no_date(whole)
    year = c if len(last) == 4 else _full(c)
    if order in ("mdy", "dmy"):
        month, day = (a, b) if order == "mdy" else (b, a)
        return _make(year, month, day, whole)
    if order == "none" or len(last) == 2 or (a <= 12 and b <= 12 and a != b):
        raise _needs_order(whole)
    month, day = (a, b) if a <= 12 else (b, a)
    return _make(year, month, day, whole)


def _worded(plain: str, today: date | None, whole: str) -> date:
    """Words with a month name: "Tue, Feb 18, 2025", "8 de marzo", "18 Februari 2025"."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th|er)\b", "", plain)
    words = re.findall(r"\d+|[^\W\d][^\d\s.,/()\-]*", plain)
    months = [w for w in words if w in MONTHS]
    numbers = [w for w in words if w.isdigit()]
    strange = [w for w in words if not w.isdigit() and w not in MONTHS and w not in _NOISE]
    extra = [m for m in months[:-1] if m not in _NOISE]
    if strange or extra or not months or len(numbers) not in (1, 2):
        raise _no_date(whole)
    month = MONTHS[months[-1]]
    years = [n for n in numbers if len(n) == 4]
    days = [n for n in numbers if len(n) <= 2]
    if len(days) == 2 and not years:  # "18-Feb-25": the year comes last
        years = [str(_full(int(days.pop())))]
    if len(days) != 1 or len(years) > 1:
        raise _no_date(whole)
    return _with_year(int(years[0]) if years else 0, month, int(days[0]), today, whole)


def _with_year(year: int, month: int, day: int, today: date | None, whole: str) -> date:
    if year:
        return _make(year, month, day, whole)
    if today is None:
        raise CellError(
            say(
                '"{cell}" has no year.',
                '"{cell}" tidak memuat tahun.',
                cell=shown(whole),
            ),
            Text("Say in which year the file was made.", "Sebutkan tahun berkas ini dibuat."),
        )
    limit = today + timedelta(days=1)
    for candidate in range(limit.year, limit.year - 9, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= limit:
            return found
    raise _no_date(whole)


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _make(year: int, month: int, day: int, whole: str) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise _no_date(whole) from None
    if not 1970 <= year <= 2200:
        raise _no_date(whole)
    return found


def _no_date(cell: Cell) -> CellError:
    return CellError(
        say('"{cell}" is not a date.', '"{cell}" bukan tanggal.', cell=shown(cell)), CHECK_FILE
    )


def _needs_order(text: str) -> CellError:
    return CellError(
        say(
            '"{cell}" can be two different days.',
            '"{cell}" dapat berarti dua hari yang berbeda.',
            cell=shown(text),
        ),
        Text(
            "Say whether the day or the month comes first.",
            "Sebutkan apakah hari atau bulan yang ditulis lebih dulu.",
        ),
    )
