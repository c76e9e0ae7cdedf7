"""Events of an iCalendar file (RFC 5545), each VEVENT once; repetitions are not unrolled.

Times without a zone are read in the calendar's own zone, else as UTC, and that is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tolok.core.feeds.item import Enclosure, Feed, Item, Reading, Trouble
from tolok.core.text import Text, say
from tolok.lib.feeds.addresses import web_address
from tolok.lib.feeds.markup import plain, tidy
from tolok.lib.feeds.reader import Reader
from tolok.lib.feeds.source import Source, refused

MAX_LINE = 200_000
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    params: dict[str, str]
    value: str


def sniff(source: Source) -> float:
    return 1.0 if source.text[:200].lstrip().upper().startswith("BEGIN:VCALENDAR") else 0.0


def read(source: Source) -> Reading:
    about: dict[str, Line] = {}
    events: list[list[Line]] = []
    stack: list[str] = []
    unread = 0
    for words in unfolded(source.text):
        line = parsed(words)
        if line is None:
            unread += 1
        elif line.name == "BEGIN":
            stack.append(line.value.strip().upper())
            if len(stack) > MAX_DEPTH:
                raise _broken()
            if stack == ["VCALENDAR", "VEVENT"]:
                events.append([])
        elif line.name == "END":
            if not stack or stack.pop() != line.value.strip().upper():
                raise _broken()
        elif stack == ["VCALENDAR", "VEVENT"]:
            events[-1].append(line)
        elif stack == ["VCALENDAR"]:
            about.setdefault(line.name, line)
    return _reading(source, about, events, unread, whole=not stack)


def _reading(
    source: Source, about: dict[str, Line], events: list[list[Line]], unread: int, *, whole: bool
) -> Reading:
    zone = _zone(about["X-WR-TIMEZONE"].value if "X-WR-TIMEZONE" in about else "")
    items = tuple(_item(lines, zone or ZoneInfo("UTC"), source.url) for lines in events)
    floating = zone is None and any(_floats(line) for lines in events for line in lines)
    named = about.get("NAME") or about.get("X-WR-CALNAME")
    troubles = (
        _unread(unread) if unread else None,
        None if whole else _CUT,
        _FLOATING if floating else None,
    )
    feed = Feed(
        format="ical",
        title=tidy(_text(named)) if named else "",
        link=web_address(about["URL"].value, source.url) if "URL" in about else "",
        troubles=tuple(each for each in troubles if each is not None),
    )
    return Reading(feed, items)


def unfolded(text: str) -> Iterator[str]:
    """Lines as meant: one that begins with a blank goes on where the last one ended."""
    held: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line[:1] in (" ", "\t") and held:
            held.append(line[1:])
        else:
            if held and (whole := "".join(held)).strip():
                yield whole[:MAX_LINE]
            held = [line]
    if held and (whole := "".join(held)).strip():
        yield whole[:MAX_LINE]


def parsed(words: str) -> Line | None:
    """`NAME;PARAM="a:b";OTHER=c:value`; None when it has no colon outside quotes."""
    quoted, colon = False, -1
    for at, sign in enumerate(words):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            colon = at
            break
    if colon < 1:
        return None
    name, *given = _split(words[:colon])
    pairs = (each.partition("=") for each in given)
    params = {key.strip().upper(): value.strip('"') for key, _, value in pairs}
    return Line(name.strip().upper(), params, words[colon + 1 :])


def _split(head: str) -> list[str]:
    parts, quoted = [""], False
    for sign in head:
        quoted = quoted ^ (sign == '"')
        if sign == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _item(lines: list[Line], zone: ZoneInfo, base: str) -> Item:
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.name, line)
    uid = first["UID"].value.strip() if "UID" in first else ""
    again = first["RECURRENCE-ID"].value.strip() if "RECURRENCE-ID" in first else ""
    return Item(
        id=f"{uid}#{again}" if uid and again else uid,
        title=tidy(_text(first.get("SUMMARY"))).replace("\n", " "),
        text=plain(_text(first.get("DESCRIPTION"))),
        link=web_address(first["URL"].value, base) if "URL" in first else "",
        published=_moment(first.get("CREATED"), zone) or _moment(first.get("DTSTAMP"), zone),
        updated=_moment(first.get("LAST-MODIFIED"), zone),
        author=first["ORGANIZER"].params.get("CN", "") if "ORGANIZER" in first else "",
        categories=_categories(lines),
        media=_media(lines, base),
        starts=_moment(first.get("DTSTART"), zone),
        ends=_moment(first.get("DTEND"), zone),
        place=tidy(_text(first.get("LOCATION"))).replace("\n", ", "),
        withdrawn="STATUS" in first and first["STATUS"].value.strip().upper() == "CANCELLED",
    )


def _text(line: Line | None) -> str:
    if line is None:
        return ""
    marked = line.value.replace("\\\\", "\x00").replace("\\n", "\n").replace("\\N", "\n")
    return marked.replace("\\,", ",").replace("\\;", ";").replace("\x00", "\\")


def _categories(lines: list[Line]) -> tuple[str, ...]:
    values = [line.value.replace("\\,", "\x00") for line in lines if line.name == "CATEGORIES"]
    names = (tidy(each.replace("\x00", ",")) for value in values for each in value.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _media(lines: list[Line], base: str) -> tuple[Enclosure, ...]:
    given = [line for line in lines if line.name in ("ATTACH", "IMAGE")]
    found = [
        Enclosure(
            web_address(line.value, base),
            line.params.get("FMTTYPE", "image/" if line.name == "IMAGE" else ""),
        )
        for line in given
        if line.params.get("VALUE", "URI").upper() == "URI"
    ]
    return tuple(dict.fromkeys(each for each in found if each.url))


def _floats(line: Line) -> bool:
    timed = line.name in ("DTSTART", "DTEND") and "T" in line.value.upper()
    return timed and not line.value.strip().upper().endswith("Z") and "TZID" not in line.params


def _moment(line: Line | None, zone: ZoneInfo) -> datetime | None:
    if line is None:
        return None
    value = line.value.strip().upper()
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M", "%Y%m%d"):
        try:
            found = datetime.strptime(value, form)  # noqa: DTZ007 - its zone comes next
            there = UTC if form.endswith("Z") else _zone(line.params.get("TZID", "")) or zone
            return found.replace(tzinfo=there).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name.strip().lstrip("/")) if name.strip() else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _broken() -> Exception:
    return refused(
        Text(
            "The calendar's parts do not close in the order in which they open.",
            "Bagian-bagian kalender ini tidak ditutup sesuai urutan dibukanya.",
        ),
        Text(
            "Export the calendar again, or tell its owner.",
            "Ekspor lagi kalendernya, atau beri tahu pemiliknya.",
        ),
    )


def _unread(count: int) -> Trouble:
    return Trouble(
        "unread",
        say("{n} lines could not be read.", "{n} baris tidak dapat dibaca.", n=count),
    )


_CUT = Trouble(
    "cut",
    Text("The calendar ends in the middle.", "Kalender ini terpotong di tengah."),
)
_FLOATING = Trouble(
    "no-zone",
    Text(
        "Times without a zone were read as UTC.",
        "Waktu tanpa zona dibaca sebagai UTC.",
    ),
)

READER = Reader(id="ical", name=Text("Calendar", "Kalender"), sniff=sniff, read=read)
