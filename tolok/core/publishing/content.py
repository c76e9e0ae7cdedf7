"""What a person wrote, once for all channels and apart only where it differs; and its parts.

As JSON it is kept with every version of a post. An own text, media or comment is filed under a
network id or a channel id; the channel's own wins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tolok.core.errors import invalid
from tolok.core.text import Text, say

MOST_PARTS = 25  # a thread longer than this is a mistake
MOST_POLL = 10
MOST_POLL_MINUTES = 366 * 24 * 60  # no network keeps one open longer


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A piece of the library in this post. `alt` None: as the library has it."""

    id: str
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class PollForm:
    options: tuple[str, ...]
    minutes: int
    several: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What differs for one network or channel; None follows the common one."""

    text: str | None = None
    media: tuple[MediaUse, ...] | None = None
    comment: str | None = None
    thread: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PostContent:
    """`comment` is sent as a reply once the post is out; `thread` follows it, each to the last."""

    text: str = ""
    media: tuple[MediaUse, ...] = ()
    link: str = ""
    thread: tuple[str, ...] = ()
    comment: str = ""
    poll: PollForm | None = None
    languages: tuple[str, ...] = ()
    warning: str = ""
    sensitive: bool = False
    visibility: str = ""
    reply_to: str = ""  # the network's id or address of the post that is answered
    own: Mapping[str, Own] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is sent: the post itself (`number` 0), or a reply to the part before."""

    number: int
    text: str
    media: tuple[MediaUse, ...] = ()
    link: str = ""
    poll: PollForm | None = None


def parts(content: PostContent, *ids: str) -> tuple[Part, ...]:
    """What goes out for a channel. `ids`: what owns may be filed under, the strongest first."""
    own = _own(content, ids)
    thread = content.thread if own.thread is None else own.thread
    comment = content.comment if own.comment is None else own.comment
    first = Part(
        number=0,
        text=content.text if own.text is None else own.text,
        media=content.media if own.media is None else own.media,
        link=content.link,
        poll=content.poll,
    )
    after = [text for text in (*thread, comment) if text.strip()]
    return (first, *(Part(number, text) for number, text in enumerate(after, 1)))


def is_empty(content: PostContent) -> bool:
    return not (content.text.strip() or content.media or content.own)


def to_json(content: PostContent) -> dict[str, Any]:
    """Only what is set, so that versions compare and stay small."""
    full = {
        "text": content.text,
        "media": _media_json(content.media),
        "link": content.link,
        "thread": list(content.thread),
        "comment": content.comment,
        "poll": _poll_json(content.poll),
        "languages": list(content.languages),
        "warning": content.warning,
        "sensitive": content.sensitive,
        "visibility": content.visibility,
        "reply_to": content.reply_to,
        "own": {id: _own_json(own) for id, own in content.own.items() if own != Own()},
    }
    return {key: value for key, value in full.items() if value or key == "text"}


def from_json(form: object) -> PostContent:
    """Raises ProblemError naming the key that is wrong; unknown keys are wrong too."""
    given = _mapping(form, "content", _KEYS)
    owns = given.get("own") or {}
    if not isinstance(owns, Mapping):
        raise _wrong("own")
    content = PostContent(
        text=_text(given, "text"),
        media=_media(given.get("media"), "media") or (),
        link=_text(given, "link").strip(),
        thread=_texts(given.get("thread"), "thread") or (),
        comment=_text(given, "comment"),
        poll=_poll(given.get("poll")),
        languages=_texts(given.get("languages"), "languages") or (),
        warning=_text(given, "warning"),
        sensitive=given.get("sensitive") is True,
        visibility=_text(given, "visibility"),
        reply_to=_text(given, "reply_to").strip(),
        own={
            _text({"own": str(id)}, "own"): _read_own(own, f"own.{id}") for id, own in owns.items()
        },
    )
    threads = [content.thread, *(own.thread or () for own in content.own.values())]
    longest = max(map(len, threads))
    if longest >= MOST_PARTS:
        raise invalid(
            say(
                "The thread has {n} parts; {most} is the most.",
                "Utas ini punya {n} bagian; paling banyak {most}.",
                n=longest + 1,
                most=MOST_PARTS,
            ),
            Text("Make it shorter, or two posts.", "Pendekkan, atau jadikan dua posting."),
        )
    return content


