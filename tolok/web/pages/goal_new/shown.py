"""What each step of the wizard shows: fields as kept, what they mean, and what is still open."""

from typing import Any

from django.http import HttpRequest

from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import BUDGET_TYPES, Mode, Target
from tolok.core.goals.hours import RULE as HOURS_RULE
from tolok.core.goals.hours import hours_of
from tolok.core.goals.seed_rule import BANDS
from tolok.core.goals.spending import NAMES
from tolok.core.goals.target_rules import MODE_WORDS, MODES_OF
from tolok.core.goals.wish_reading import Reading
from tolok.core.goals.wizard import STEP_IDS, end_of, steps
from tolok.core.text import Text, number, say
from tolok.lib.catalogue import goals as broad_goals
from tolok.lib.catalogue import networks
from tolok.services import goal_wizard, goals
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.demo_language import shown_name
from tolok.services.goal_baseline import judged
from tolok.services.goal_form import Kept
from tolok.services.goal_page import inputs
from tolok.services.goal_picture import near, yardstick
from tolok.services.goal_reading import TargetStanding, goal_sentence, look_around
from tolok.services.goal_rows import today
from tolok.services.goal_wish import wish_reading
from tolok.services.kpis import catalogue, objectives
from tolok.services.numbers_held import held
from tolok.web.pages.goal_new.forms import IN_PERCENT, Form


def shown_step(
    request: HttpRequest, scope: Scope, found: Kept, step: str, form: Form
) -> dict[str, Any]:
    """The variables of step.html."""
    around = look_around(scope)
    one = judged(scope, found.goal, around=around)
    checks = goal_wizard.checks(scope, found.goal, one.outlook if one else None)
    reads = goal_sentence(found.goal, around, scope.workspace.currency)
    place = STEP_IDS.index(step)
    parts = _PARTS.get(step)
    return {
        "kept": found,
        "goal": found.goal,
        "running": not found.draft,
        "step": step,
        "steps": steps(found.goal, checks),
        "before": STEP_IDS[place - 1] if place else "",
        "template": f"pages/goal_new/{step}.html",
        "errors": form.errors,
        "error": form.errors.get(""),
        "sent": form.data,
        "reads": reads if found.goal.targets else None,
        "clarity": goal_wizard.clarity_of(scope, found.goal, reads),
        "checks": checks,
        "one": one,
        "why": one.outlook.found.why if one and one.outlook else None,
        "label": _label(one),
        "yard": yardstick(one, _currency(scope, one), request.LANGUAGE_CODE) if one else "",
        "bands": BANDS,
        **(parts(request, scope, found, one) if parts else {}),
    }


def _label(one: TargetStanding | None) -> str:
    return one.outlook.found.label if one and one.outlook else ""


def _currency(scope: Scope, one: TargetStanding | None) -> str:
    return (one.track.currency if one else "") or scope.workspace.currency


