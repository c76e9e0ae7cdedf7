"""Read a regular expression into a small program of steps. Refuses what cannot run in linear time.

Taken: literals, `.`, classes, `\\d \\w \\s \\b` and their opposites, `^ $`, groups, `|`, `* + ?`
and counts, also lazy. Refused: references back and looks ahead or behind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tolok.core.feeds.folding import fold
from tolok.core.text import Text, say

MOST_STEPS = 2_000
MOST_TIMES = 200
MOST_GROUPS = 40

Test = Callable[[str], bool]


class PatternError(ValueError):
    """What is wrong with a pattern, and where."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(slots=True)
class Step:
    """`test` set: take one sign. `need` set: go on if it holds here. Else: go on to all of `to`."""

    to: list[int]
    test: Test | None = None
    need: str = ""  # start, end, edge, inside


class Program:
    """Steps; step 0 begins, step `END` (the number of steps) is success."""

    def __init__(self, source: str) -> None:
        self.steps: list[Step] = []
        self._source = source
        self._at = 0
        self._depth = 0
        if source.startswith("(?i)"):
            self._at = 4
        first, open_ends = self._choice()
        if self._at < len(source):
            raise self._wrong(
                Text("a bracket closes that was never opened", "kurung ditutup tanpa dibuka")
            )
        self.first = first
        for step in open_ends:
            self.steps[step].to.append(self.end)

    end = -1

    def _choice(self) -> tuple[int, list[int]]:
        starts, ends = list[int](), list[int]()
        while True:
            first, open_ends = self._row()
            starts.append(first)
            ends += open_ends
            if self._peek() != "|":
                break
            self._at += 1
        return (starts[0] if len(starts) == 1 else self._new(Step(starts))), ends

    def _row(self) -> tuple[int, list[int]]:
        first = self._new(Step([]))
        ends = [first]
        while self._peek() not in ("", "|", ")"):
            start, more = self._repeated()
            for step in ends:
                self.steps[step].to.append(start)
            ends = more
        return first, ends

    def _repeated(self) -> tuple[int, list[int]]:
        begin = self._at
        piece = self._single()
        low, high = self._times()
        if (low, high) == (1, 1):
            return piece
        after, ends = self._at, list[int]()
        start = self._new(Step([]))
        open_ends, count = [start], 0
        while count < (high if high is not None else max(low, 1)):
            if count:
                self._at = begin
                piece = self._single()
            if count >= low:
                ends += open_ends
            for step in open_ends:
                self.steps[step].to.append(piece[0])
            open_ends, count = piece[1], count + 1
        if high is None:
            for step in open_ends:
                self.steps[step].to.append(piece[0])
            if low == 0:
                ends.append(start)
        self._at = after
        return start, list(dict.fromkeys(ends + open_ends if high != 0 else [start]))

    def _times(self) -> tuple[int, int | None]:
        sign = self._peek()
        known: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if sign in known:
            self._at += 1
            found = known[sign]
        elif sign == "{" and (close := self._source.find("}", self._at)) > 0:
            found = self._counted(self._source[self._at + 1 : close])
            self._at = close + 1
        else:
            return 1, 1
        if self._peek() == "?":
            self._at += 1
        if self._peek() in ("*", "+", "?"):
            raise self._wrong(Text("a repetition of a repetition", "pengulangan atas pengulangan"))
        return found

    def _counted(self, inside: str) -> tuple[int, int | None]:
        low, comma, high = (part.strip() for part in inside.partition(","))
        if not all(each.isascii() and each.isdigit() for each in (low or "0", high or "0")):
            raise self._wrong(Text("a count that is no number", "jumlah yang bukan angka"))
        least = int(low or 0)
        most = (int(high) if high else None) if comma else least
        if max(least, most or 0) > MOST_TIMES or (most is not None and most < least):
            raise self._wrong(say("a count above {most}", "jumlah di atas {most}", most=MOST_TIMES))
        return least, most

    def _single(self) -> tuple[int, list[int]]:
        sign = self._take()
        match sign:
            case "(":
                return self._group()
            case "[":
                return self._taking(self._class())
            case ".":
                return self._taking(lambda _: True)
            case "^" | "$":
                return self._needing("start" if sign == "^" else "end")
            case "\\":
                return self._escaped()
            case "*" | "+" | "?":
                raise self._wrong(Text("nothing to repeat", "tidak ada yang diulang"))
        return self._letters(sign)

    def _group(self) -> tuple[int, list[int]]:
        self._depth += 1
        if self._depth > MOST_GROUPS:
            raise self._wrong(Text("too many brackets", "terlalu banyak kurung"))
        if self._peek() == "?":
            self._at += 1
            if self._take() != ":":
                raise self._wrong(
                    Text(
                        "looks ahead or behind and named groups are not taken",
                        "pandangan ke depan atau belakang dan grup bernama tidak diterima",
                    )
                )
        found = self._choice()
        if self._take() != ")":
            raise self._wrong(Text("a bracket is not closed", "ada kurung yang tidak ditutup"))
        self._depth -= 1
        return found

    def _escaped(self) -> tuple[int, list[int]]:
        sign = self._take()
        if sign in ("b", "B"):
            return self._needing("edge" if sign == "b" else "inside")
        test = _KINDS.get(sign)
        if test is not None:
            return self._taking(test)
        return self._letters(self._plain(sign))

    def _plain(self, sign: str) -> str:
        """The sign that an escape stands for."""
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        if sign == "" or sign.isalnum():
            raise self._wrong(
                say("the unknown sign \\{sign}", "tanda \\{sign} yang tidak dikenal", sign=sign)
            )
        return sign

    def _class(self) -> Test:
        against = self._peek() == "^"
        self._at += against
        singles: set[str] = set()
        ranges: list[tuple[str, str]] = []
        tests: list[Test] = []
        begin = self._at
        while (sign := self._take()) != "]" or self._at == begin + 1:
            if not sign:
                raise self._wrong(Text("[ is not closed", "[ tidak ditutup"))
            if sign == "\\":
                sign = self._take()
                if sign in _KINDS:
                    tests.append(_KINDS[sign])
                    continue
                sign = self._plain(sign)
            if self._peek() == "-" and self._source[self._at + 1 : self._at + 2] not in ("", "]"):
                self._at += 1
                last = self._take()
                last = self._plain(self._take()) if last == "\\" else last
                if last < sign:
                    raise self._wrong(Text("a range that runs back", "rentang yang terbalik"))
                ranges += [(sign, last), (sign.lower(), last.lower())]
            else:
                singles.update(fold(sign) or sign)

        def test(sign: str) -> bool:
            found = sign in singles or any(low <= sign <= high for low, high in ranges)
            return (found or any(each(sign) for each in tests)) != against

        return test

    def _letters(self, sign: str) -> tuple[int, list[int]]:
        """One sign may fold into several (ß)."""
        start, ends = self._taking(_same((fold(sign) or sign)[0]))
        for each in (fold(sign) or sign)[1:]:
            following, more = self._taking(_same(each))
            self.steps[ends[0]].to.append(following)
            ends = more
        return start, ends

    def _taking(self, test: Test) -> tuple[int, list[int]]:
        step = self._new(Step([], test=test))
        return step, [step]

    def _needing(self, need: str) -> tuple[int, list[int]]:
        step = self._new(Step([], need=need))
        return step, [step]

    def _new(self, step: Step) -> int:
        if len(self.steps) >= MOST_STEPS:
            raise self._wrong(Text("it is too long", "terlalu panjang"))
        self.steps.append(step)
        return len(self.steps) - 1

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _take(self) -> str:
        sign = self._peek()
        self._at += 1
        return sign

    def _wrong(self, why: Text) -> PatternError:
        return PatternError(
            say(
                "The pattern cannot be used: {why} (sign {at}).",
                "Pola tidak dapat dipakai: {why} (tanda ke-{at}).",
                why=why,
                at=min(self._at, len(self._source)),
            )
        )


def joins(sign: str) -> bool:
    """What `\\w` takes."""
    return sign.isalnum() or sign == "_"


def _same(letter: str) -> Test:
    return lambda sign: sign == letter


_KINDS: dict[str, Test] = {
    "d": str.isdecimal,
    "D": lambda sign: not sign.isdecimal(),
    "s": str.isspace,
    "S": lambda sign: not sign.isspace(),
    "w": joins,
    "W": lambda sign: not joins(sign),
}
_ESCAPES = {"n": " ", "t": " ", "r": " "}  # folded text has single blanks only