_KEYS = frozenset(
    ("text", "media", "link", "thread", "comment", "poll", "languages", "warning", "sensitive")
) | {"visibility", "reply_to", "own"}
_OWN_KEYS = frozenset(("text", "media", "comment", "thread"))


def _own(content: PostContent, ids: Sequence[str]) -> Own:
    found = [content.own[id] for id in ids if id in content.own]
    return Own(
        text=next((own.text for own in found if own.text is not None), None),
        media=next((own.media for own in found if own.media is not None), None),
        comment=next((own.comment for own in found if own.comment is not None), None),
        thread=next((own.thread for own in found if own.thread is not None), None),
    )


def _media_json(media: Sequence[MediaUse]) -> list[dict[str, str]]:
    return [
        {"id": each.id} if each.alt is None else {"id": each.id, "alt": each.alt} for each in media
    ]


def _poll_json(poll: PollForm | None) -> dict[str, Any] | None:
    if poll is None:
        return None
    return {"options": list(poll.options), "minutes": poll.minutes, "several": poll.several}


def _own_json(own: Own) -> dict[str, Any]:
    full = {
        "text": own.text,
        "media": None if own.media is None else _media_json(own.media),
        "comment": own.comment,
        "thread": None if own.thread is None else list(own.thread),
    }
    return {key: value for key, value in full.items() if value is not None}


def _read_own(form: object, where: str) -> Own:
    given = _mapping(form, where, _OWN_KEYS)
    return Own(
        text=_text(given, "text", where) if given.get("text") is not None else None,
        media=_media(given.get("media"), f"{where}.media"),
        comment=_text(given, "comment", where) if given.get("comment") is not None else None,
        thread=_texts(given.get("thread"), f"{where}.thread"),
    )


def _mapping(form: object, where: str, keys: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(form, Mapping):
        raise _wrong(where)
    for key in form:
        if key not in keys:
            raise _wrong(f"{where}.{key}")
    return form


def _text(given: Mapping[str, Any], key: str, where: str = "") -> str:
    value = given.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str) or "\x00" in value:
        raise _wrong(f"{where}.{key}".strip("."))
    return value.replace("\r\n", "\n")


def _texts(value: object, where: str) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _wrong(where)
    return tuple(_text({where: each}, where) for each in value)


def _media(value: object, where: str) -> tuple[MediaUse, ...] | None:
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _wrong(where)
    return tuple(_piece(each, where) for each in value)


def _piece(value: object, where: str) -> MediaUse:
    given = {"id": value} if isinstance(value, str) else value
    given = _mapping(given, where, frozenset(("id", "alt")))
    if not given.get("id"):
        raise _wrong(f"{where}.id")
    alt = given.get("alt")
    return MediaUse(_text(given, "id", where), None if alt is None else _text(given, "alt", where))


def _poll(value: object) -> PollForm | None:
    if not value:
        return None
    given = _mapping(value, "poll", frozenset(("options", "minutes", "several")))
    options = tuple(o.strip() for o in _texts(given.get("options"), "poll.options") or ())
    minutes = given.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        raise _wrong("poll.minutes")
    if not 1 <= minutes <= MOST_POLL_MINUTES:
        raise _wrong("poll.minutes")
    if not 2 <= len(options) <= MOST_POLL or not all(options):
        raise _wrong("poll.options")
    return PollForm(options, minutes, given.get("several") is True)


def _wrong(key: str) -> Exception:
    return invalid(
        say("{key} of the post is not as expected.", "{key} pada posting tidak sesuai.", key=key),
        say(
            "See the API reference for the form of a post. Known keys: {known}.",
            "Lihat bentuk posting di referensi API. Kunci yang dikenal: {known}.",
            known=", ".join(sorted(_KEYS)),
        ),
    )
