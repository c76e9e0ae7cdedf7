"""Read the text of a formula into a tree: names, numbers, + - * /, brackets and mean(…).

`comments|replies` takes the first of the two that is reported; `shares?` counts where it is.

Knows nothing of what a name means; refuses anything else, saying where, what was read and what may
stand there. Text is capped in length and depth, so no input can hang or exhaust the reader.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

LONGEST = 500
"""Characters in a formula."""
DEEPEST = 20
"""Brackets and signs inside one another."""
LONGEST_NUMBER = 30
"""Characters in one number."""

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[-+*/()|?])",
    re.ASCII,
)
_ALIKE = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", ":": "/"}


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """One measure, or several names of the same act; `optional`: left out where not reported."""

    ids: tuple[tuple[str, int], ...]  # each with its place
    optional: bool
    at: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parts joined by one of + - * /. `at` is the place of the sign."""

    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Minus:
    of: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Mean:
    """mean(…): take the mean over posts instead of the ratio of the sums."""

    of: "Node"
    at: int


Node = Number | Name | Pair | Minus | Mean


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # number, name, sign, end
    text: str
    at: int


def read(text: str) -> Node:
    """The tree of `text`; ProblemError naming the position where it cannot be read."""
    if len(text) > LONGEST:
        raise too_long(len(text))
    return _Reader(_tokens(text)).whole()


def too_long(length: int) -> ProblemError:
    return wrong(
        LONGEST,
        say(
            "the formula has {n} characters; {most} are allowed.",
            "rumus ini {n} karakter; paling banyak {most}.",
            n=length,
            most=LONGEST,
        ),
        Text("Split it into two KPIs.", "Pecah menjadi dua KPI."),
    )


def wrong(at: int, what: Text, fix: Text) -> ProblemError:
    """A formula that cannot be used; positions are counted from 1, as people count."""
    where = say("Position {at}: ", "Posisi {at}: ", at=at + 1)
    return ProblemError(
        Problem(
            type="formula",
            title=Text("The formula cannot be used", "Rumus tidak dapat dipakai"),
            detail=Text(where.en + what.en, where.id + what.id),
            fix=fix,
            status=422,
        )
    )


def _tokens(text: str) -> list[Token]:
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stray(text[at], at)
        kind = str(match.lastgroup)
        if kind == "number" and len(match.group()) > LONGEST_NUMBER:
            raise wrong(
                at,
                say(
                    "the number {n} is too long.", "bilangan {n} terlalu panjang.", n=match.group()
                ),
                Text("Use a shorter number.", "Pakai bilangan yang lebih pendek."),
            )
        if kind != "space":
            found.append(Token(kind, match.group(), at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


def _stray(char: str, at: int) -> ProblemError:
    what = say("“{c}” means nothing here.", "“{c}” tidak berarti di sini.", c=char)
    if char in _ALIKE:
        fix = say("Write “{c}” instead.", "Tulis “{c}” sebagai gantinya.", c=_ALIKE[char])
    elif char == ",":
        fix = Text(
            "Write decimals with a point and thousands without a mark: 1000.5.",
            "Tulis desimal dengan titik dan ribuan tanpa tanda: 1000.5.",
        )
    else:
        fix = Text(
            "Use names of measures, numbers, + - * / and brackets.",
            "Pakai nama ukuran, bilangan, + - * / dan tanda kurung.",
        )
    return wrong(at, what, fix)


class _Reader:
    """Recursive descent; `depth` counts brackets, signs and means inside one another."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.next = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.sums()
        if self.peek.kind != "end":
            raise self.unexpected(Text("+ - * / or the end", "+ - * / atau akhir rumus"))
        return node

    @property
    def peek(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def sums(self) -> Node:
        node = self.products()
        while self.peek.text in ("+", "-"):
            token = self.take()
            node = Pair(token.text, node, self.products(), token.at)
        return node

    def products(self) -> Node:
        node = self.part()
        while self.peek.text in ("*", "/"):
            token = self.take()
            node = Pair(token.text, node, self.part(), token.at)
        return node

    def part(self) -> Node:
        token = self.peek
        if token.kind == "number":
            self.take()
            return Number(Fraction(token.text), token.at)
        if token.kind == "name":
            return self.name()
        if token.text == "-":
            self.take()
            return Minus(self.inside(self.part, token), token.at)
        if token.text == "(":
            return self.brackets()
        raise self.unexpected(Text("a measure, a number or “(”", "nama ukuran, bilangan, atau “(”"))

    def name(self) -> Node:
        token = self.take()
        if self.peek.text != "(":
            return self.names(token)
        if token.text != "mean":
            raise wrong(
                token.at,
                say(
                    "“{name}” is used like a function; only mean(…) is one.",
                    "“{name}” dipakai seperti fungsi; hanya mean(…) yang ada.",
                    name=token.text,
                ),
                say("Write “{name} * (…)”?", "Tulis “{name} * (…)”?", name=token.text),
            )
        return Mean(self.brackets(), token.at)

    def names(self, first: Token) -> Node:
        found = [(first.text, first.at)]
        while self.peek.text == "|":
            self.take()
            if self.peek.kind != "name":
                raise self.unexpected(Text("another name of the measure", "nama lain ukuran itu"))
            token = self.take()
            found.append((token.text, token.at))
        optional = self.peek.text == "?"
        if optional:
            self.take()
        return Name(tuple(found), optional, first.at)

    def brackets(self) -> Node:
        opened = self.take()
        node = self.inside(self.sums, opened)
        if self.peek.text != ")":
            raise self.unexpected(
                say(
                    "“)” for the bracket opened at position {at}",
                    "“)” untuk kurung yang dibuka di posisi {at}",
                    at=opened.at + 1,
                )
            )
        self.take()
        return node

    def inside(self, read: Callable[[], Node], token: Token) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise wrong(
                token.at,
                say(
                    "brackets and signs lie more than {n} deep.",
                    "tanda kurung dan minus bersarang lebih dari {n} tingkat.",
                    n=DEEPEST,
                ),
                Text("Remove brackets that change nothing.", "Buang kurung yang tidak perlu."),
            )
        node = read()
        self.depth -= 1
        return node

    def unexpected(self, possible: Text) -> ProblemError:
        token = self.peek
        got = (
            Text("the formula ends", "rumus berakhir")
            if token.kind == "end"
            else say("read “{t}”", "terbaca “{t}”", t=token.text)
        )
        return wrong(
            token.at,
            say("{got}.", "{got}.", got=got),
            say(
                "Here may stand: {possible}.",
                "Yang mungkin di sini: {possible}.",
                possible=possible,
            ),
        )
