"""Pictures and videos against what a network takes, in words, before a post is scheduled.

It judges facts that were read from the file; what could not be read is said, never guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tolok.core.publishing.graphemes import count
from tolok.core.publishing.media_words import (
    NAMES,
    UNSEEN,
    clip,
    kinds_words,
    mimes_words,
    ratio_words,
    size_words,
)
from tolok.core.publishing.parcel import Attachment
from tolok.core.text import Text, say

KINDS = ("image", "gif", "video")  # gif: it moves; a still GIF is an image


class Mend(StrEnum):
    """What we can do about it ourselves; NOTHING: a person has to."""

    NOTHING = ""
    SHRINK = "shrink"  # fewer bytes or pixels
    CONVERT = "convert"  # another picture format
    CROP = "crop"  # another shape, around the focal point


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What is known of one file. None: it could not be read. `frames`: 1 for a still picture."""

    kind: str
    mime: str
    size: int  # bytes
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    duration_s: float | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class KindLimits:
    """Rules for one kind. None: no such rule. Ratios are width by height."""

    kind: str
    mimes: tuple[str, ...]
    most: int
    bytes: int | None = None
    width: int | None = None
    height: int | None = None
    pixels: int | None = None
    frames: int | None = None
    seconds: tuple[float, float] | None = None
    ratio: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """One network's or server's rules for what a post carries.

    `alone`: kinds that have no other kind beside them. `alt`: most characters of a description.
    `public`: kinds that the network fetches itself, from a public address.
    """

    kinds: tuple[KindLimits, ...]
    most: int
    least: int = 0
    alone: frozenset[str] = frozenset()
    alt: int | None = None
    public: frozenset[str] = frozenset()

    def of(self, kind: str) -> KindLimits | None:
        return next((each for each in self.kinds if each.kind == kind), None)


@dataclass(frozen=True, slots=True)
class MediaProblem:
    """One thing to mend. `place`: which piece, from 0; None: the post as a whole.

    `blocking` False: the post may go out as it is.
    """

    code: str
    words: Text
    place: int | None = None
    mend: Mend = Mend.NOTHING
    blocking: bool = True


def facts_of(attachment: Attachment) -> MediaFacts:
    """An attachment that is ready to leave, as this module judges it."""
    return MediaFacts(
        kind=attachment.kind,
        mime=attachment.mime,
        size=attachment.size,
        width=attachment.width,
        height=attachment.height,
        duration_s=attachment.duration_s,
        alt=attachment.alt,
    )


def check(
    media: Sequence[MediaFacts], limits: MediaLimits | None, *, has_public: bool = True
) -> tuple[MediaProblem, ...]:
    """All problems at once. `limits` None: text only. `has_public`: we have a public address."""
    if limits is None:
        return (MediaProblem("no-media", _NO_MEDIA),) if media else ()
    found = [
        *_numbers(media, limits),
        *(_mixed(media, limits)),
        *(problem for place, each in enumerate(media) for problem in _piece(place, each, limits)),
    ]
    if not has_public and any(each.kind in limits.public for each in media):
        found.append(MediaProblem("no-public-address", _NO_ADDRESS))
    return tuple(found)


def _numbers(media: Sequence[MediaFacts], limits: MediaLimits) -> Iterable[MediaProblem]:
    if len(media) < limits.least:
        words = say(
            "This network needs a picture or a video. Add {n}.",
            "Jaringan ini memerlukan gambar atau video. Tambahkan {n}.",
            n=limits.least - len(media),
        )
        yield MediaProblem("media-missing", words)
    if len(media) > limits.most:
        yield _too_many(len(media), limits.most, _PIECES)
    for rule in limits.kinds:
        number = sum(1 for each in media if each.kind == rule.kind)
        if number > rule.most and len(media) <= limits.most:
            yield _too_many(number, rule.most, NAMES[rule.kind])


def _too_many(number: int, most: int, what: Text) -> MediaProblem:
    words = say(
        "{n} {what}, but at most {most} fit. Take out {over}.",
        "Ada {n} {what}, paling banyak {most}. Hapus {over}.",
        n=number, most=most, what=what, over=number - most,
    )  # fmt: skip
    return MediaProblem("too-many-media", words)


def _mixed(media: Sequence[MediaFacts], limits: MediaLimits) -> Iterable[MediaProblem]:
    lonely = sorted({each.kind for each in media} & limits.alone)
    if lonely and len({each.kind for each in media}) > 1:
        words = say(
            "Here {kinds} must stand alone. Leave only one kind in the post.",
            "Di sini {kinds} harus berdiri sendiri. Sisakan satu jenis saja dalam posting.",
            kinds=kinds_words(lonely),
        )
        yield MediaProblem("mixed-media", words)


def _piece(place: int, media: MediaFacts, limits: MediaLimits) -> Iterable[MediaProblem]:
    rule = limits.of(media.kind)
    if rule is None:
        words = say(
            "This network takes no {kind}. It takes {kinds}.",
            "Jaringan ini tidak menerima {kind}. Yang diterima: {kinds}.",
            kind=NAMES.get(media.kind, Text.same(media.kind)),
            kinds=kinds_words([each.kind for each in limits.kinds]),
        )
        yield MediaProblem("kind-not-taken", words, place)
        return
    yield from _file(place, media, rule)
    yield from _shape(place, media, rule)
    yield from _length(place, media, rule)
    yield from _alt(place, media, limits)


