"""An account on a network as a connector sees it, and what its server can do.

Connectors keep nothing: whatever they need to know of an account comes in with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tolok.core.publishing.length import TextLimits
from tolok.core.publishing.media_rules import MediaLimits
from tolok.core.text import Text

Credentials = Mapping[str, str]
Facts = Mapping[str, object]  # JSON: what was discovered of the account's server, and when
LOG_IN_ENDS = "log_in_ends"  # in `facts`, ISO: a person must connect again by then, whatever renews


@dataclass(frozen=True, slots=True)
class Account:
    """`server` is the base address without a last slash. Secrets are not in the `repr`.

    `expires_at`: the access token ends then (None: it does not, or nobody said).
    """

    server: str
    remote_id: str
    handle: str
    name: str = ""
    url: str = ""  # the profile, for a person to look at
    credentials: Credentials = field(default_factory=dict, repr=False)
    facts: Facts = field(default_factory=dict)
    expires_at: datetime | None = None

    @property
    def log_in_ends(self) -> datetime | None:
        """When a person must have connected again; None: nobody said that it ends."""
        said = self.facts.get(LOG_IN_ENDS)
        return datetime.fromisoformat(said) if isinstance(said, str) else None

    def with_credentials(
        self, credentials: Credentials, expires_at: datetime | None = None
    ) -> "Account":
        return replace(self, credentials=credentials, expires_at=expires_at)


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """A limit that we count ourselves, for networks that tell nothing: `calls` in each `span`."""

    calls: int
    span: timedelta


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one account can do, read from its server where the server tells.

    `retry` is the id of a class in `core/publishing/retry.py`. `poll_options` 0: no polls.
    """

    retry: str
    text: TextLimits
    caption: TextLimits | None = None  # the text beside media, where it has another limit
    media: MediaLimits | None = None  # None: text only
    reply: bool = False  # threads and first comments
    delete: bool = False
    edit: bool = False
    alt_text: bool = False
    warning: bool = False  # a content warning before the text
    poll_options: int = 0
    poll_spans: tuple[timedelta, timedelta] | None = None  # shortest and longest
    visibilities: tuple[str, ...] = ()  # the first is the default
    metrics: bool = False  # counts of posts and of the account can be read
    listing: bool = False  # own posts can be listed: `find`, import of earlier posts
    needs_public_media: bool = False
    limits: tuple[OwnLimit, ...] = ()
    notes: tuple[Text, ...] = ()  # what a person should know ("this server ignores the key")
    as_of: datetime | None = None  # when the server was asked; None: the documented values

    def text_for(self, *, with_media: bool) -> TextLimits:
        return self.caption if with_media and self.caption else self.text
