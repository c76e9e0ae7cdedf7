"""The three inputs of "can it be reached?": own history, resources, industry benchmark.

They are shown side by side and never folded into one number; what is not known says so.
"""

from dataclasses import dataclass

from tolok.core.goals.smart import Check
from tolok.core.text import Text, number, say


@dataclass(frozen=True, slots=True)
class Past:
    """Own history: share of past stretches that were as fast as needed, out of `stretches`."""

    share: float
    stretches: int
    weeks: int
    best: float | None = None
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Industry:
    """A benchmark of the same variant and follower tier, with its quartiles and source."""

    p25: float
    p50: float
    p75: float
    source: str
    year: int


@dataclass(frozen=True, slots=True)
class Input:
    """One row. `says`: True for, False against, None when it cannot say."""

    id: str  # history, resources, benchmark
    name: Text
    says: bool | None
    words: Text


COMMON_FROM = 0.2
"""A speed that a fifth of one's own past stretches reached is within reach."""


def three_inputs(
    needed: float, *, past: Past | None, means: Check, industry: Industry | None, better: str = "up"
) -> tuple[Input, Input, Input]:
    """`needed` is the rate or level that the target asks for; `means` is the realistic check."""
    return (
        _history(past),
        Input("resources", Text("Resources", "Sumber daya"), means.ok, means.verdict),
        _benchmark(needed, industry, better),
    )


def _history(past: Past | None) -> Input:
    name = Text("Your own history", "Riwayat Anda sendiri")
    if past is None or past.stretches == 0:
        words = Text("Too short to say.", "Masih terlalu pendek untuk menilai.")
        return Input("history", name, None, words)
    words = say(
        "{p} % of {n} stretches in {w} weeks were this fast.",
        "{p} % dari {n} rentang dalam {w} minggu secepat ini.",
        p=round(past.share * 100),
        n=past.stretches,
        w=past.weeks,
    )
    if past.usual is not None and past.best is not None:
        more = say(
            " Usual {u}, best {b}.", " Biasanya {u}, terbaik {b}.", u=past.usual, b=past.best
        )
        words = Text(words.en + more.en, words.id + more.id)
    return Input("history", name, past.share >= COMMON_FROM, words)


def _benchmark(needed: float, industry: Industry | None, better: str) -> Input:
    name = Text("Benchmark", "Tolok ukur industri")
    if industry is None:
        words = Text(
            "None of the same formula and size is known; import your own.",
            "Belum ada yang rumus dan ukurannya sama; impor milik Anda.",
        )
        return Input("benchmark", name, None, words)
    easy = needed <= industry.p75 if better == "up" else needed >= industry.p25
    words = say(
        "Middle half {a}–{b}, median {m} ({s}, {y}).",
        "Separuh tengah {a}–{b}, median {m} ({s}, {y}).",
        a=_short(industry.p25),
        b=_short(industry.p75),
        m=_short(industry.p50),
        s=industry.source,
        y=str(industry.year),
    )
    return Input("benchmark", name, easy, words)


def _short(value: float) -> Text:
    return Text(number(value, "en"), number(value, "id"))
