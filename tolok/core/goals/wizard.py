"""From a wish to a SMART goal, step by step: which KPIs, why these, and what is still open.

Pure: the catalogue, the settings of the workspace and the day come in as arguments.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tolok.core.goals.catalogue import GoalSpec, GoalTemplate, drafted_targets
from tolok.core.goals.goal import Action, Answer, Answers, Budget, Goal
from tolok.core.goals.smart import Check
from tolok.core.kpi.spec import KpiSpec, Term, Variant
from tolok.core.measures import TERMS
from tolok.core.networks import Network
from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One KPI to choose. `usable` False: shown last, with the reason why it cannot be read."""

    kpi: str
    why: Text
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace can read. `readable` None: not looked up, all count as readable."""

    parked: frozenset[str] = frozenset()
    readable: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    name: Text
    done: bool


def suggest_kpis(
    goal: GoalSpec,
    kpis: Mapping[str, KpiSpec],
    *,
    situations: Iterable[str] = (),
    network: Network | None = None,
    known: Known | None = None,
) -> tuple[Suggestion, ...]:
    """KPIs for a broad goal, best first, each with the reason; parked ones are left out.

    First what the situation asks for, then what suits the network, then the goal's own list.
    """
    state = known or Known()
    wanted: dict[str, Text] = {}
    for hint in goal.hints:
        if hint.when in situations:
            for kpi in hint.kpis:
                wanted.setdefault(kpi, hint.words)
    for kpi in network.kpis.get(goal.id, ()) if network else ():
        wanted.setdefault(kpi, _suits(network, goal) if network else goal.definition)
    for kpi in goal.kpis:
        wanted.setdefault(kpi, _serves(goal))
    found = [
        _suggestion(kpis[kpi], why, network, state)
        for kpi, why in wanted.items()
        if kpi in kpis and kpi not in state.parked
    ]
    return tuple(sorted(found, key=lambda suggestion: not suggestion.usable))


def draft_goal(
    template: GoalTemplate,
    kpis: Mapping[str, KpiSpec],
    language: str,
    *,
    id: str,
    today: date,
    owner: str = "",
    without_data: frozenset[str] = frozenset(),
) -> Goal:
    """The template as a goal with dates: still without baselines, and every word can be changed."""
    start = start_of(template.begins, today)
    realistic = template.realistic.to(language) if template.realistic else ""
    return Goal(
        id=id,
        title=template.title.to(language),
        start=start,
        end=end_of(start, weeks=template.weeks, months=template.months),
        wish=template.wish,
        owner=owner,
        targets=drafted_targets(template, kpis, language, without_data=without_data),
        budget=Budget(per_post=template.boost_per_post),
        actions=tuple(
            Action(f"a{place}", draft.words.to(language), kpi=draft.kpi)
            for place, draft in enumerate(template.actions, start=1)
        ),
        answers=Answers(
            achievable=Answer(template.achievable),
            realistic=Answer(None, realistic),
            relevant=Answer(None, template.relevant.to(language)),
        ),
        template=template.id,
    )


def start_of(begins: str, today: date) -> date:
    """today, next_month (its first day) or next_quarter (its first day)."""
    if begins == "next_month":
        return months_later(today.replace(day=1), 1)
    if begins == "next_quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        return months_later(first, 3)
    return today


def end_of(start: date, *, weeks: int = 0, months: int = 0) -> date:
    """The last day: three months from 1 September end on 30 November."""
    if weeks:
        return start + timedelta(weeks=weeks) - timedelta(days=1)
    return months_later(start, months) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one (31 January + 1 → 28 February)."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (after - first).days))


_STEPS = (
    ("wish", Text("Wish", "Keinginan"), ()),
    ("number", Text("Specific, measurable", "Spesifik, terukur"), ("specific", "measurable")),
    ("achievable", Text("Achievable", "Dapat dicapai"), ("achievable",)),
    ("means", Text("Means", "Sarana"), ("realistic", "relevant")),
    ("dates", Text("Dates and owner", "Tanggal dan penanggung jawab"), ("timed",)),
    ("review", Text("Review", "Tinjau"), ()),
)
STEP_IDS = tuple(id for id, _, _ in _STEPS)


def steps(goal: Goal, checks: tuple[Check, ...]) -> tuple[Step, ...]:
    """The six steps of the wizard and which of them are done."""
    ok = {check.id: check.ok for check in checks}
    found = []
    for id, name, needs in _STEPS[:-1]:
        done = all(ok.get(need, False) for need in needs)
        if id == "wish":
            done = bool(goal.title.strip() or goal.wish)
        if id == "dates":
            done = done and bool(goal.owner)
        found.append(Step(id, name, done))
    ready = all(step.done for step in found)
    return (*found, Step("review", _STEPS[-1][1], ready))


def next_step(goal: Goal, checks: tuple[Check, ...]) -> Step:
    """The first step that is still open, else the review."""
    made = steps(goal, checks)
    return next((step for step in made if not step.done), made[-1])


def _serves(goal: GoalSpec) -> Text:
    return say("Shows whether you “{g}”.", "Menunjukkan hasil “{g}”.", g=_lower(goal.name))


def _suits(network: Network, goal: GoalSpec) -> Text:
    return say(
        "On {n} it shows best whether you “{g}”.",
        "Di {n} ini paling jelas menunjukkan hasil “{g}”.",
        n=network.name,
        g=_lower(goal.name),
    )


def _lower(words: Text) -> Text:
    return Text(words.en[:1].lower() + words.en[1:], words.id[:1].lower() + words.id[1:])


def _suggestion(spec: KpiSpec, why: Text, network: Network | None, state: Known) -> Suggestion:
    if network is not None and _not_offered(spec, network):
        words = say(
            "{k}: {n} does not report it.", "{k}: {n} tidak melaporkannya.",
            k=spec.name, n=network.name,
        )  # fmt: skip
        return Suggestion(spec.id, words, usable=False)
    if state.readable is not None and spec.id not in state.readable:
        words = say(
            "{k}: no source is connected yet.", "{k}: belum ada sumber yang terhubung.", k=spec.name
        )
        return Suggestion(spec.id, words, usable=False)
    return Suggestion(spec.id, why)


def _not_offered(spec: KpiSpec, network: Network) -> bool:
    """The usual formula needs what the network does not report, and no other is sure to work."""
    first, *others = spec.variants
    lacks = any(_offers(term, network) is False for term in _terms(first))
    return lacks and not any(
        all(_offers(term, network) for term in _terms(other)) for other in others if _terms(other)
    )


def _terms(variant: Variant) -> tuple[Term, ...]:
    return tuple(t for t in (*variant.numerator, *variant.denominator) if not t.optional)


def _offers(term: Term, network: Network) -> bool | None:
    """True when one of the term's names is reported, False when none is, None when not known."""
    answers = [True if name in TERMS else network.offers(name) for name in term.names]
    if any(answers):
        return True
    return False if all(answer is False for answer in answers) else None
