"""What it takes: the rate needed against the rate of now, the cost of the gap, the time to go.

Arithmetic on what is known; a rate that is not known gives no answer instead of a guess.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from tolok.core.goals.amounts import money
from tolok.core.quantity import Money
from tolok.core.text import Text, say

LONGEST_DAYS = 3650
"""Beyond ten years "never at this rate" is the honest answer."""


@dataclass(frozen=True, slots=True)
class Takes:
    """`gap` is what is left (0 when reached). Rates are per week. `reached_on`: at today's rate."""

    gap: float
    weeks_left: float
    required_per_week: float | None
    now_per_week: float | None
    cost_of_gap: Money | None
    reached_on: date | None
    lands_at: float | None
    words: Text


def what_it_takes(
    actual: float,
    aim: float,
    *,
    today: date,
    end: date,
    better: str = "up",
    now_per_week: float | None = None,
    cost_per_unit: Money | None = None,
    unit: Text | None = None,
) -> Takes:
    """`now_per_week` is the change a week of late (negative when falling); `actual` read today."""
    left = aim - actual if better == "up" else actual - aim
    gap, weeks = max(left, 0.0), max((end - today).days, 0) / 7
    toward = None if now_per_week is None else now_per_week * (1 if better == "up" else -1)
    required = gap / weeks if weeks else None
    lands = None if now_per_week is None else actual + now_per_week * weeks
    cost = cost_per_unit.times(gap) if cost_per_unit and gap else None
    words = _words(gap, required, toward, lands, aim, better, cost, unit or Text("", ""))
    return Takes(
        gap, weeks, required, now_per_week, cost, _arrival(gap, toward, today), lands, words
    )


def _arrival(gap: float, toward: float | None, today: date) -> date | None:
    """The day on which today's rate closes the gap; None when it never does."""
    if gap == 0:
        return today
    if toward is None or toward <= 0 or gap / toward * 7 > LONGEST_DAYS:
        return None
    return today + timedelta(days=ceil(round(gap / toward * 7, 6)))


def _words(
    gap: float,
    required: float | None,
    toward: float | None,
    lands: float | None,
    aim: float,
    better: str,
    cost: Money | None,
    unit: Text,
) -> Text:
    if gap == 0:
        return Text("Nothing is left to do.", "Tidak ada sisa.")
    of = Text(f" {unit.en}" if unit.en else "", f" {unit.id}" if unit.id else "")
    parts = [_rate_words(gap, required, toward, of)]
    if lands is not None and required is not None:
        short = aim - lands if better == "up" else lands - aim
        parts.append(_landing(lands, short))
    if cost is not None:
        parts.append(
            say(
                "At the cost so far the rest takes {m}.",
                "Dengan biaya selama ini sisanya memerlukan {m}.",
                m=money(cost),
            )
        )
    return Text(" ".join(p.en for p in parts), " ".join(p.id for p in parts))


def _rate_words(gap: float, required: float | None, toward: float | None, of: Text) -> Text:
    left = _round(gap)
    if required is None:
        return say(
            "The time is over, {g}{of} short.", "Waktu habis, kurang {g}{of}.", g=left, of=of
        )
    if toward is None:
        return say(
            "{g}{of} are left: {r} a week.",
            "Tersisa {g}{of}: {r} per minggu.",
            g=left,
            of=of,
            r=_round(required),
        )
    return say(
        "{g}{of} are left: {r} a week, against {n} a week now.",
        "Tersisa {g}{of}: {r} per minggu, sekarang {n} per minggu.",
        g=left,
        of=of,
        r=_round(required),
        n=_round(toward),
    )


def _landing(lands: float, short: float) -> Text:
    end = _round(lands)
    if short > 0:
        return say(
            "At this rate you end near {e}, {s} short.",
            "Dengan laju ini Anda berakhir di sekitar {e}, kurang {s}.",
            e=end,
            s=_round(short),
        )
    return say(
        "At this rate you end near {e}, enough.",
        "Dengan laju ini Anda berakhir di sekitar {e}, cukup.",
        e=end,
    )


def _round(value: float) -> float:
    return float(round(value)) if abs(value) >= 20 else round(value, 3)
