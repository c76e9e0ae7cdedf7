"""A goal with how it stands, as plain data: the JSON of the API and of `tolok goal show`."""

from typing import Any

from tolok.core.goals.changes import Step
from tolok.core.goals.hours import RULE as HOURS_RULE
from tolok.core.goals.hours import Hours, hours_of
from tolok.core.goals.pace import RULE, STATUS_WORDS, Pace
from tolok.core.goals.roll_up import effectiveness
from tolok.core.quantity import Money
from tolok.services.goal_assess import Judged, judged_dict
from tolok.services.goal_form import goal_dict
from tolok.services.goal_outlook import Outlook
from tolok.services.goal_reading import Standing, TargetStanding


def standing_dict(found: Standing) -> dict[str, Any]:
    """The goal, its sentence, status and verdict, and every target with its pace and chance."""
    return {
        **goal_dict(found.kept),
        "day": found.day.isoformat(),
        "sentence": found.sentence.as_dict(),
        "status": found.status.value,
        "status_words": STATUS_WORDS[found.status].as_dict(),
        "status_rule": RULE.as_dict(),
        "verdict": found.verdict.as_dict(),
        "progress": found.rolled.progress,
        "effectiveness": effectiveness([(t.pace, t.target.weight) for t in found.targets]).score,
        "hours": _hours(hours_of(found.goal)),
        "standing": [_target(one) for one in found.targets],
    }


def step_dict(step: Step) -> dict[str, Any]:
    """One version: when, by whom, why, and what was changed."""
    return {
        "at": step.at.isoformat(),
        "by": step.by,
        "why": step.why,
        "changes": [
            {"field": c.field, "words": c.words.as_dict(), "moved": c.moved} for c in step.changes
        ],
    }


def _hours(found: Hours) -> dict[str, Any]:
    return {
        "available": found.available,
        "planned": found.planned,
        "unstated": found.unstated,
        "fits": found.fits,
        "words": found.words.as_dict(),
        "rule": HOURS_RULE.as_dict(),
    }


def _target(one: TargetStanding) -> dict[str, Any]:
    return {
        "kpi": one.target.kpi,
        "variant": one.target.variant,
        "unit": one.unit,
        "currency": one.track.currency or None,
        **pace_dict(one.pace),
        "read_to": one.reading.day.isoformat() if one.reading else None,
        "unknown": one.track.why.as_dict() if one.track.why else None,
        "outlook": _outlook(one.outlook) if one.outlook else None,
        "months": ({"met": one.months.met, "judged": one.months.judged} if one.months else None),
    }


def pace_dict(pace: Pace) -> dict[str, Any]:
    return {
        "status": pace.status.value,
        "actual": pace.actual,
        "start": pace.start,
        "aim": pace.aim,
        "progress": pace.progress,
        "expected": pace.expected,
        "expected_value": pace.expected_value,
        "pace": pace.pace,
        "why_no_pace": pace.why.as_dict() if pace.why else None,
    }


def _outlook(ahead: Outlook) -> dict[str, Any]:
    takes = ahead.takes
    return {
        **judged_dict(Judged(ahead.found)),
        "takes": takes.words.as_dict() if takes else None,
        "cost_of_gap": _money(takes.cost_of_gap) if takes else None,
        "reached_on": takes.reached_on.isoformat() if takes and takes.reached_on else None,
    }


def _money(money: Money | None) -> dict[str, str] | None:
    return {"amount": str(money.amount), "currency": money.currency} if money else None
