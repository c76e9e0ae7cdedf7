"""What stands in the composer, as typed: read from a post or from a form, whole or half done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from tolok.core.errors import invalid
from tolok.core.publishing.content import MediaUse, Own, PollForm, PostContent
from tolok.core.text import Text
from tolok.services.post_order import AT, WHENS

POLL_BOXES = 4


@dataclass(frozen=True, slots=True)
class Typed:
    """`own`: channel id → its text. `alts`: media id → its description in this post."""

    text: str = ""
    channels: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    thread: tuple[str, ...] = ()
    comment: str = ""
    link: str = ""
    warning: str = ""
    sensitive: bool = False
    language: str = ""
    media: tuple[str, ...] = ()
    alts: Mapping[str, str] = field(default_factory=dict)
    poll: tuple[str, ...] = ()
    poll_minutes: int = 1440
    poll_several: bool = False
    title: str = ""
    type: str = ""
    pillar: str = ""
    tags: str = ""
    campaign: str = ""
    late: str = ""
    approve_by: str = ""
    when: str = "draft"
    day: str = ""
    clock: str = ""
    version: int = 0
    fresh: str = ""  # the id of the post it makes, so that a form sent twice makes one
    boxes: int = 1  # empty boxes for further parts of the thread

    @property
    def poll_boxes(self) -> list[str]:
        return [*self.poll, *[""] * (POLL_BOXES - len(self.poll))][
            : max(POLL_BOXES, len(self.poll))
        ]

    @property
    def thread_boxes(self) -> list[str]:
        return [*self.thread, *[""] * self.boxes]

    def without_poll(self) -> "Typed":
        return replace(self, poll=())

    def content(self, base: PostContent) -> PostContent:
        """The content, keeping of `base` what the composer has no field for."""
        own = {
            id: replace(base.own.get(id, Own()), text=text if text.strip() else None)
            for id, text in self.own.items()
        }
        kept = {id: each for id, each in base.own.items() if id not in own}
        found = {id: each for id, each in {**kept, **own}.items() if each != Own()}
        return replace(
            base,
            text=self.text,
            media=tuple(MediaUse(id, self.alts.get(id)) for id in self.media),
            link=self.link.strip(),
            thread=tuple(part for part in self.thread if part.strip()),
            comment=self.comment,
            poll=self._poll(),
            languages=(self.language,) if self.language else (),
            warning=self.warning.strip(),
            sensitive=self.sensitive,
            own=found,
        )

    def _poll(self) -> PollForm | None:
        answers = tuple(each.strip() for each in self.poll if each.strip())
        if not answers:
            return None
        if len(answers) < 2:
            raise invalid(
                Text("A poll needs two answers.", "Jajak pendapat perlu dua jawaban."),
                Text("Write another one, or clear the poll.", "Tambah satu, atau kosongkan."),
            )
        return PollForm(answers, self.poll_minutes, self.poll_several)


def of_post(post: Any, content: PostContent, zone: ZoneInfo) -> Typed:
    """What the composer shows of a post that is kept."""
    rows = [row for row in post.deliveries.all() if row.state not in ("cancelled", "deleted")]
    at: datetime | None = post.due_at.astimezone(zone) if post.due_at else None
    poll = content.poll
    return Typed(
        text=content.text,
        channels=tuple(dict.fromkeys(str(row.channel_id) for row in rows)),
        own={id: own.text for id, own in content.own.items() if own.text is not None},
        thread=content.thread,
        comment=content.comment,
        link=content.link,
        warning=content.warning,
        sensitive=content.sensitive,
        language=next(iter(content.languages), ""),
        media=tuple(use.id for use in content.media),
        alts={use.id: use.alt for use in content.media if use.alt is not None},
        poll=poll.options if poll else (),
        poll_minutes=poll.minutes if poll else 1440,
        poll_several=bool(poll and poll.several),
        title=post.title,
        type=post.type,
        pillar=post.pillar,
        tags=", ".join(post.tags),
        campaign=post.campaign.name if post.campaign else "",
        late=post.late,
        approve_by=_last_day(post.expires_at, zone),
        when=AT if at else "idea" if post.stage == "idea" else "draft",
        day=f"{at:%Y-%m-%d}" if at else "",
        clock=f"{at:%H:%M}" if at else "",
        version=post.version,
    )


def of_form(form: QueryDict) -> Typed:
    """What came in; nothing is refused here but what no browser sends."""
    one = form.get
    media = [id for id in dict.fromkeys(form.getlist("media")) if not one(f"drop-{id}")]
    thread = [_plain(part) for part in form.getlist("thread")]
    return Typed(
        text=_plain(one("text", "")),
        channels=tuple(dict.fromkeys(form.getlist("channels"))),
        own=_prefixed(form, "own-"),
        thread=tuple(part for part in thread if part.strip()),
        comment=_plain(one("comment", "")),
        link=one("link", ""),
        warning=one("warning", ""),
        sensitive=bool(one("sensitive")),
        language=one("language", "")[:12],
        media=tuple(media),
        alts={id: alt for id, alt in _prefixed(form, "alt-").items() if id in media},
        poll=tuple(each for each in form.getlist("poll") if each.strip()),
        poll_minutes=_number(one("poll_minutes", ""), 1440),
        poll_several=bool(one("poll_several")),
        title=one("title", ""),
        type=one("type", ""),
        pillar=one("pillar", ""),
        tags=one("tags", ""),
        campaign=one("campaign", ""),
        late=one("late", ""),
        approve_by=one("approve_by", ""),
        when=one("when", "draft") if one("when") in WHENS else "draft",
        day=one("day", ""),
        clock=one("clock", ""),
        version=_number(one("version", ""), 0),
        fresh=one("fresh", ""),
        boxes=3 if one("act") == "more" else 1,
    )


def _last_day(until: datetime | None, zone: ZoneInfo) -> str:
    """The last whole day before it."""
    return f"{until.astimezone(zone) - timedelta(seconds=1):%Y-%m-%d}" if until else ""


def _prefixed(form: QueryDict, start: str) -> dict[str, str]:
    return {
        key.removeprefix(start): _plain(str(form[key])) for key in form if key.startswith(start)
    }


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\0", "")


def _number(words: str, otherwise: int) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else otherwise
