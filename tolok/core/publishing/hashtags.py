"""Hashtag sets, hashtags made of words, and advice on using them (never a refusal)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tolok.core.publishing.spans import Span, tags
from tolok.core.text import Text, say

MANY = 5  # more than this crowds out the words
LONG = 25


@dataclass(frozen=True, slots=True)
class HashtagSet:
    """A named list that is put into posts together."""

    name: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    code: str
    words: Text


def hashtag(words: str, known: Mapping[str, str] | None = None) -> str:
    """`seo tips` → `#SeoTips`; a fixed spelling in `known` (case ignored) wins. "" if none fits."""
    fixed = {key.casefold(): value for key, value in (known or {}).items()}.get(words.casefold())
    if fixed is not None:
        return "#" + fixed.lstrip("#")
    parts = [part for part in re.split(r"[\W_]+", unicodedata.normalize("NFC", words)) if part]
    joined = parts[0] if len(parts) == 1 else "".join(part[:1].upper() + part[1:] for part in parts)
    return f"#{joined}" if joined and not joined.isdigit() else ""


def made_of(
    words: Iterable[str],
    *,
    stop: Iterable[str] = (),
    known: Mapping[str, str] | None = None,
    most: int = 3,
) -> tuple[str, ...]:
    """Hashtags of categories or keywords, in their order, each once."""
    stopped = {each.casefold() for each in stop}
    found: dict[str, str] = {}
    for each in words:
        tag = "" if each.casefold() in stopped else hashtag(each, known)
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())[: max(0, most)]


def with_tags(text: str, added: Sequence[str]) -> str:
    """The text with the hashtags that it lacks, after it."""
    has = {span.value.casefold() for span in tags(text)}
    wanted = dict.fromkeys(tag.lstrip("#") for tag in added)
    lacking: list[str] = []
    for tag in wanted:
        if tag and tag.casefold() not in has:
            has.add(tag.casefold())
            lacking.append("#" + tag)
    return " ".join([part for part in (text.rstrip(), *lacking) if part]) if lacking else text


def advice(text: str, *, most: int = MANY) -> tuple[Advice, ...]:
    """What would make the hashtags of a text work better."""
    found = list(tags(text))
    checks = [
        _none(text, found),
        _many(found, most),
        _twice(found),
        _long(found),
        _only(text, found),
    ]
    return tuple(each for each in checks if each is not None)


def _none(text: str, found: list[Span]) -> Advice | None:
    if found or not text.strip():
        return None
    words = Text(
        "No hashtag. One or two on the topic help people find it.",
        "Tidak ada tagar. Satu atau dua tentang topiknya membantu orang menemukannya.",
    )
    return Advice("none", words)


def _many(found: list[Span], most: int) -> Advice | None:
    if len(found) <= most:
        return None
    words = say(
        "{n} hashtags. Keep the {most} that say most about the topic.",
        "{n} tagar. Sisakan {most} yang paling menjelaskan topiknya.",
        n=len(found), most=most,
    )  # fmt: skip
    return Advice("many", words)


def _twice(found: list[Span]) -> Advice | None:
    names = [span.value.casefold() for span in found]
    twice = next((span.value for span in found if names.count(span.value.casefold()) > 1), None)
    if twice is None:
        return None
    words = say("#{tag} stands there twice.", "#{tag} tertulis dua kali.", tag=twice)
    return Advice("twice", words)


def _long(found: list[Span]) -> Advice | None:
    long = next((span.value for span in found if len(span.value) > LONG), None)
    if long is None:
        return None
    words = say(
        "#{tag} is long. Short ones are typed and searched more easily.",
        "#{tag} panjang. Yang pendek lebih mudah diketik dan dicari.", tag=long,
    )  # fmt: skip
    return Advice("long", words)


def _only(text: str, found: list[Span]) -> Advice | None:
    rest = text
    for span in reversed(found):
        rest = rest[: span.start] + rest[span.end :]
    if not found or rest.strip():
        return None
    words = Text(
        "Only hashtags. Say in a sentence what the post is about.",
        "Hanya tagar. Jelaskan dalam satu kalimat isi posting ini.",
    )
    return Advice("only-tags", words)
