"""The rows of a goal's page, in words: targets, the verdict under the sentence, variances."""

from dataclasses import dataclass
from math import floor

from tolok.core.goals.amounts import amount, money
from tolok.core.goals.goal import Mode
from tolok.core.goals.pace import Pace, Status
from tolok.core.goals.spending import Line
from tolok.core.goals.variance import AGAINST
from tolok.core.goals.verdict import verdict
from tolok.core.quantity import Money
from tolok.core.text import Text, number, percent, say
from tolok.render.charts.pace import pace_bar
from tolok.services.goal_page import GoalPage
from tolok.services.goal_picture import Tone, left_words, near, tone
from tolok.services.goal_reading import Standing, TargetStanding

NEARLY_FROM = 0.9
"""From here a target says how little is missing instead of a pace that no longer means much."""
_DASH = Text.same("–")


@dataclass(frozen=True, slots=True)
class TargetRow:
    name: Text
    variant: Text
    main: bool
    weight: float
    start: Text
    now: Text
    target: Text
    done: Text
    expected: Text
    pace: Text
    tone: Tone
    basis: Text
    why: Text | None


@dataclass(frozen=True, slots=True)
class VarianceRow:
    name: Text
    reference: Text
    difference: Text
    share: Text
    good: bool | None
    why: Text | None


def verdict_words(found: Standing, currency: str) -> Text:
    """Yes or no, then what is left a week and where that ends."""
    main = found.main
    left = left_words(main, currency) if main else None
    if main is None or left is None or found.over or found.status in (Status.DONE, Status.NO_DATA):
        return found.verdict
    said = verdict(main.pace, unit=main.unit, currency=currency)
    return Text(f"{said.en} {left.en}", f"{said.id} {left.id}")


def target_rows(found: Standing, currency: str) -> list[TargetRow]:
    """Every target; the first one decides."""
    return [
        _row(one, one.track.currency or currency, main=place == 0, ended=found.over)
        for place, one in enumerate(found.targets)
    ]


def variance_rows(found: GoalPage, currency: str) -> list[VarianceRow]:
    """From the target, from own history, from a benchmark: three rows that are never mixed."""
    main = found.standing.main
    if main is None:
        return []
    return [
        VarianceRow(
            AGAINST[one.against],
            _written(one.reference, main.unit, currency),
            _signed(one.difference, main.unit, currency),
            _share(one.share),
            one.good,
            one.why,
        )
        for one in found.variances
    ]


def money_rows(found: GoalPage) -> list[tuple[Text, Text]]:
    """Planned and spent money by kind, and what one unit has cost so far."""
    goal, spent = found.standing.goal, found.spending
    rows = []
    if spent is not None:
        if spent.planned is not None:
            rows.append((Text("Planned", "Direncanakan"), money(spent.planned)))
        if spent.spent is not None:
            rows.append((Text("Spent", "Terpakai"), money(spent.spent)))
        rows += [(line.name, _line_words(line)) for line in spent.lines]
        if spent.cost_per_unit is not None and found.standing.main is not None:
            name = found.standing.main.spec.name
            rows.append(
                (say("Cost of one: {k}", "Biaya satu: {k}", k=name), money(spent.cost_per_unit))
            )
        rest = _rest_cost(found.standing.main)
        if rest is not None:
            name = Text("The rest at this cost", "Sisanya dengan biaya ini")
            rows.append((name, money(rest)))
    if goal.budget.per_post is not None:
        rows.append((Text("For each post", "Untuk setiap post"), money(goal.budget.per_post)))
    if found.boosts is not None:
        rows.append((found.boosts.words, money(found.boosts.cost)))
    if goal.budget.hours_per_week:
        hours = say("{n} h a week", "{n} jam per minggu", n=goal.budget.hours_per_week)
        rows.append((Text("Time", "Waktu"), hours))
    return rows


def _rest_cost(main: TargetStanding | None) -> Money | None:
    """What the gap would cost at the cost of one so far."""
    takes = main.outlook.takes if main and main.outlook else None
    return takes.cost_of_gap if takes else None


def budget_bar(page: GoalPage, language: str) -> str:
    """Spent of planned, with a tick where the time is."""
    spent = page.spending
    if spent is None or spent.share is None:
        return ""
    return pace_bar(spent.share, spent.time_gone, "main", label=spent.words.to(language))


def _line_words(line: Line) -> Text:
    planned, spent = line.planned, line.spent
    if planned is None or spent is None:
        either = planned or spent
        return money(either) if either else _DASH
    return say("{a} of {b}", "{a} dari {b}", a=money(spent), b=money(planned))


def _row(one: TargetStanding, currency: str, *, main: bool, ended: bool) -> TargetRow:
    pace, variant = one.pace, one.spec.variant(one.target.variant)
    return TargetRow(
        name=one.spec.name,
        variant=variant.name if len(one.spec.variants) > 1 else Text("", ""),
        main=main,
        weight=one.target.weight,
        start=_written(pace.start, one.unit, currency),
        now=_written(pace.actual, one.unit, currency),
        target=_written(pace.aim, one.unit, currency),
        done=_share(pace.progress if pace.start is not None else None),
        expected=_share(pace.expected),
        pace=_pace_words(one, currency),
        tone=tone(pace.status, ended=ended),
        basis=_basis(one),
        why=pace.why if pace.status is Status.NO_DATA else None,
    )


def _pace_words(one: TargetStanding, currency: str) -> Text:
    """A pace, or what is missing where the target is nearly reached."""
    pace: Pace = one.pace
    if pace.status is Status.DONE:
        return Text("reached", "tercapai")
    if pace.pace is None:
        return _DASH
    rest = _rest(one)
    if rest is not None:
        return say("{n} missing", "kurang {n}", n=_written(rest, one.unit, currency))
    return pace_number(pace.pace)


def pace_number(pace: float) -> Text:
    """Two digits, cut and not rounded: 0.949 is not yet 0.95, where another word begins."""
    cut = floor(round(pace * 100, 6)) / 100
    return Text(number(cut, "en", digits=2), number(cut, "id", digits=2))


def _rest(one: TargetStanding) -> float | None:
    """What is missing of a target that is nearly reached, and ahead of its path."""
    pace = one.pace
    if one.target.mode is Mode.LIMIT or pace.actual is None or pace.aim is None:
        return None
    nearly = pace.progress is not None and pace.progress >= NEARLY_FROM
    ahead = pace.pace is not None and pace.pace > 1
    return abs(pace.aim - pace.actual) if nearly and ahead else None


def _basis(one: TargetStanding) -> Text:
    """On what the figure stands: which rows, read up to when."""
    rows = (
        Text("Posts published in the period", "Post yang terbit dalam periode")
        if one.track.posts
        else Text("Activity in the period", "Aktivitas dalam periode")
    )
    if one.reading is None:
        return rows
    return say("{r}, read to {d}", "{r}, dibaca sampai {d}", r=rows, d=one.reading.day)


def _written(value: float | None, unit: str, currency: str) -> Text:
    return _DASH if value is None else amount(near(value, unit), unit, currency)


def _signed(value: float | None, unit: str, currency: str) -> Text:
    words = _written(value, unit, currency)
    return Text(f"+{words.en}", f"+{words.id}") if value is not None and value > 0 else words


def _share(share: float | None) -> Text:
    if share is None:
        return _DASH
    return Text(percent(share, "en", digits=0), percent(share, "id", digits=0))
