"""A file of posts to schedule: its rows as posts, its faults by row, and what a format looks like.

All or nothing: a file with a fault is shown, not scheduled, until it is mended or the row left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tolok.core.ports import Question, Trouble
from tolok.core.text import Text, say

FIELDS = (
    "at", "date", "time", "channels", "text", "link", "media", "alt", "campaign", "tags",
    "comment", "queue",
)  # fmt: skip
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class BulkPost:
    """One row, read. `at` is aware; None: the next free slot of the queue.

    `channels` are names as written; none: those that are chosen for the whole file.
    `media` are addresses or names in the library; `alt` goes with them by place.
    """

    line: int
    text: str
    at: datetime | None = None
    channels: tuple[str, ...] = ()
    link: str = ""
    media: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    campaign: str = ""
    tags: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class BulkFormat:
    """What a program's file looks like. `columns`: field → headers it may have, in small letters.

    Without `header` the fields come in the order of `columns`. `needed`: fields that make the file
    recognisable. `queue`: a row without a time goes to the queue instead of being a fault.
    """

    id: str
    name: Text
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    header: bool = True
    queue: bool = False
    quoted: bool = False  # a leading ' guards a cell that a spreadsheet would take for a formula
    order: str = ""  # of day, month and year where the program fixes it


@dataclass(frozen=True, slots=True)
class Preview:
    """The file as it would be scheduled. `questions` come first: until answered, no row is read."""

    format: str  # "" while it is not known
    posts: tuple[BulkPost, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def ready(self) -> bool:
        """Every row can be scheduled."""
        return bool(self.posts) and not self.questions and all(t.row_kept for t in self.troubles)


def checked_rows(posts: Sequence[BulkPost], now: datetime) -> Iterator[Trouble]:
    """Faults that show only beside the clock and beside the other rows."""
    first: dict[tuple[str, datetime | None, tuple[str, ...]], int] = {}
    for post in posts:
        if post.at is not None and post.at <= now:
            yield Trouble(
                post.line, "time", f"{post.at:%Y-%m-%d %H:%M}", _PAST,
                Text("Give a later time.", "Beri waktu yang lebih kemudian."), row_kept=False,
            )  # fmt: skip
        key = (post.text, post.at, post.channels)
        if key in first and post.at is not None:
            yield Trouble(post.line, "text", post.text[:80], _twice(first[key]), _TWICE_FIX)
        first.setdefault(key, post.line)


def score(format: BulkFormat, headers: Iterable[str]) -> float:
    """How well headers fit a format that has them: 0 to 1."""
    given = [header for header in headers if header]
    known = {field_of(format, header) for header in given} - {""}
    if not format.header or not given or not set(format.needed) <= known:
        return 0.0
    return len(known) / len(given)


def field_of(format: BulkFormat, header: str) -> str:
    """The field that a header names, "" for one that the format does not know."""
    plain = " ".join(header.replace("_", " ").casefold().split())
    return next((field for field, names in format.columns.items() if plain in names), "")


_PAST = Text("This time is over already.", "Waktu ini sudah lewat.")
_TWICE_FIX = Text(
    "Leave one of them out if that is not meant.", "Hapus salah satunya bila tidak disengaja."
)


def _twice(line: int) -> Text:
    return say(
        "The same post at the same time stands in line {line} too.",
        "Posting yang sama pada waktu yang sama juga ada di baris {line}.", line=line,
    )  # fmt: skip
