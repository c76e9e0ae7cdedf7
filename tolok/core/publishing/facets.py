"""Links, mentions and hashtags of a Bluesky post, placed by UTF-8 bytes as its lexicon asks.

Who a handle belongs to is looked up elsewhere; a mention of an unknown handle stays plain text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.publishing.graphemes import count
from tolok.core.publishing.spans import Kind, Span, spans

MOST_TAG_GRAPHEMES, MOST_TAG_BYTES = 64, 640  # lexicon app.bsky.richtext.facet

Feature = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """`text.encode()[start:end]` is what a reader can press; `value` is link, handle or tag."""

    start: int
    end: int
    kind: Kind
    value: str


def facets(text: str) -> tuple[Facet, ...]:
    """In order, none over another, each on whole characters."""
    return tuple(_in_bytes(text, span) for span in spans(text, domains=True) if _allowed(span))


def handles(text: str) -> tuple[str, ...]:
    """The handles to look up, each once."""
    found = (facet.value.casefold() for facet in facets(text) if facet.kind is Kind.MENTION)
    return tuple(dict.fromkeys(found))


def features(text: str, owners: Mapping[str, str]) -> tuple[tuple[int, int, Feature], ...]:
    """Start, end and feature of each facet as the lexicon names them. `owners`: handle → DID."""
    made = ((facet, _feature(facet, owners)) for facet in facets(text))
    return tuple((facet.start, facet.end, feature) for facet, feature in made if feature)


def _feature(facet: Facet, owners: Mapping[str, str]) -> Feature | None:
    match facet.kind:
        case Kind.LINK:
            return {"$type": "app.bsky.richtext.facet#link", "uri": facet.value}
        case Kind.TAG:
            return {"$type": "app.bsky.richtext.facet#tag", "tag": facet.value}
    did = owners.get(facet.value.casefold())
    return {"$type": "app.bsky.richtext.facet#mention", "did": did} if did else None


def _allowed(span: Span) -> bool:
    if span.kind is not Kind.TAG:
        return True
    return count(span.value) <= MOST_TAG_GRAPHEMES and len(_utf8(span.value)) <= MOST_TAG_BYTES


def _in_bytes(text: str, span: Span) -> Facet:
    start = len(_utf8(text[: span.start]))
    return Facet(start, start + len(_utf8(text[span.start : span.end])), span.kind, span.value)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
