"""The goals of the demo, in the states goals can be in: with actions, notes and a moved mark."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tolok.core.demo.truths import Truths
from tolok.core.goals.goal import (
    Action,
    Answer,
    Answers,
    CheckIn,
    Goal,
    Mode,
    Nature,
    Target,
)
from tolok.core.goals.goal import Scope as Rows
from tolok.services import goals
from tolok.services.access import Scope
from tolok.services.goal_baseline import with_baselines

YES = Answers(
    Answer(True, "Two people, four hours a week."),
    Answer(True, "The budget is set aside."),
    Answer(True, "It serves the shop's own plan."),
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A goal in short: which KPI, how much, over which weeks around today."""

    title: str
    kpi: str
    mode: Mode
    value: float
    network: str
    began_weeks: int
    ends_weeks: int
    objective: str
    actions: tuple[str, ...] = ()
    note: str = ""
    better: str = "up"
    variant: str = ""


SKETCHES = (
    Sketch(
        "Gain followers on Instagram", "followers_gained", Mode.ABSOLUTE, 900, "instagram", 9, 10,
        "More regulars from the neighbourhood",
        ("Two reels a week, Thursday evening", "Answer every comment the same day"),
        "Thursday reels reach nearly twice as many people as the others.",
    ),
    Sketch(
        "Be seen on TikTok", "views", Mode.RATE_WEEK, 9_000, "tiktok", 8, 5,
        "Known beyond the street", ("Film three short recipes",),
        "One video was seen fourteen times as often as usual; do not plan on a second.",
    ),
    Sketch(
        "Bring visits from social networks", "social_sessions", Mode.MONTHLY, 640, "", 12, 8,
        "More orders for pick-up", ("Link the menu in every post about food",),
    ),
    Sketch(
        "Reach more people per Facebook post", "post_reach_avg", Mode.MEAN_PER_POST, 900,
        "facebook", 10, 3, "More regulars from the neighbourhood",
        ("Post neighbourhood specials on Friday",),
    ),
    Sketch(
        "Livelier posts on Instagram", "engagement_rate_avg", Mode.PERCENT, 0.1, "instagram", 10, 6,
        "More regulars from the neighbourhood", ("Try both wordings of the litre bottle",),
    ),
    Sketch(
        "Grow the LinkedIn page", "followers", Mode.ABSOLUTE, 495, "linkedin", 16, 4,
        "Office catering", ("Write about one catering order a month",),
    ),
    Sketch(
        "Get more newsletter sign-ups", "email_signups", Mode.ABSOLUTE, 60, "", 6, 7,
        "More orders for pick-up", ("Put the form on the receipt",),
    ),
    Sketch(
        "Get catering enquiries", "leads", Mode.ABSOLUTE, 40, "", 5, 6, "Office catering",
        ("Import the answers of the catering form",),
    ),
)  # fmt: skip


def make_goals(scope: Scope, truths: Truths) -> None:
    """Make and start every goal; the first one's mark is moved once, with a reason."""
    today = truths.last + timedelta(days=1)
    for number, sketch in enumerate(SKETCHES):
        whole = goals.complete(scope, _goal(sketch, today))
        made = goals.make_draft(scope, with_baselines(scope, whole))
        goals.start(scope, made.goal.id)
        if number == 0:
            _move_mark(scope, made.goal.id)
    goals.make_draft(scope, Goal(id="", title="Increase engagement", wish="Increase engagement"))


def _goal(sketch: Sketch, today: date) -> Goal:
    begin = today - timedelta(weeks=sketch.began_weeks)
    end = today + timedelta(weeks=sketch.ends_weeks)
    networks = (sketch.network,) if sketch.network else ()
    target = Target(
        kpi=sketch.kpi,
        mode=sketch.mode,
        value=sketch.value,
        nature=Nature.TOTAL,  # set from the KPI when the goal is kept
        variant=sketch.variant,
        better=sketch.better,
        scope=Rows(networks=networks),
    )
    notes = (CheckIn(today - timedelta(days=3), sketch.note, confidence=6),) if sketch.note else ()
    return Goal(
        id="",
        title=sketch.title,
        start=begin,
        end=end,
        objective=sketch.objective,
        targets=(target,),
        answers=YES,
        actions=tuple(
            Action(id="", words=words, due=today + timedelta(days=n * 4), kpi=sketch.kpi)
            for n, words in enumerate(sketch.actions)
        ),
        check_ins=notes,
    )


def _move_mark(scope: Scope, goal_id: str) -> None:
    found = goals.goal(scope, goal_id).goal
    higher = replace(found.targets[0], value=1_000)
    goals.save(
        scope,
        goal_id,
        replace(found, targets=(higher, *found.targets[1:])),
        reason="The second shop opens in January.",
    )
