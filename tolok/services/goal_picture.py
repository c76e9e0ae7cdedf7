"""The drawings of a goal: its line with ideal path and forecast, the yardstick, the pace bar."""

from dataclasses import dataclass
from datetime import date, timedelta

from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import Mode, Nature
from tolok.core.goals.pace import STATUS_WORDS, Status, expected_share
from tolok.core.text import Text, say
from tolok.render.charts.lines import Forecast, Lines, Mark, Points
from tolok.render.charts.pace import pace_bar
from tolok.render.charts.yard import Yard, yard
from tolok.services.goal_reading import Standing, TargetStanding

_TONES = {
    Status.AHEAD: ("ok", "ahead"),
    Status.ON_PACE: ("ok", "check"),
    Status.DONE: ("ok", "check"),
    Status.BEHIND: ("warn", "clock"),
    Status.OFF_PACE: ("bad", "alert"),
    Status.NO_DATA: ("", "none"),
}
_BAR = {Status.DONE: "reached"}


@dataclass(frozen=True, slots=True)
class Tone:
    """How a status is shown: its word, the colour of its pill, its icon."""

    words: Text
    colour: str
    icon: str


def tone(status: Status, *, ended: bool = False) -> Tone:
    """After the deadline a goal is reached or not; before it, it has a pace."""
    colour, icon = _TONES[status]
    if ended and status not in (Status.DONE, Status.NO_DATA):
        return Tone(Text("Not reached", "Tidak tercapai"), "bad", "close")
    return Tone(STATUS_WORDS[status], colour, icon)


def bar(one: TargetStanding, currency: str, language: str) -> str:
    """The pace bar with a tick where one was expected to be; for a limit the tick is the limit."""
    pace = one.pace
    label = bar_words(one, currency).to(language)
    if pace.actual is None or pace.aim is None:
        return pace_bar(None, pace.expected, "idle", label=label)
    status = _BAR.get(pace.status, pace.status.value)
    if pace.start is None:
        scale = max(pace.actual, pace.aim) or 1.0
        return pace_bar(pace.actual / scale, pace.aim / scale, status, label=label)
    return pace_bar(pace.progress, pace.expected, status, label=label)


def bar_words(one: TargetStanding, currency: str) -> Text:
    pace = one.pace
    if pace.actual is None or pace.aim is None:
        return pace.why or STATUS_WORDS[Status.NO_DATA]
    have, want = (amount(v, one.unit, currency) for v in (pace.actual, pace.aim))
    if pace.start is None or pace.expected_value is None:
        return say("{a}; the limit is {b}", "{a}; batasnya {b}", a=have, b=want)
    return say(
        "{a} of {b}; expected by today {c}",
        "{a} dari {b}; seharusnya hari ini {c}",
        a=have,
        b=want,
        c=amount(near(pace.expected_value, one.unit), one.unit, currency),
    )


def needed_words(one: TargetStanding, currency: str) -> Text:
    """The rate that is needed, as the yardstick names it: "58 a week"."""
    found = one.outlook.found if one.outlook else None
    if found is None or found.required_rate is None:
        return Text("", "")
    value = amount(near(found.required_rate, one.unit), one.unit, currency)
    if one.target.mode is Mode.MEAN_PER_POST:
        return say("{n} per post", "{n} per post", n=value)
    if one.target.nature is Nature.AVERAGE:
        return value
    return say("{n} a week", "{n} per minggu", n=value)


def left_words(one: TargetStanding, currency: str) -> Text | None:
    """What is left a week, against now, and where the forecast ends; None where it is no amount."""
    takes = one.outlook.takes if one.outlook else None
    if takes is None or takes.required_per_week is None or not takes.gap:
        return None
    gap, rate = (
        amount(near(v, one.unit), one.unit, currency) for v in (takes.gap, takes.required_per_week)
    )
    first = say("{g} left: {r} a week needed", "Sisa {g}: perlu {r} per minggu", g=gap, r=rate)
    if takes.now_per_week is not None:
        now = amount(near(takes.now_per_week, one.unit), one.unit, currency)
        first = say("{f}, {n} a week now", "{f}, sekarang {n} per minggu", f=first, n=now)
    return _and(first, _ending(one, currency))


def _ending(one: TargetStanding, currency: str) -> Text:
    """Where the forecast ends, as enough or short."""
    chance, aim = (one.outlook.chance if one.outlook else None), one.pace.aim
    if chance is None or chance.forecast is None or aim is None:
        return Text("", "")
    end = amount(near(chance.forecast, one.unit), one.unit, currency)
    short = aim - chance.forecast if one.target.better == "up" else chance.forecast - aim
    if short <= 0:
        return say("You end near {e}, enough.", "Perkiraan akhir {e}, cukup.", e=end)
    missing = amount(near(short, one.unit), one.unit, currency)
    return say("You end near {e}, {s} short.", "Perkiraan akhir {e}, kurang {s}.", e=end, s=missing)


def _and(first: Text, second: Text) -> Text:
    return Text(f"{first.en}. {second.en}".strip(), f"{first.id}. {second.id}".strip())


