"""One plain sentence on a goal: where it stands, how likely it is, what to look at next.

Takes the numbers of the attainability model as plain arguments, so it needs no model itself.
"""

from dataclasses import dataclass

from tolok.core.goals.amounts import amount
from tolok.core.goals.pace import Pace, Status
from tolok.core.text import Text, say

LIKELY_FROM = 0.8
POSSIBLE_FROM = 0.4
UNLIKELY_FROM = 0.1

CHANCE_RULE = say(
    "Chance: likely from {a} %, possible from {b} %, unlikely from {c} %, very unlikely below.",
    "Peluang: besar mulai {a} %, sedang mulai {b} %, kecil mulai {c} %, sangat kecil di bawahnya.",
    a=LIKELY_FROM * 100,
    b=POSSIBLE_FROM * 100,
    c=UNLIKELY_FROM * 100,
)


@dataclass(frozen=True, slots=True)
class Chance:
    """What the model says: P(reach) and the forecast at the deadline with its 80 % band."""

    p_reach: float
    forecast: float | None = None
    low: float | None = None
    high: float | None = None
    n_history: int = 0


def chance_word(p: float) -> Text:
    if p >= LIKELY_FROM:
        return Text("likely", "besar")
    if p >= POSSIBLE_FROM:
        return Text("possible", "sedang")
    if p >= UNLIKELY_FROM:
        return Text("unlikely", "kecil")
    return Text("very unlikely", "sangat kecil")


def verdict(
    pace: Pace,
    *,
    unit: str = "count",
    currency: str = "",
    chance: Chance | None = None,
    ended: bool = False,
) -> Text:
    """Does the plan work, yes or no, in one or two sentences."""
    if pace.status is Status.NO_DATA:
        return _no_data(pace)
    if pace.actual is None or pace.aim is None:
        raise ValueError("a pace with a status other than no data has a reading and an aim")
    have = amount(pace.actual, unit, currency)
    want = amount(pace.aim, unit, currency)
    if pace.status is Status.DONE:
        return say("Reached: {a} of {b}.", "Tercapai: {a} dari {b}.", a=have, b=want)
    if ended:
        return say("Not reached: {a} of {b}.", "Tidak tercapai: {a} dari {b}.", a=have, b=want)
    first = _standing(pace, have, want, unit, currency)
    if chance is None:
        return first
    second = _outlook(chance, unit, currency)
    return Text(f"{first.en} {second.en}", f"{first.id} {second.id}")


def _no_data(pace: Pace) -> Text:
    why = pace.why or Text("Nothing has been read.", "Belum ada yang terbaca.")
    return say("It cannot be said: {w}", "Belum dapat dikatakan: {w}", w=_after_colon(why))


def _after_colon(words: Text) -> Text:
    return Text(words.en[:1].lower() + words.en[1:], words.id[:1].lower() + words.id[1:])


def _standing(pace: Pace, have: Text, want: Text, unit: str, currency: str) -> Text:
    answer = {
        Status.AHEAD: Text("Yes, ahead", "Ya, lebih cepat"),
        Status.ON_PACE: Text("Yes, on pace", "Ya, sesuai laju"),
        Status.BEHIND: Text("Not yet, behind", "Belum, tertinggal"),
        Status.OFF_PACE: Text("No, off pace", "Tidak, jauh tertinggal"),
    }[pace.status]
    if pace.start is None or pace.expected_value is None:  # a limit: nothing is expected by today
        return say("{s}: {a}, limit {b}.", "{s}: {a}, batas {b}.", s=answer, a=have, b=want)
    by_now = amount(_near(pace.expected_value, unit), unit, currency)
    return say(
        "{s}: {a} of {b}, {c} expected by today.",
        "{s}: {a} dari {b}, seharusnya {c} hari ini.",
        s=answer,
        a=have,
        b=want,
        c=by_now,
    )


def _outlook(chance: Chance, unit: str, currency: str) -> Text:
    share = _share(chance.p_reach)
    word = chance_word(chance.p_reach)
    if chance.forecast is None or chance.low is None or chance.high is None:
        return say(
            "Reaching it is {w} ({p} %).", "Peluang mencapainya {w} ({p} %).", w=word, p=share
        )
    return say(
        "Reaching it is {w} ({p} %); forecast {f}, between {a} and {b}.",
        "Peluang mencapainya {w} ({p} %); perkiraan {f}, antara {a} dan {b}.",
        w=word,
        p=share,
        f=amount(_near(chance.forecast, unit), unit, currency),
        a=amount(_near(chance.low, unit), unit, currency),
        b=amount(_near(chance.high, unit), unit, currency),
    )


def _share(p: float) -> Text:
    """No simulation makes sure: the ends are said as bounds."""
    if p < 0.01:
        return Text("under 1", "di bawah 1")
    if p > 0.99:
        return Text("over 99", "di atas 99")
    return Text.same(str(round(p * 100)))


def _near(value: float, unit: str) -> float:
    return float(round(value)) if unit == "count" and abs(value) >= 20 else value
