"""Is a target grounded? The rule of thumb for goals whose own history is too short for a model.

The ratio of needed to usual rate over a quarter decides: someone who gains 100 a week may plan for
125 to 150; 500 or 1,000 is not grounded. The bands are printed wherever a verdict is shown.
"""

from dataclasses import dataclass
from enum import StrEnum

from tolok.core.kpi.arithmetic import compound_rate
from tolok.core.text import Text, number, percent, say

REALISTIC_TO = 1.25
AMBITIOUS_TO = 1.5
NOT_GROUNDED_FROM = 5.0
WEEKS = 13


class Grounded(StrEnum):
    REALISTIC = "realistic"
    AMBITIOUS = "ambitious"
    STRETCH = "stretch"
    NOT_GROUNDED = "not_grounded"
    UNKNOWN = "unknown"


GROUNDED_WORDS = {
    Grounded.REALISTIC: Text("Realistic", "Realistis"),
    Grounded.AMBITIOUS: Text("Ambitious but realistic", "Ambisius, tetapi realistis"),
    Grounded.STRETCH: Text("A stretch", "Sangat menantang"),
    Grounded.NOT_GROUNDED: Text("Not grounded", "Tidak berdasar"),
    Grounded.UNKNOWN: Text("Cannot be said yet", "Belum dapat dinilai"),
}

BANDS = say(
    "Ratio of needed to usual rate: up to {a} realistic, up to {b} ambitious, below {c} a stretch, "
    "from {c} not grounded.",
    "Rasio laju yang diperlukan terhadap laju biasa: sampai {a} realistis, sampai {b} ambisius, di "
    "bawah {c} sangat menantang, mulai {c} tidak berdasar.",
    a=REALISTIC_TO,
    b=AMBITIOUS_TO,
    c=NOT_GROUNDED_FROM,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict with its ratio; `realistic_to` and `ambitious_to` are rates."""

    grounded: Grounded
    ratio: float | None
    realistic_to: float | None
    ambitious_to: float | None
    weekly_growth: float | None
    why: Text

    @property
    def needs_new_means(self) -> bool:
        """A stretch may be saved only with a stated new action or budget."""
        return self.grounded in (Grounded.STRETCH, Grounded.NOT_GROUNDED)


def judge(needed: float, usual: float | None, *, better: str = "up", weeks: int = WEEKS) -> Judged:
    """Judge a needed rate (or level) against the usual one; falling KPIs are judged upside down."""
    if usual is None or usual <= 0 or (better == "down" and needed <= 0):
        return Judged(Grounded.UNKNOWN, None, None, None, None, _NO_HISTORY)
    ratio = usual / needed if better == "down" else needed / usual
    grounded = _band(ratio)
    ends = [usual / k if better == "down" else usual * k for k in (REALISTIC_TO, AMBITIOUS_TO)]
    growth = compound_rate(ratio, weeks) if ratio > 1 else 0.0
    return Judged(grounded, ratio, ends[0], ends[1], growth, _why(needed, usual, ratio, growth))


def _band(ratio: float) -> Grounded:
    ratio = round(ratio, 9)
    if ratio <= REALISTIC_TO:
        return Grounded.REALISTIC
    if ratio <= AMBITIOUS_TO:
        return Grounded.AMBITIOUS
    return Grounded.STRETCH if ratio < NOT_GROUNDED_FROM else Grounded.NOT_GROUNDED


def _why(needed: float, usual: float, ratio: float, growth: float | None) -> Text:
    times = Text(number(ratio, "en", digits=2), number(ratio, "id", digits=2))
    first = say(
        "{needed} is {k} times the usual {usual}",
        "{needed} adalah {k} kali dari biasanya, {usual}",
        needed=needed,
        usual=usual,
        k=times,
    )
    if not growth:
        return say("{first}.", "{first}.", first=first)
    return say(
        "{first}; growing into it takes {g} more every week.",
        "{first}; untuk mencapainya perlu tumbuh {g} setiap minggu.",
        first=first,
        g=Text(percent(growth, "en"), percent(growth, "id")),
    )


_NO_HISTORY = Text(
    "No usual rate is known; four weeks of readings are needed to judge the target.",
    "Laju biasa belum diketahui; perlu data empat minggu untuk menilai target ini.",
)