def yardstick(one: TargetStanding, currency: str, language: str) -> str:
    """The needed rate against the usual one; empty while no usual rate is known."""
    found = one.outlook.found if one.outlook else None
    if found is None or not found.seed_ratio:
        return ""
    ratio = found.seed_ratio
    if one.target.better == "down" and one.target.nature is Nature.AVERAGE:
        ratio = 1 / ratio
    return yard(Yard(ratio, needed_words(one, currency).to(language)), language)


def lines(found: Standing, one: TargetStanding, currency: str, id: str = "goal") -> Lines | None:
    """The chart of one target; None when nothing was read in the goal's days."""
    if one.reading is None or one.track.whole is not None:
        return None
    measured = _measured(one)
    if sum(value is not None for _, value in measured) < 2:
        return None
    return Lines(
        id=id,
        title=one.spec.name,
        summary=_summary(one, currency),
        unit=one.unit,
        measured=measured,
        name=one.spec.name,
        ideal=_ideal(one),
        forecast=_forecast(one),
        target=one.pace.aim,
        breaks=tuple(Mark(b.day, b.words) for b in one.track.breaks),
        today=min(max(found.day, one.window.start), one.window.end),
        currency=currency or None,
        zero=one.target.nature is not Nature.LEVEL,
    )


def near(value: float, unit: str) -> float:
    """A worked-out amount as precise as it can be meant."""
    return float(round(value)) if unit == "count" and abs(value) >= 20 else value


def _measured(one: TargetStanding) -> Points:
    """What was known at the end of each day; None where nobody looked."""
    track, window = one.track, one.window
    last = one.reading.day if one.reading else window.start
    span = (last - window.start).days + 1
    days = [window.start + timedelta(days=n) for n in range(span)]
    if track.nature is Nature.LEVEL:
        return tuple((d, track.days[d].top if d in track.days else None) for d in days)
    if track.levels:
        eve = track.level(window.start - timedelta(days=1))
        known = track.days
        return tuple(
            (d, known[d].top - eve if d in known and eve is not None else None) for d in days
        )
    top = bottom = 0.0
    points: list[tuple[date, float | None]] = []
    for place, day in enumerate(days, start=1):
        part = track.days.get(day)
        if part is not None:
            top, bottom = top + part.top, bottom + part.bottom
        if part is None and not track.posts:
            points.append((day, None))
        elif track.nature is Nature.TOTAL:
            points.append((day, top))
        elif track.per_day:
            points.append((day, top / (track.per_day * place)))
        elif bottom and part is not None:
            points.append((day, top / bottom))
    return tuple(points)


def _ideal(one: TargetStanding) -> Points:
    """The path on which one would be exactly on pace."""
    begin, goal = one.pace.start, one.pace.aim
    if begin is None or goal is None or one.target.mode is Mode.LIMIT:
        return ()
    window = one.window
    weights = one.weights if one.weights and len(one.weights) == window.days else None
    step = 1 if weights else max(window.days - 1, 1)
    eve = window.start - timedelta(days=1)
    points: list[tuple[date, float | None]] = [(eve, begin)]
    for n in range(step - 1 if weights is None else 0, window.days, step):
        day = window.start + timedelta(days=n)
        points.append((day, begin + (goal - begin) * expected_share(window, day, weights)))
    if points[-1][0] != window.end:
        points.append((window.end, goal))
    return tuple(points)


def _forecast(one: TargetStanding) -> tuple[Forecast, ...]:
    """None from numbers that stopped coming: what lies between is not known."""
    chance = one.outlook.chance if one.outlook else None
    if chance is None or one.reading is None or one.reading.day >= one.window.end:
        return ()
    if one.pace.status is Status.NO_DATA:
        return ()
    if chance.low is None or chance.forecast is None or chance.high is None:
        return ()
    now = one.reading.value
    return (
        Forecast(one.reading.day, now, now, now),
        Forecast(
            one.window.end,
            near(chance.low, one.unit),
            near(chance.forecast, one.unit),
            near(chance.high, one.unit),
        ),
    )


def _summary(one: TargetStanding, currency: str) -> Text:
    pace, reading = one.pace, one.reading
    if pace.actual is None or pace.aim is None or reading is None:
        return one.spec.name
    parts = [
        say(
            "{k}: {a} by {d}; the target is {b}.",
            "{k}: {a} per {d}; targetnya {b}.",
            k=one.spec.name,
            a=amount(near(pace.actual, one.unit), one.unit, currency),
            d=reading.day,
            b=amount(near(pace.aim, one.unit), one.unit, currency),
        )
    ]
    chance = one.outlook.chance if one.outlook else None
    if chance and chance.low is not None and chance.high is not None and chance.forecast:
        values = (chance.forecast, chance.low, chance.high)
        f, low, high = (amount(near(v, one.unit), one.unit, currency) for v in values)
        parts.append(
            say(
                "Forecast for {d}: {f}, with 80 % of likely outcomes between {a} and {b}.",
                "Perkiraan untuk {d}: {f}, dengan 80 % kemungkinan antara {a} dan {b}.",
                d=one.window.end,
                f=f,
                a=low,
                b=high,
            )
        )
    unread = one.track.unread(one.window)
    if unread:
        parts.append(say("{n} days were not read.", "{n} hari tidak terbaca.", n=unread))
    return Text(" ".join(p.en for p in parts), " ".join(p.id for p in parts))
