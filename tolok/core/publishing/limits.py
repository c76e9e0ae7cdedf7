"""What one network takes in a post, as its catalogue file says: text, title, caption, media.

Documented values with their proof and day. A server that tells its own limits overrules them.
"""

from dataclasses import dataclass, replace
from datetime import date

from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.publishing.media_rules import KINDS, KindLimits, MediaLimits
from tolok.core.reading import Table
from tolok.core.text import Text

PROOFS = ("measured", "official", "third_party", "assumed")
MOST = 10**12  # no limit of a network is larger; a larger one is a slip


@dataclass(frozen=True, slots=True)
class Stated:
    """How well a part is known. `assumed`: keys nobody has checked yet ("alt", "image.ratio")."""

    checked: date
    proof: str
    assumed: tuple[str, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class PostLimits:
    """`caption`: the text of a post with media, where it is another limit. None: no such part."""

    text: TextLimits
    caption: TextLimits | None
    title: TextLimits | None
    media: MediaLimits | None
    stated: tuple[tuple[str, Stated], ...]  # text, media → how well it is known

    def text_for(self, *, with_media: bool) -> TextLimits:
        return self.caption if with_media and self.caption else self.text

    def proof(self, part: str) -> Stated | None:
        return dict(self.stated).get(part)


def read_limits(top: Table) -> PostLimits | None:
    """The `[text]` and `[media]` of a network's file; None without a `[text]`."""
    if not top.has("text"):
        if top.has("media"):
            raise top.refuse("text", "missing beside [media]", "tidak ada di samping [media]")
        return None
    text = top.table("text")
    stated = [("text", _stated(text))]
    caption, title = _part(text, "caption"), _part(text, "title")
    main = _text(text)
    media = None
    if top.has("media"):
        table = top.table("media")
        media, known = _media(table)
        stated.append(("media", known))
    return PostLimits(main, caption, title, media, tuple(stated))


def _stated(table: Table) -> Stated:
    checked = table.day("checked")
    if checked is None:
        raise table.refuse("checked", "missing", "tidak ada")
    proof = table.one_of("proof", PROOFS)
    return Stated(checked, proof, _assumed(table), table.words_or_none("note"))


def _part(text: Table, key: str) -> TextLimits | None:
    return _text(text.table(key)) if text.has(key) else None


def _text(table: Table) -> TextLimits:
    made = TextLimits(
        unit=Unit(table.one_of("unit", tuple(Unit))),
        limit=_count(table, "limit"),
        bytes=_count_or_none(table, "bytes"),
        url_cost=_count_or_none(table, "url_cost"),
        bare_urls=table.flag("bare_urls"),
        local_mentions=table.flag("local_mentions"),
        escaped=table.text("escaped", ""),
        forbidden=table.text("forbidden", ""),
        hashtags=_count_or_none(table, "hashtags"),
        mentions=_count_or_none(table, "mentions"),
        links=_count_or_none(table, "links"),
        required=table.flag("required"),
    )
    table.done()
    return made


def _media(table: Table) -> tuple[MediaLimits, Stated]:
    known = _stated(table)
    rows = table.tables("kind")
    inside = [f"{row.text('kind')}.{key}" for row in rows for key in _assumed(row)]
    kinds = tuple(_kind(row) for row in rows)
    names = [each.kind for each in kinds]
    if not names or len(set(names)) < len(names):
        raise table.refuse(
            "kind", "give each kind once, and at least one", "isi tiap jenis sekali, minimal satu"
        )
    made = MediaLimits(
        kinds=kinds,
        most=_count(table, "most"),
        least=_count_or_none(table, "least") or 0,
        alone=_kinds(table, "alone", names),
        alt=_count_or_none(table, "alt"),
        public=_kinds(table, "public", names),
    )
    if made.least > made.most:
        raise table.refuse("least", "is more than most", "lebih besar daripada most")
    table.done()
    return made, replace(known, assumed=(*known.assumed, *inside))


def _kinds(table: Table, key: str, known: list[str]) -> frozenset[str]:
    found = table.texts(key, ())
    for kind in found:
        if kind not in known:
            raise table.refuse(key, f"there is no kind {kind!r}", f"tidak ada jenis {kind!r}")
    return frozenset(found)


def _kind(table: Table) -> KindLimits:
    made = KindLimits(
        kind=table.one_of("kind", KINDS),
        mimes=table.texts("mimes"),
        most=_count(table, "most"),
        bytes=_count_or_none(table, "bytes"),
        width=_count_or_none(table, "width"),
        height=_count_or_none(table, "height"),
        pixels=_count_or_none(table, "pixels"),
        frames=_count_or_none(table, "frames"),
        seconds=table.span("seconds"),
        ratio=_ratio(table),
    )
    if not made.mimes:
        raise table.refuse("mimes", "names no format", "tidak menyebut format apa pun")
    table.done()
    return made


def _ratio(table: Table) -> tuple[float, float] | None:
    found = table.span("ratio")
    if found and found[0] <= 0:
        raise table.refuse("ratio", "must be above 0", "harus di atas 0")
    return found


def _assumed(table: Table) -> tuple[str, ...]:
    found = table.texts("assumed", ())
    for key in found:
        if not table.has(key):
            raise table.refuse(
                "assumed", f"{key!r} is not in this table", f"{key!r} tidak ada di tabel ini"
            )
    return found


def _count(table: Table, key: str) -> int:
    value = table.whole(key)
    if not 1 <= value <= MOST:
        raise table.refuse(key, "must be 1 or more", "harus 1 atau lebih")
    return value


def _count_or_none(table: Table, key: str) -> int | None:
    return _count(table, key) if table.has(key) else None
