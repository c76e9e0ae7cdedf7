"""What leaves for a network, and what comes back: plain values, ready for the journal."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tolok.core.outcomes import RateLimit
from tolok.core.publishing.fingerprint import Fingerprint, fingerprint
from tolok.core.publishing.retry import Finding


@dataclass(frozen=True, slots=True)
class Attachment:
    """One picture or video. `read` gives its bytes as they go out (already within the limits)."""

    id: str
    kind: str  # image, gif, video
    mime: str
    size: int  # bytes
    read: Callable[[], bytes] = field(repr=False, compare=False)
    alt: str = ""
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    focus: tuple[float, float] | None = None  # 0 to 1 from the left and from the top
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    options: tuple[str, ...]
    span: timedelta
    several: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """The post that is answered, and the first post of its thread (the same for a first reply).

    `extra` and `root_extra` are what `Published.extra` told of the two (Bluesky: the cid).
    """

    to: str
    root: str
    extra: Mapping[str, str] = field(default_factory=dict)
    root_extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One post for one account, complete: no look-up elsewhere is needed to send it."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    link: str = ""  # shown as a card where the network makes none from the text
    link_title: str = ""
    link_text: str = ""
    reply: Reply | None = None
    poll: Poll | None = None
    languages: tuple[str, ...] = ()
    warning: str = ""
    sensitive: bool = False
    visibility: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def text_and_link(self) -> str:
        """For networks that make the card from the text: a link not in it stands below it."""
        if self.link and self.link not in self.text:
            return f"{self.text}\n\n{self.link}".strip()
        return self.text

    def fingerprint(self, own_short: frozenset[str] = frozenset()) -> Fingerprint:
        return fingerprint(
            self.text,
            media=len(self.attachments),
            reply_to=self.reply.to if self.reply else "",
            own_short=own_short,
            link="" if self.text_and_link == self.text else self.link,
        )


Prepared = Mapping[str, object]  # JSON: ids of uploads and containers, kept in the journal
# Commits what was reached, before the next call leaves.
Note = Callable[[Prepared], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Published:
    """`remote_id` may be "" where a network tells none. `extra` is kept for replies to it."""

    remote_id: str
    url: str = ""
    at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    rate: RateLimit | None = None


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as the network lists it. `media` and `reply_to` None: the network does not tell."""

    remote_id: str
    at: datetime
    text: str
    url: str = ""
    media: int | None = 0
    reply_to: str | None = ""
    type: str = "text"  # as in `PostRow.type`
    link: str = ""
    language: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)  # measure → cumulative count
    extra: Mapping[str, str] = field(default_factory=dict)

    def fingerprint(self, own_short: frozenset[str] = frozenset()) -> Fingerprint:
        return fingerprint(self.text, media=self.media, reply_to=self.reply_to, own_short=own_short)


@dataclass(frozen=True, slots=True)
class SeenPage:
    """Own posts, newest first. `next` continues; "" is the end. `refused`: measures not given."""

    posts: tuple[SeenPost, ...]
    next: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)  # measure → the network's reason
    raw: bytes = field(default=b"", repr=False)  # the answer as it came


@dataclass(frozen=True, slots=True)
class Told:
    """What the handle of a two-phase network tells. `published` goes with `Finding.EXACT`."""

    finding: Finding
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """Stocks of the account now: measure → count. A measure that is not in it is unknown."""

    counts: Mapping[str, int]
    refused: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = field(default=b"", repr=False)