def _wish(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    return {"goals": goal_wizard.broad_list()}


def _number(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    """The measure with its reasons, the number with the baseline, and the rows that count."""
    wanted = request.GET.get("t", "0")
    at = min(int(wanted) if wanted.isdigit() else 0, len(found.goal.targets))
    target = found.goal.targets[at] if at < len(found.goal.targets) else None
    specs = catalogue(scope)
    suggested = goal_wizard.suggestions(scope, found.goal)
    first = suggested[0][0].kpi if suggested else ""
    clear = goal_wizard.clarity_of(scope, found.goal, Text("", "")).kpi
    said = wish_reading(scope, found.goal.title, request.LANGUAGE_CODE) if found.draft else None
    guess = said if at == 0 else None
    kpi = target.kpi if target else (guess.kpi if guess else "") or clear or first
    spec = specs.get(kpi)
    listed = {one.kpi for one, _ in suggested}
    modes = MODES_OF[target.nature] if target else tuple(Mode)
    return {
        "at": at,
        "said": said,
        "target": target,
        "chosen": target.mode if target else guess.mode if guess else None,
        "kpi": kpi,
        "spec": spec,
        "suggested": suggested,
        "situation": goal_wizard.situation_now(scope, found.goal).words,
        "others": [s for id, s in sorted(specs.items()) if id not in listed],
        "modes": [(mode.value, MODE_WORDS[mode]) for mode in modes],
        "domains": held(scope).values.get("domain", ())[:30],
        "places": [n for n in networks().values() if n.kind != "other"],
        "channels": channels(scope),
        "place": _place(target, scope, found),
        "value": _value(target, specs, request.LANGUAGE_CODE)
        or _said_value(guess, request.LANGUAGE_CODE),
        "baseline": _baseline(target, specs, scope),
        "targets": [(n, specs[t.kpi].name) for n, t in enumerate(found.goal.targets)],
        "choices": [
            (networks()[c.network].name, c)
            for place, c in enumerate(goal_wizard.choices(scope, found.goal))
            if place < 3 or c.chosen
        ],
    }


def _place(target: Target | None, scope: Scope, found: Kept) -> str:
    if target is None:
        named = goal_wizard.named_network(scope, found.goal.title)
        return named[0] if named else ""
    if target.scope.channels:
        return f"channel:{target.scope.channels[0]}"
    return target.scope.networks[0] if target.scope.networks else ""


def _said_value(said: Reading | None, language: str) -> str:
    """The number of the sentence, while none was kept."""
    if said is None or said.value is None or said.whole:
        return ""
    value = round(said.value * 100, 6) if said.percent else said.value
    return number(value, language, digits=0 if value == int(value) else 2)


def _value(target: Target | None, specs: Any, language: str) -> str:
    """The number as the reader writes it."""
    if target is None or not target.value:
        return ""
    spec = specs[target.kpi]
    unit = spec.variant(target.variant).unit or spec.unit
    percent = target.mode is Mode.PERCENT or (unit == "percent" and target.mode in IN_PERCENT)
    value = round(target.value * 100, 6) if percent else target.value
    digits = 0 if value == int(value) else 2
    return number(value, language, digits=digits)


def _baseline(target: Target | None, specs: Any, scope: Scope) -> Text | None:
    """Where one starts from, with its days and how much stands behind it."""
    if target is None:
        return None
    base = target.baseline
    if base is None:
        return Text(
            "Nothing was read of it yet, so there is no baseline. Import a file to see one.",
            "Belum ada yang terbaca, jadi belum ada nilai awal. Impor berkas untuk melihatnya.",
        )
    spec = specs[target.kpi]
    unit = spec.variant(target.variant).unit or spec.unit
    value = amount(near(base.value, unit), unit, scope.workspace.currency)
    return say(
        "Baseline {v}: your own figure from {a} to {b}, from {n} posts or readings.",
        "Nilai awal {v}: angka Anda sendiri dari {a} sampai {b}, dari {n} post atau pembacaan.",
        v=value,
        a=base.window.start,
        b=base.window.end,
        n=base.n if base.n is not None else "–",
    )


def _achievable(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    return {"inputs": inputs(scope, found.goal, one) if one else ()}


def _means(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    planned = found.goal.budget.planned
    language = request.LANGUAGE_CODE
    return {
        "kinds": [
            (kind, NAMES[kind], number(planned[kind].amount, language) if kind in planned else "")
            for kind in BUDGET_TYPES
        ],
        "currency": scope.workspace.currency,
        "objectives": [shown_name(scope, o.name) for o in objectives(scope)],
        "blank_rows": (1, 2, 3),
        "hours": hours_of(found.goal),
        "hours_rule": HOURS_RULE,
    }


def _dates(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    start = found.goal.start or today(scope)
    broad = broad_goals().get(found.goal.wish)
    end = found.goal.end or end_of(start, months=(broad.horizon_months if broad else 0) or 3)
    owner = found.goal.owner
    people = goal_wizard.people(scope)
    others = [g for g in goals.goals(scope) if g.id != found.id and g.state != "archived"]
    return {
        "start": start,
        "end": end,
        "people": people if owner in people or not owner else [owner, *people],
        "others": others,
        "weeks": (4, 13, 26, 52),
    }


def _review(
    request: HttpRequest, scope: Scope, found: Kept, one: TargetStanding | None
) -> dict[str, Any]:
    return {
        "missing": goals.missing(found.goal, catalogue(scope)),
        "inputs": inputs(scope, found.goal, one) if one else (),
    }


_PARTS = {
    "wish": _wish,
    "number": _number,
    "achievable": _achievable,
    "means": _means,
    "dates": _dates,
    "review": _review,
}
