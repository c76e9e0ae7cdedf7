"""Is this post on the network the one we sent? Two fingerprints compared, never two raw texts.

Networks give a text back changed: links shortened, signs escaped, blanks and a media link added.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from tolok.core.publishing.retry import Finding
from tolok.core.publishing.spans import links

# Networks that put such a link in place of every link. Another short link (bit.ly …) is a target
# of its own: two different ones must never be taken for the same post.
REWRITERS = frozenset({"t.co", "lnkd.in"})
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "li_fat_id",
        "igshid", "igsh", "mc_cid", "mc_eid", "yclid", "_hsenc", "_hsmi", "ref_src", "ref_url",
    }
)  # fmt: skip
_BLANK = re.compile(r"[\s\u200b\ufeff]+")


class Same(StrEnum):
    YES = "yes"
    LIKELY = "likely"  # nothing speaks against it, but too little speaks for it
    NO = "no"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`parts`: words and links in order; None stands for a link whose target is not known.

    `media` and `reply_to` are None where the network does not tell; "" is no reply. `below` is the
    link that a network without cards puts below the text.
    """

    parts: tuple[str | None, ...]
    media: int | None
    reply_to: str | None
    below: tuple[str | None, ...] = ()


def fingerprint(
    text: str,
    *,
    media: int | None = 0,
    reply_to: str | None = "",
    own_short: frozenset[str] = frozenset(),
    link: str = "",
) -> Fingerprint:
    """`own_short`: domains of our own short links, which may be replaced on the way too.

    `link`: one that is not in the text, and may come to stand below it.
    """
    plain = unicodedata.normalize("NFC", html.unescape(text))
    parts: list[str | None] = []
    at = 0
    for span in links(plain):
        parts += _words(plain[at : span.start])
        parts.append(_link(span.value, REWRITERS | own_short))
        at = span.end
    below = (_link(link, REWRITERS | own_short),) if link else ()
    return Fingerprint((*parts, *_words(plain[at:])), media, reply_to, below)


def same(sent: Fingerprint, found: Fingerprint) -> Same:
    """The same in both directions. A rewritten link agrees with any link in its place."""
    if not _agree(sent.media, found.media) or not _agree(sent.reply_to, found.reply_to):
        return Same.NO
    if len(found.parts) == len(sent.parts) + len(sent.below):
        sent = replace(sent, parts=sent.parts + sent.below)
    pair = _without_media_link(sent, found), _without_media_link(found, sent)
    if len(pair[0]) != len(pair[1]):
        return Same.NO
    compared = [(a, b) for a, b in zip(*pair, strict=True) if a is not None and b is not None]
    if any(a != b for a, b in compared):
        return Same.NO
    # An empty text, or one of shortened links only, says nothing of itself.
    known = bool(compared) and None not in (sent.media, found.media)
    return Same.YES if known else Same.LIKELY


def finding(sent: Fingerprint, own_posts: Sequence[Fingerprint]) -> tuple[Finding, tuple[int, ...]]:
    """What a look through the own posts says, and which of them it means (their places)."""
    answers = [same(sent, each) for each in own_posts]
    sure = tuple(n for n, answer in enumerate(answers) if answer is Same.YES)
    likely = tuple(n for n, answer in enumerate(answers) if answer is Same.LIKELY)
    if len(sure) == 1:
        return Finding.EXACT, sure
    if sure or len(likely) > 1:
        return Finding.SEVERAL, sure or likely
    return (Finding.LIKELY, likely) if likely else (Finding.NONE, ())


def clean_link(link: str) -> str:
    """The link as compared: no scheme, `www.`, tracking parameters, fragment or last slash."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    host = parts.netloc.casefold().removeprefix("www.")
    pairs = [pair for pair in parts.query.split("&") if pair and not _tracks(pair)]
    query = "?" + "&".join(sorted(pairs)) if pairs else ""
    return host + parts.path.rstrip("/") + query


def _link(link: str, short: frozenset[str]) -> str | None:
    clean = clean_link(link)
    return None if clean.partition("/")[0] in short else clean


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].casefold()
    return name.startswith(("utm_", "pk_", "mtm_")) or name in _TRACKING


def _words(text: str) -> list[str]:
    return [word for word in _BLANK.split(text) if word]


def _agree(one: object, two: object) -> bool:
    return one is None or two is None or one == two


def _without_media_link(one: Fingerprint, other: Fingerprint) -> tuple[str | None, ...]:
    """A network may end the text of a post with media by a short link to them."""
    extra = len(one.parts) == len(other.parts) + 1 and one.parts[-1] is None
    return one.parts[:-1] if extra and (one.media or other.media) else one.parts
