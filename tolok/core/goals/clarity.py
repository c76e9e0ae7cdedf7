"""Is a wish clear enough to be checked one day? Reads English and Indonesian, and names the gaps.

"Increase engagement" is refused: no measure, no number, no date. It reads words, not meaning: the
person may always overrule a part by filling in the field.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.errors import Problem
from tolok.core.goals import wish_words as words
from tolok.core.text import Text, say

NEEDED = ("measure", "number", "date")
"""Without one of these nobody can say whether the goal was reached."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a clear wish says. `found`: the words that say it, "" when nothing does."""

    id: str  # act, network, measure, number, audience, date
    name: Text
    ok: bool
    found: str
    note: Text


@dataclass(frozen=True, slots=True)
class Clarity:
    parts: tuple[Part, ...]
    kpi: str  # the measure that was recognised, "" when none or several fit

    @property
    def vague(self) -> bool:
        return any(part.id in NEEDED and not part.ok for part in self.parts)

    @property
    def clear(self) -> int:
        """How many of the six parts are clear: "4 of 6"."""
        return sum(part.ok for part in self.parts)

    def missing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.ok)

    def part(self, id: str) -> Part:
        return next(part for part in self.parts if part.id == id)


NAMES = {
    "act": Text("Act", "Tindakan"),
    "network": Text("Network", "Jaringan"),
    "measure": Text("Measure", "Ukuran"),
    "number": Text("Number", "Angka"),
    "audience": Text("Audience", "Audiens"),
    "date": Text("Date", "Tanggal"),
}


def clarity(
    wish: str,
    *,
    networks: Mapping[str, str] | None = None,
    measures: Mapping[str, str] | None = None,
) -> Clarity:
    """Look for the six parts in a wish. Both mappings go from a name as people write it to an id.

    `measures` adds the catalogue's own KPI names to the usual ones.
    """
    text = f" {wish.casefold()} "
    date, rest = _cut(text, words.DATES)
    rest = re.sub(words.DISTANCE, " ", rest)
    rest = re.sub(words.RATES, " ", rest)
    number, _ = _cut(rest, words.NUMBERS)
    measure, kpi = _measure(rest, measures or {})
    parts = (
        _act(text),
        _network(text, networks or {}),
        measure,
        _part("number", number, _NUMBER),
        _part("audience", _first(text, (words.DISTANCE, words.AUDIENCE)), _AUDIENCE),
        _part("date", date, _DATE),
    )
    return Clarity(parts, kpi)


def too_vague(wish: str, found: Clarity) -> Problem | None:
    """The refusal of a vague wish, saying what is missing; None when it can be checked one day."""
    if not found.vague:
        return None
    gaps = [part for part in found.missing() if part.id in NEEDED or part.id == "network"]
    listed = Text(
        ", ".join(part.name.en.lower() for part in gaps),
        ", ".join(part.name.id.lower() for part in gaps),
    )
    notes = [part.note for part in gaps]
    return Problem(
        type="vague-goal",
        title=Text("The goal is too vague", "Sasaran ini terlalu umum"),
        detail=say(
            "“{wish}” cannot be checked. Missing: {gaps}.",
            "“{wish}” tidak dapat diperiksa. Yang kurang: {gaps}.",
            wish=wish.strip(),
            gaps=listed,
        ),
        fix=Text(" ".join(n.en for n in notes), " ".join(n.id for n in notes)),
        status=422,
    )


def _part(id: str, found: str, notes: tuple[Text, Text]) -> Part:
    """`notes`: what to say when it is there, and when it is not."""
    return Part(id, NAMES[id], bool(found), found, notes[0] if found else notes[1])


def _act(text: str) -> Part:
    found = _word(text, words.ACTS)
    if found in words.DIRECTIONS_ONLY:
        note = say("“{w}” is a direction.", "“{w}” adalah arah.", w=found)
    elif found:
        note = say("“{w}”.", "“{w}”.", w=found)
    else:
        note = Text(
            "Begin with a verb: gain, reach, lower.", "Awali dengan kata kerja: dapatkan, capai."
        )
    return Part("act", NAMES["act"], bool(found), found, note)


def _network(text: str, networks: Mapping[str, str]) -> Part:
    found = next((name for name in sorted(networks, key=len, reverse=True) if _has(text, name)), "")
    return _part("network", found, _NETWORK)


def _measure(text: str, more: Mapping[str, str]) -> tuple[Part, str]:
    known = {name: id for id, names in words.MEASURES.items() for name in names}
    known |= {name.casefold(): id for name, id in more.items() if name.casefold() not in _UNCLEAR}
    for name in sorted(known, key=len, reverse=True):
        if _has(text, name):
            note = say("Measured as {n}.", "Diukur sebagai {n}.", n=name)
            return Part("measure", NAMES["measure"], True, name, note), known[name]
    many = next((name for name in words.MANY_MEANINGS if _has(text, name)), "")
    if many:
        note = say(
            "“{n}” can mean {m}: choose one.",
            "“{n}” dapat berarti {m}: pilih satu.",
            n=many,
            m=words.MANY_MEANINGS[many],
        )
        return Part("measure", NAMES["measure"], False, many, note), ""
    note = Text("Say what is counted: followers, visits, reach …",
                "Sebutkan apa yang dihitung: pengikut, kunjungan, jangkauan …")  # fmt: skip
    return Part("measure", NAMES["measure"], False, "", note), ""


_UNCLEAR = frozenset(words.MANY_MEANINGS)


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) is not None


def _word(text: str, among: tuple[str, ...]) -> str:
    wanted = set(among)
    return next((word for word in re.findall(r"[\w-]+", text) if word in wanted), "")


def _first(text: str, patterns: tuple[str, ...]) -> str:
    return next((m.group().strip() for p in patterns if (m := re.search(p, text))), "")


def _cut(text: str, patterns: tuple[str, ...]) -> tuple[str, str]:
    """The first match of any pattern, and the text without all of them."""
    found = ""
    for pattern in patterns:
        match = re.search(pattern, text)
        if match:
            found = found or match.group().strip()
            text = re.sub(pattern, " ", text)
    return found, text


_NETWORK = (
    Text("Named.", "Disebut."),
    Text("Say on which network.", "Sebutkan di jaringan mana."),
)
_NUMBER = (
    Text("A number is given.", "Ada angkanya."),
    Text("No number says when it is reached: from how many to how many?",
         "Tidak ada angka yang menandai tercapainya: dari berapa menjadi berapa?"),
)  # fmt: skip
_DATE = (
    Text("There is a deadline.", "Ada tenggatnya."),
    Text("Say by when.", "Sebutkan kapan tenggatnya."),
)
_AUDIENCE = (
    Text("Named.", "Disebut."),
    Text("For whom, and where? Optional, yet it guides the content.",
         "Untuk siapa, dan di mana? Opsional, tetapi mengarahkan konten."),
)  # fmt: skip
