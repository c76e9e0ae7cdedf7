"""What a person, a file or a feed asks for: a post, for which channels, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tolok.core.publishing.content import PostContent

DRAFT, IDEA, AT, NOW = "draft", "idea", "at", "now"
NEXT, FIRST, LAST = "next", "first", "last"  # of the free slots of each channel's queue
BEST = "best"  # the next free one of the channel's best times
WHENS = (DRAFT, IDEA, AT, NOW, NEXT, FIRST, LAST, BEST)


@dataclass(frozen=True, slots=True)
class When:
    """`at` belongs to kind AT and is aware; the other kinds find their time themselves."""

    kind: str = DRAFT
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One post to make. `channels` are ids of this workspace's channels, already looked up."""

    content: PostContent
    channels: tuple[UUID, ...] = ()
    when: When = When()
    title: str = ""
    type: str = ""
    pillar: str = ""
    tags: tuple[str, ...] = ()
    campaign: UUID | None = None
    late: str = ""
    origin: str = ""
    expires_at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    id: UUID | None = None  # chosen by a form, so that what is sent twice is made once
