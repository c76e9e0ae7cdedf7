"""The doors between the core and the world: what an importer yields, what a store of facts does.

Rows are plain values. An importer never touches a database; a fact store never reads a file format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Protocol, runtime_checkable

from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.http import Http
from tolok.core.publishing.parcel import (
    AccountCounts,
    Note,
    Parcel,
    Prepared,
    Published,
    SeenPage,
    SeenPost,
    Told,
)
from tolok.core.publishing.sign_in import SignIn
from tolok.core.query import Value
from tolok.core.sheet import Sheet
from tolok.core.text import Text

Measures = Mapping[str, Value]
Extra = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post and its counts as reported. Key: (channel, post_id).

    `published_at` is aware UTC when the file's zone is known, else the naive wall-clock time of
    the file (`About.zone` None): the store then reads it in the zone of the workspace.
    `account` is the native id or handle when a file mixes several accounts, else "".
    """

    line: int
    post_id: str
    published_at: datetime | None
    measures: Measures
    type: str = ""  # photo, video, reel, story, link, text, carousel, poll, live …
    text: str = ""
    link: str = ""
    account: str = ""
    campaign: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    author: str = ""
    paid: bool | None = None
    duration_s: float | None = None
    currency: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayRow:
    """Counts of a channel on one native day. Key: (channel, day, source)."""

    line: int
    day: date
    measures: Measures
    account: str = ""
    source: str = ""  # "" = the whole channel; else a traffic source or other part of the day
    currency: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A native figure for exactly this window (unique reach of a month)."""

    line: int
    start: date
    end: date
    measure: str
    value: Value
    account: str = ""


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """One bucket of an audience break-down. `share` is a fraction; `count` a number of people."""

    line: int
    day: date
    dimension: str  # age, gender, age_gender, country, city, language, hour …
    bucket: str
    share: float | None = None
    count: int | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class AdRow:
    """Paid delivery of one ad on one day or over one reporting range (`end` = last day).

    `breakdown` is a native break-down of the ad ("age=30-34,gender=M"), part of the key.
    """

    line: int
    day: date
    end: date
    ad: str
    currency: str  # ISO 4217, "" when the file does not say
    measures: Measures
    account: str = ""
    campaign: str = ""
    ad_set: str = ""
    breakdown: str = ""
    extra: Extra = field(default_factory=dict)


Row = PostRow | DayRow | WindowRow | AudienceRow | AdRow


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. Always the first event of each table in a file."""

    network: str  # a network id of the catalogue; "" = the file does not say (ask)
    table: str  # post, day, window, audience, ad
    account: str = ""  # native id or handle when the file names one
    account_name: str = ""
    zone: str | None = None  # zone of the days and times in the file; None = not said
    language: str = ""
    title: str = ""  # the table's own title inside the file


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell or row that could not be read: nothing is dropped without one of these."""

    line: int
    column: str
    value: str
    why: Text
    fix: Text
    row_kept: bool = True  # False: the whole row went to raw only


@dataclass(frozen=True, slots=True)
class Declared:
    """The file's own total row: a check on the sum, never data."""

    line: int
    measures: Measures
    partial: bool = False  # the source says its listing is only a part of the total


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data (blank, note, title), with the reason."""

    line: int
    why: Text


Event = About | Row | Trouble | Declared | Skipped


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can know. `choices`: value → words. Answers go to `Answers`."""

    id: str  # network, account, date_order, decimal, currency, mapping, year …
    words: Text
    choices: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Match:
    """How well an importer fits. `score` 0–1; equal best scores of two importers → ask."""

    score: float
    reasons: tuple[Text, ...]
    network: str = ""
    table: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person (or a remembered mapping) settled: question id → value."""

    given: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None  # the day the file was received: closes dates without a year

    def get(self, id: str, default: str = "") -> str:
        return self.given.get(id, default)


@dataclass(frozen=True, slots=True)
class ScanColumn:
    """One column of a plain table. `role` says what it holds, `measure` which count it is.

    Roles: date, measure, kpi, value, post_id, link, text, type, published, account, campaign,
    tags, source, currency, extra (kept by name), ignore.
    """

    index: int
    name: str
    role: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """A clean CSV that a store may read whole, by column; equal to what `parse` would yield.

    `date_format` is strptime's ("%Y-%m-%d"). Cells in `blanks` (any case, trimmed) are missing.
    `thousands` signs are removed before `decimal` is read; a cell that still is no number, a day
    that does not parse and a row of another width than `columns` are problems with their line,
    never dropped in silence. `kpis` maps values of the kpi column to measures (long tables).
    """

    path: str
    encoding: str  # utf-8 or utf-8-sig only
    delimiter: str
    skip_lines: int  # physical lines up to and with the header
    table: str  # day, post
    shape: str  # wide, long
    columns: tuple[ScanColumn, ...]
    date_format: str
    decimal: str
    thousands: str
    blanks: tuple[str, ...]
    kpis: Mapping[str, str] = field(default_factory=dict)
    network: str = ""
    currency: str = ""


class Importer(Protocol):
    """One source's files. `sniff` sees the head of the file only; `parse` streams all of it."""

    id: str
    name: Text

    def sniff(self, sheet: Sheet) -> Match | None: ...

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]: ...


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Proof:
    """How a connector is proven: `real` server, official `spec`, or `documents` only."""

    kind: str
    against: Text
    checked: date


class Network(Protocol):
    """One network's connector: stateless, on the wire through `http` only.

    Each method raises `Temporary` or `Permanent` (core/outcomes.py) and nothing else. `commit` is
    the one visible, dangerous call: it makes exactly one request, and never repeats it.
    """

    @property
    def id(self) -> str: ...  # as in catalogue/networks
    @property
    def proof(self) -> Proof: ...
    @property
    def sign_ins(self) -> tuple[SignIn, ...]: ...

    def capabilities(self, account: Account) -> Capabilities:
        """From the account's discovered facts, else the documented values."""

    def new_key(self, now: datetime, rng: Random) -> str:
        """A client key in the network's own form; stored before the first send."""

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        """Ask whether the log-in still holds; the account with fresh facts and name."""

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        """New credentials, or None when there is nothing to refresh."""

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Note
    ) -> Prepared:
        """Uploads and containers; nothing visible. Continues from `done`, notes each step."""

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published: ...

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        """Class C: what the stored handle says of the post."""

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        """Own posts, newest first, with their counts."""

    async def post(self, http: Http, account: Account, remote_id: str) -> SeenPost | None:
        """One own post with its counts; None when it is gone."""

    async def counts(self, http: Http, account: Account) -> AccountCounts: ...

    async def delete(self, http: Http, account: Account, remote_id: str) -> None:
        """Idempotent: what is gone already is no error."""

    async def edit(
        self, http: Http, account: Account, remote_id: str, parcel: Parcel, prepared: Prepared
    ) -> Published: ...


@runtime_checkable
class Revokes(Protocol):
    """A network where a log-in can be given back; asked by `isinstance`."""

    async def revoke(self, http: Http, account: Account) -> bool:
        """Make the account's tokens void. False: these cannot be given back from here."""
