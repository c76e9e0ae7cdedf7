"""How an entry becomes a text: `{title} [by {author}] {link}`. Read once, filled often.

A part in square brackets stands only if every place in it has something to say. `{title|text}`
takes the first that is not empty, `{excerpt:120}` at most so many signs of the text. Signs of the
language itself are written double: `{{`, `}}`, `[[`, `]]`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tolok.core.errors import invalid
from tolok.core.text import Text, say

PLACES = (
    "title", "text", "summary", "excerpt", "link", "author", "feed", "date", "time", "place",
    "categories", "hashtags",
)  # fmt: skip
LONGEST = 2_000
MOST_DEPTH = 5
EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Place:
    """The first of `names` that is not empty; `most` signs of it (None: all)."""

    names: tuple[str, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Stands whole or not at all."""

    nodes: "tuple[Node, ...]"


Node = str | Place | Part


@dataclass(frozen=True, slots=True)
class Template:
    source: str
    nodes: tuple[Node, ...]

    def places(self) -> frozenset[str]:
        return frozenset(name for place in _places(self.nodes) for name in place.names)


@lru_cache(maxsize=500)
def template(source: str) -> Template:
    """Raises ProblemError naming what is wrong and where."""
    if len(source) > LONGEST:
        raise _wrong(0, say("it is longer than {n} signs", "lebih dari {n} tanda", n=LONGEST))
    reader = _Reader(source)
    return Template(source, reader.nodes())


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0

    def nodes(self, depth: int = 0) -> tuple[Node, ...]:
        found: list[Node] = []
        plain: list[str] = []
        while self._at < len(self._source):
            sign = self._source[self._at]
            if sign in "{}[]" and self._source[self._at : self._at + 2] == sign * 2:
                plain.append(sign)
                self._at += 2
            elif sign in "{[":
                found += ["".join(plain)] if plain else []
                plain = []
                found.append(self._place() if sign == "{" else self._part(depth))
            elif sign == "]" and depth:
                break
            elif sign in "}]":
                raise _wrong(
                    self._at, Text(f"{sign} opens nowhere", f"{sign} tidak ada pembukanya")
                )
            else:
                plain.append(sign)
                self._at += 1
        found += ["".join(plain)] if plain else []
        return tuple(found)

    def _part(self, depth: int) -> Part:
        begin = self._at
        if depth >= MOST_DEPTH:
            raise _wrong(begin, Text("too many [ inside each other", "terlalu banyak [ bersarang"))
        self._at += 1
        nodes = self.nodes(depth + 1)
        if self._source[self._at : self._at + 1] != "]":
            raise _wrong(begin, Text("[ is not closed", "[ tidak ditutup"))
        self._at += 1
        return Part(nodes)

    def _place(self) -> Place:
        begin = self._at
        end = self._source.find("}", begin)
        if end < 0:
            raise _wrong(begin, Text("{ is not closed", "{ tidak ditutup"))
        inside = self._source[begin + 1 : end]
        self._at = end + 1
        named, colon, most = inside.partition(":")
        names = tuple(name.strip() for name in named.split("|"))
        unknown = next((name for name in names if name not in PLACES), None)
        if unknown is not None:
            raise _wrong(
                begin, Text(f"there is no {{{unknown}}}", f"tidak ada isian {{{unknown}}}")
            )
        if colon and not (most.isascii() and most.isdigit() and 1 <= int(most) <= 10_000):
            raise _wrong(begin, Text("the number after : is wrong", "angka setelah : keliru"))
        size = int(most) if colon else EXCERPT if "excerpt" in names else None
        return Place(names, size)


def rendered(
    nodes: tuple[Node, ...], values: Mapping[str, str], first: Mapping[str, str] | None = None
) -> str:
    """All filled; blanks and empty lines that vanished parts leave behind are taken out.

    `first`: the values before anything was cut. A part with a link that stood then stands still.
    """
    return _tidy("".join(_written(nodes, values, first or values)[0]))


def cut(words: str, most: int) -> str:
    """At most `most` signs, ended at a word, with an ellipsis if anything is missing."""
    if len(words) <= most:
        return words
    short = at_a_word(words[: max(0, most - 1)], words)
    return short + "…" if short else ""


def at_a_word(short: str, whole: str) -> str:
    """`short`, the beginning of `whole`, without a last word that was cut through.

    A text without blanks (or a very long last word) is cut where it is.
    """
    following = whole[len(short) : len(short) + 1]
    if following and not following.isspace() and short and not short[-1].isspace():
        blank = max(short.rfind(" "), short.rfind("\n"))
        if blank >= len(short) * 0.5:
            short = short[:blank]
    return short.rstrip(" \n,;:-–—")


def _written(
    nodes: tuple[Node, ...], values: Mapping[str, str], first: Mapping[str, str]
) -> tuple[list[str], bool]:
    """The pieces, and whether every place in them had something to say."""
    pieces: list[str] = []
    full = True
    for node in nodes:
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, Place):
            value = _value(node, values)
            full = full and bool(value)
            pieces.append(value)
        else:
            inner, whole = _written(node.nodes, values, first)
            if not whole and first is not values and _links(node):
                whole = _written(node.nodes, first, first)[1]
            pieces += inner if whole else []
    return pieces, full


def _value(place: Place, values: Mapping[str, str]) -> str:
    for name in place.names:
        value = values.get("text" if name == "excerpt" else name, "")
        if value:
            return value if place.most is None or name == "link" else cut(value, place.most)
    return ""


def _links(part: Part) -> bool:
    return any("link" in place.names for place in _places(part.nodes))


def _places(nodes: tuple[Node, ...]) -> Iterator[Place]:
    for node in nodes:
        if isinstance(node, Place):
            yield node
        elif isinstance(node, Part):
            yield from _places(node.nodes)


def _tidy(words: str) -> str:
    kept: list[str] = []
    for each in words.split("\n"):
        line = each.strip(" ")
        if "  " in line:
            line = " ".join(part for part in line.split(" ") if part)
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _wrong(at: int, why: Text) -> Exception:
    return invalid(
        say(
            "The template cannot be used: {why} (sign {at}).",
            "Templat tidak dapat dipakai: {why} (tanda ke-{at}).",
            why=why,
            at=at + 1,
        ),
        say(
            "Places: {places}. Write {{{{ for a bracket of its own.",
            "Isian: {places}. Tulis {{{{ untuk kurung biasa.",
            places=", ".join("{" + name + "}" for name in PLACES),
        ),
    )