def _file(place: int, media: MediaFacts, rule: KindLimits) -> Iterable[MediaProblem]:
    still = media.kind == "image"
    if media.mime not in rule.mimes:
        words = say(
            "{mime} is not taken here. Use {known}.",
            "{mime} tidak diterima di sini. Gunakan {known}.",
            mime=mimes_words([media.mime]), known=mimes_words(rule.mimes),
        )  # fmt: skip
        yield MediaProblem("format-not-taken", words, place, _if(still, Mend.CONVERT))
    if rule.bytes is not None and media.size > rule.bytes:
        words = say(
            "The file has {size}; at most {most} are taken. Make it smaller.",
            "Ukuran berkas {size}; paling besar {most}. Perkecil berkas.",
            size=size_words(media.size), most=size_words(rule.bytes),
        )  # fmt: skip
        yield MediaProblem("too-many-bytes", words, place, _if(still, Mend.SHRINK))


def _shape(place: int, media: MediaFacts, rule: KindLimits) -> Iterable[MediaProblem]:
    still = media.kind == "image"
    if media.width is None or media.height is None:
        if rule.width or rule.height or rule.pixels or rule.ratio:
            yield _unseen(place, "size-unknown")
        return
    wide = rule.width is not None and media.width > rule.width
    high = rule.height is not None and media.height > rule.height
    if wide or high or (rule.pixels is not None and media.width * media.height > rule.pixels):
        words = say(
            "{width} × {height} pixels are too many. Make the picture smaller.",
            "{width} × {height} piksel terlalu besar. Perkecil gambarnya.",
            width=media.width, height=media.height,
        )  # fmt: skip
        yield MediaProblem("too-many-pixels", words, place, _if(still, Mend.SHRINK))
    if (
        rule.ratio
        and not rule.ratio[0] * 0.99 <= media.width / media.height <= rule.ratio[1] / 0.99
    ):
        words = say(
            "The shape is {shape}; from {low} to {high} is taken. Crop it.",
            "Bentuknya {shape}; yang diterima {low} sampai {high}. Potong gambarnya.",
            shape=ratio_words(media.width / media.height),
            low=ratio_words(rule.ratio[0]), high=ratio_words(rule.ratio[1]),
        )  # fmt: skip
        yield MediaProblem("wrong-shape", words, place, _if(still, Mend.CROP))


def _length(place: int, media: MediaFacts, rule: KindLimits) -> Iterable[MediaProblem]:
    if rule.frames is not None and media.frames is not None and media.frames > rule.frames:
        words = say(
            "{n} frames, but at most {most} are taken. Shorten it.",
            "Ada {n} bingkai, paling banyak {most}. Pendekkan.",
            n=media.frames, most=rule.frames,
        )  # fmt: skip
        yield MediaProblem("too-many-frames", words, place)
    if rule.seconds is None:
        return
    if media.duration_s is None:
        yield _unseen(place, "length-unknown")
        return
    shortest, longest = rule.seconds
    if not shortest <= media.duration_s <= longest:
        words = say(
            "It runs {n}; from {low} to {high} is taken. Cut it to length.",
            "Durasinya {n}; yang diterima {low} sampai {high}. Sesuaikan durasinya.",
            n=clip(media.duration_s), low=clip(shortest), high=clip(longest),
        )  # fmt: skip
        yield MediaProblem("wrong-length", words, place)


def _alt(place: int, media: MediaFacts, limits: MediaLimits) -> Iterable[MediaProblem]:
    size = count(media.alt)
    if limits.alt is not None and size > limits.alt:
        words = say(
            "The description has {n} characters; at most {most} fit. Shorten it.",
            "Keterangan ini {n} karakter; paling banyak {most}. Pendekkan.",
            n=size, most=limits.alt,
        )  # fmt: skip
        yield MediaProblem("alt-too-long", words, place)
    if not media.alt.strip():
        yield MediaProblem("alt-missing", _NO_ALT, place, blocking=False)


def _unseen(place: int, code: str) -> MediaProblem:
    return MediaProblem(code, UNSEEN[code], place, blocking=False)


def _if(mendable: bool, mend: Mend) -> Mend:
    return mend if mendable else Mend.NOTHING


_PIECES = Text("pictures and videos", "gambar dan video")
_NO_MEDIA = Text(
    "This network takes text only. Take out the pictures and videos.",
    "Jaringan ini hanya menerima teks. Hapus gambar dan videonya.",
)
_NO_ADDRESS = Text(
    "This network fetches pictures and videos from a public address, and this server has none. "
    "Set a public media address, or post without them.",
    "Jaringan ini mengambil gambar dan video dari alamat publik, dan server ini belum punya. "
    "Atur alamat media publik, atau kirim tanpa gambar dan video.",
)
_NO_ALT = Text(
    "No description yet. Say in a sentence what can be seen, for people who cannot see it.",
    "Belum ada keterangan. Ceritakan dalam satu kalimat apa yang terlihat, untuk orang yang tidak "
    "dapat melihatnya.",
)
