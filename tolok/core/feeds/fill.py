"""The text of an entry for one network: filled, and cut until it fits; the link is never cut.

What is cut first is what a reader misses least: the body, then categories and hashtags, names,
at last the title.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.core.feeds.item import Enclosure, Item
from tolok.core.feeds.tagging import Tagging, hashtags, inline
from tolok.core.feeds.template import Template, at_a_word, rendered
from tolok.core.publishing.length import TextLimits, fits, length
from tolok.core.publishing.spans import links
from tolok.core.publishing.utm import Utm, parameters, tagged
from tolok.core.text import Text, day, say

CUT_ORDER = ("text", "summary", "categories", "hashtags", "place", "author", "feed", "title")
_LISTS = ("categories", "hashtags")  # dropped one by one from the end
_LEAST = 12  # a rest of fewer signs says nothing


@dataclass(frozen=True, slots=True)
class Manner:
    """How one route writes for one destination. `limits` are the network's own."""

    template: Template
    limits: TextLimits
    comment: Template | None = None
    tagging: Tagging = Tagging()
    utm: Utm | None = None
    picture: bool = True
    language: str = "en"
    zone: ZoneInfo = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Filled:
    """What is to be posted. `cut` names the places of which something was left out."""

    text: str
    comment: str
    link: str
    image: Enclosure | None
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooLong:
    """Even without all that may go it does not fit."""

    words: Text


def fill(
    manner: Manner, item: Item, key: str, *, feed: str, about: Mapping[str, str]
) -> Filled | TooLong:
    """`about`: what the UTM template may ask for (network, channel, campaign, route, date)."""
    link = item.link
    if link and manner.utm is not None:
        link = tagged(link, parameters(manner.utm, about))
    values = _values(manner, item, key, feed, link)
    fitted = _fit(manner.template, values, manner.limits)
    if isinstance(fitted, TooLong):
        return fitted
    comment, later = "", tuple[str, ...]()
    if manner.comment is not None:
        more = _fit(manner.comment, values, manner.limits)
        if isinstance(more, TooLong):
            return more
        comment, later = more
    return Filled(
        text=fitted[0],
        comment=comment,
        link=link,
        image=item.image if manner.picture else None,
        cut=tuple(dict.fromkeys((*fitted[1], *later))),
    )


def _values(manner: Manner, item: Item, key: str, feed: str, link: str) -> dict[str, str]:
    wanted = hashtags(manner.tagging, item, key)
    most = manner.limits.hashtags
    wanted = wanted if most is None else wanted[:most]
    text, title = item.text or item.summary, item.title
    if manner.tagging.inline and wanted:
        title, wanted = inline(manner.tagging, title, wanted)
        text, wanted = inline(manner.tagging, text[: manner.limits.limit * 4], wanted)
    local = _local(item.starts or item.when, manner.zone)
    clock = "%H.%M" if manner.language.startswith("id") else "%H:%M"
    return {
        "title": title,
        "text": text,
        "summary": item.summary or item.text,
        "link": link,
        "author": item.author,
        "feed": feed,
        "date": day(local.date(), manner.language) if local else "",
        "time": local.strftime(clock) if local else "",
        "place": item.place,
        "categories": ", ".join(item.categories),
        "hashtags": " ".join(wanted),
    }


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """None also at the ends of time, where the zone would need a year that there is not."""
    try:
        return moment.astimezone(zone) if moment else None
    except OverflowError:
        return None


def _fit(
    template: Template, values: Mapping[str, str], limits: TextLimits
) -> tuple[str, tuple[str, ...]] | TooLong:
    held, cropped = _cropped(values, limits)
    text = rendered(template.nodes, held)
    if not (cropped & template.places()) and _within(text, limits):
        return text, ()
    first = dict(held)
    used = template.places() | ({"text"} if "excerpt" in template.places() else set())
    gone: list[str] = []
    for name in CUT_ORDER:
        if name not in used or not held[name]:
            continue
        gone.append(name)
        held[name] = _shortened(template, held, first, name, limits)
        text = rendered(template.nodes, held, first)
        if held[name] or (name != "title" and _within(text, limits)):
            return text, tuple(gone)
    return TooLong(
        say(
            "The text does not fit: {size} of {limit} are taken without anything that may be cut.",
            "Teks tidak muat: {size} dari {limit} sudah terpakai tanpa bagian yang boleh dipotong.",
            size=length(rendered(template.nodes, held, first), limits),
            limit=limits.limit,
        )
    )


def _cropped(
    values: Mapping[str, str], limits: TextLimits
) -> tuple[dict[str, str], frozenset[str]]:
    """Long bodies without the end that cannot fit (links aside); and which places they were."""
    most = limits.limit * 2 + 200
    long = {name for name in ("text", "summary") if len(values[name]) > most}
    held = {name: value[:most] if name in long else value for name, value in values.items()}
    return held, frozenset(long)


def _shortened(
    template: Template,
    held: Mapping[str, str],
    first: Mapping[str, str],
    name: str,
    limits: TextLimits,
) -> str:
    """The longest beginning of a value with which the text fits, "" if none says anything."""
    whole = first[name]
    if name in _LISTS:
        sign = ", " if name == "categories" else " "
        parts = whole.split(sign)

        def too_many(kept: int) -> bool:
            short = sign.join(parts[:kept])
            return not _within(rendered(template.nodes, {**held, name: short}, first), limits)

        return sign.join(parts[: bisect_left(range(1, len(parts)), True, key=too_many)])
    room = _room(rendered(template.nodes, {**held, name: "…"}, first), limits)
    while room > 0:
        budget = replace(
            limits, limit=room, bytes=None if limits.bytes is None else min(limits.bytes, room * 25)
        )
        # so many signs that only a text of nothing but links or joined signs could take more
        head = whole[: room * 4 + 100]
        short = _whole_links(head[: fits(head, budget)], whole)
        short = at_a_word(short, whole)
        if len(short) < min(_LEAST, len(whole)):
            return ""
        if _within(rendered(template.nodes, {**held, name: short + "…"}, first), limits):
            return short + "…"
        room = room * 9 // 10 if room > 10 else room - 1
    return ""


def _room(bare: str, limits: TextLimits) -> int:
    """How much of the limit is free beside `bare`."""
    free = limits.limit - length(bare, limits)
    if limits.bytes is not None:
        free = min(free, limits.bytes - len(bare.encode("utf-8", "surrogatepass")))
    return free


def _whole_links(short: str, whole: str) -> str:
    """Without a link that would be cut through."""
    if "://" not in whole:
        return short
    for span in links(whole):
        if span.start < len(short) < span.end:
            return whole[: span.start]
    return short


def _within(text: str, limits: TextLimits) -> bool:
    if length(text, limits) > limits.limit:
        return False
    return limits.bytes is None or len(text.encode("utf-8", "surrogatepass")) <= limits.bytes
