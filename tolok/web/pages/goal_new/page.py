"""Setting a goal in six steps. Each is a plain form; the draft is kept after every one."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tolok.core.errors import ProblemError, not_found
from tolok.core.goals.wizard import STEP_IDS, next_step, steps
from tolok.core.text import Text
from tolok.services import goal_log, goal_wizard, goals
from tolok.services.access import Scope
from tolok.services.goal_baseline import judged, suggested_value, with_baselines
from tolok.services.goal_form import Kept
from tolok.services.kpis import catalogue
from tolok.web.page import Page, Route
from tolok.web.pages.goal_new.forms import (
    Form,
    hours_written,
    read_dates,
    read_means,
    read_target,
    told,
)
from tolok.web.pages.goal_new.shown import shown_step

MOST_BYTES = goal_wizard.MOST_BYTES
Take = Callable[[Form, Scope, Kept], Kept]


def new(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The wish: own words, a broad goal, a starter or a template."""
    given = goal_wizard.Begin(
        request.POST.get("wish", ""),
        request.POST.get("broad", ""),
        request.POST.get("template", ""),
        request.LANGUAGE_CODE,
    )
    file = request.FILES.get("file")
    if file is not None:
        made = goal_wizard.from_file(scope, file.read(MOST_BYTES + 1))
        return redirect("goal-step", scope.workspace.slug, made.id, "review")
    if request.method == "POST" and (given.wish.strip() or given.broad or given.template):
        made = goal_wizard.begin(scope, given)
        return redirect("goal-step", scope.workspace.slug, made.id, "number")
    shown = {
        **goal_wizard.offers(),
        "wish": given.wish or request.GET.get("wish", ""),
        "broad": request.GET.get("broad", ""),
        "empty": request.method == "POST",
        "names": [name for _, name in _STEP_NAMES],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/goal_new/page.html", shown, status=status)


def go_on(request: HttpRequest, scope: Scope, goal: str) -> HttpResponse:
    """The first step that is still open."""
    found = goals.goal(scope, str(goal))
    step = next_step(found.goal, _checks(scope, found))
    return redirect("goal-step", scope.workspace.slug, found.id, step.id)


def step(request: HttpRequest, scope: Scope, goal: str, step: str) -> HttpResponse:
    """One step: shown by GET, kept by POST. What is wrong is said beside the field."""
    if step not in STEP_IDS:
        raise not_found(Text("step", "langkah"))
    found = goals.goal(scope, str(goal))
    form = Form(request.POST, request.LANGUAGE_CODE)
    if request.method == "POST":
        try:
            found = TAKES[step](form, scope, found)
        except ProblemError as error:
            form.errors[""] = told(error)
        if not form.errors:
            return _after(request, scope, found, step)
    shown = shown_step(request, scope, found, step, form)
    status = 422 if form.errors else 200
    return render(request, "pages/goal_new/step.html", shown, status=status)


def _after(request: HttpRequest, scope: Scope, found: Kept, step: str) -> HttpResponse:
    """Where to go once a step is kept, by the button that was pressed."""
    go, slug = request.POST.get("go", "next"), scope.workspace.slug
    if step == "review" or go == "goal":
        return redirect("goal", slug, found.id)
    if go == "later":
        return redirect("/w/" + slug + "/goals/?view=drafts")
    if go in ("stay", "drop") or go.startswith("target:"):
        kept = request.POST.get("at", "0") if go == "stay" else "0"
        at = go.removeprefix("target:") if go.startswith("target:") else kept
        return redirect(f"{request.path}?t={at}")
    place = STEP_IDS.index(step) + 1
    return redirect("goal-step", slug, found.id, STEP_IDS[place])


def _wish(form: Form, scope: Scope, found: Kept) -> Kept:
    title = form.text("wish") or found.goal.title
    broad = form.text("broad") or found.goal.wish
    goal = replace(found.goal, title=title, wish=broad)
    return goals.save(scope, found.id, goal, reason=form.text("reason"))


def _number(form: Form, scope: Scope, found: Kept) -> Kept:
    """Keep the target. Without a number one is proposed from own history, and shown again."""
    at = int(form.text("at") or 0)
    reason = form.text("reason")
    if form.text("go") == "drop":
        return goal_wizard.drop_target(scope, found, at, reason=reason)
    before = found.goal.targets[at] if at < len(found.goal.targets) else None
    target = read_target(form, catalogue(scope), before)
    if target is None:
        return found
    target = goals.complete(scope, replace(found.goal, targets=(target,))).targets[0]
    if form.text("go") == "next" and not target.value:
        form.errors["value"] = Text("Write the number to reach.", "Tulis angka yang dituju.")
    if not target.value and "value" not in form.errors:
        target = replace(target, value=suggested_value(scope, target) or 0.0)
    title = form.text("wish") or found.goal.title
    kept = replace(found, goal=replace(found.goal, title=title))
    return goal_wizard.set_target(scope, kept, at, target, reason=reason)


def _achievable(form: Form, scope: Scope, found: Kept) -> Kept:
    answers = found.goal.answers
    answers = replace(answers, achievable=form.answer("achievable", answers.achievable))
    return goals.save(scope, found.id, replace(found.goal, answers=answers))


def _means(form: Form, scope: Scope, found: Kept) -> Kept:
    goal = read_means(form, found.goal, scope.workspace.currency)
    if form.errors:
        return found
    for n in range(1, 4):
        if form.text(f"action_{n}"):
            due = form.day(f"due_{n}")
            hours = hours_written(form.text(f"hours_{n}"))
            words = form.text(f"action_{n}")
            goal_log.add_action(scope, found.id, words, due=due, hours_per_week=hours)
    return goals.save(scope, found.id, goal)


def _dates(form: Form, scope: Scope, found: Kept) -> Kept:
    goal = read_dates(form, found.goal)
    if form.errors:
        return found
    goal = with_baselines(scope, goal) if found.draft else goal
    return goals.save(scope, found.id, goal, reason=form.text("reason"))


def _review(form: Form, scope: Scope, found: Kept) -> Kept:
    return goals.start(scope, found.id)


TAKES: dict[str, Take] = {
    "wish": _wish,
    "number": _number,
    "achievable": _achievable,
    "means": _means,
    "dates": _dates,
    "review": _review,
}


def _checks(scope: Scope, found: Kept):  # noqa: ANN202
    one = judged(scope, found.goal)
    return goal_wizard.checks(scope, found.goal, one.outlook if one else None)


_STEP_NAMES = [(s.id, s.name) for s in steps(goals.EMPTY, ())]
_BOTH = ("GET", "POST")

PAGE = Page(
    id="goals",
    routes=(
        Route("w/<slug:ws>/goals/new/", "goal-new", new, "editor", methods=_BOTH),
        Route("w/<slug:ws>/goals/<uuid:goal>/set/", "goal-continue", go_on, "editor"),
        Route(
            "w/<slug:ws>/goals/<uuid:goal>/set/<slug:step>/", "goal-step", step, "editor",
            methods=_BOTH,
        ),
    ),
)  # fmt: skip
