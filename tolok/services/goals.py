"""Making, changing, starting and archiving goals. Every change of a running goal is a version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from tolok.core.errors import Problem, ProblemError, invalid, not_found
from tolok.core.goals.changes import Step, changes, history
from tolok.core.goals.goal import Goal, Mode, Nature, Version, nature_of
from tolok.core.goals.roll_up import circle
from tolok.core.goals.smart import needs_baseline
from tolok.core.goals.target_rules import target_problem
from tolok.core.kpi.spec import KpiSpec
from tolok.core.text import LANGUAGES, Text, say
from tolok.services.access import Scope, record
from tolok.services.demo_language import shown, shown_version, stored
from tolok.services.goal_assess import find_kpi, find_variant
from tolok.services.goal_form import Kept, form_of, kept, version_of
from tolok.services.goal_log import keep_log
from tolok.services.goal_rows import as_uuid, member_called, row, rows, whole
from tolok.services.kpis import catalogue, make_objective
from tolok.store import models
from tolok.store.scope import hold, within

DRAFT, RUNNING, ARCHIVED = "draft", "running", "archived"
UNTITLED = Text("New goal", "Sasaran baru")
EMPTY = Goal("", "")


def goals(scope: Scope, states: Sequence[str] = ()) -> list[Kept]:
    """All goals in the workspace's order, with their actions and notes."""
    found = rows(scope)
    listed = found.filter(state__in=states) if states else found
    return [shown(scope, whole(one)) for one in listed]


def goal(scope: Scope, goal_id: str) -> Kept:
    """One goal; ProblemError 404 when the workspace has none of that id."""
    found = rows(scope).filter(id=as_uuid(goal_id)).first()
    if found is None:
        raise not_found(Text("goal", "sasaran"))
    return shown(scope, whole(found))


def versions(
    scope: Scope, goal_id: str, specs: Mapping[str, KpiSpec] | None = None
) -> tuple[Step, ...]:
    """What was changed, when, by whom and why; oldest first."""
    rows = within(models.GoalVersion, scope.id).filter(goal_id=as_uuid(goal_id))
    found = [shown_version(scope, version_of(one)) for one in rows.select_related("author")]
    known = specs or catalogue(scope)
    en, id = (
        history(tuple(_named(version, known, language) for version in found))
        for language in LANGUAGES
    )
    return tuple(_both(one, twin) for one, twin in zip(en, id, strict=True))


def _named(version: Version, specs: Mapping[str, KpiSpec], language: str) -> Version:
    """The version with its KPIs called by their names, for the words of its changes."""
    targets = tuple(
        replace(t, kpi=specs[t.kpi].name.to(language) if t.kpi in specs else t.kpi)
        for t in version.goal.targets
    )
    return replace(version, goal=replace(version.goal, targets=targets))


def _both(en: Step, id: Step) -> Step:
    changes = tuple(
        replace(one, words=Text(one.words.en, twin.words.id))
        for one, twin in zip(en.changes, id.changes, strict=True)
    )
    return replace(en, changes=changes)


def make_draft(scope: Scope, goal: Goal) -> Kept:
    """Keep a goal that is not finished yet; its actions and notes are kept with it."""
    goal = stored(scope, complete(scope, goal))
    with transaction.atomic():
        hold(scope.id)
        last = within(models.Goal, scope.id).order_by("-position").first()
        one = models.Goal(workspace=scope.workspace, position=last.position + 1 if last else 0)
        _write(scope, one, goal)
        keep_log(scope, one, goal)
        record(scope, scope.actor, "goal.drafted", str(one.id))
    return _again(scope, one)


def save(scope: Scope, goal_id: str, goal: Goal, *, reason: str = "") -> Kept:
    """Change a goal. Once it runs, each change is a version, and a moved mark needs a reason."""
    goal = stored(scope, complete(scope, goal))
    with transaction.atomic():
        hold(scope.id)
        one = row(scope, goal_id)
        before = kept(one).goal
        made = changes(before, replace(goal, id=before.id))
        if one.state != DRAFT and made:
            if any(change.moved for change in made) and not reason.strip():
                raise _needs_reason()
            one.version += 1
            _check_ready(scope, goal)
        _write(scope, one, goal)
        if one.state != DRAFT and made:
            _keep_version(scope, one, reason)
        record(scope, scope.actor, "goal.changed", str(one.id), version=one.version)
    return _again(scope, one)


def start(scope: Scope, goal_id: str, *, reason: str = "") -> Kept:
    """Let a draft run. Refused while nobody could tell one day whether it was reached."""
    with transaction.atomic():
        hold(scope.id)
        one = row(scope, goal_id)
        if one.state == RUNNING:
            return _again(scope, one)
        _check_ready(scope, kept(one).goal)
        first = one.state == DRAFT
        one.state = RUNNING
        one.save()
        if first:
            _keep_version(scope, one, reason)
        record(scope, scope.actor, "goal.started", str(one.id))
    return _again(scope, one)


def archive(scope: Scope, goal_id: str) -> Kept:
    """Put a goal away; nothing of it is lost."""
    with transaction.atomic():
        hold(scope.id)
        one = row(scope, goal_id)
        one.state = ARCHIVED
        one.save()
        record(scope, scope.actor, "goal.archived", str(one.id))
    return _again(scope, one)


def discard(scope: Scope, goal_id: str) -> None:
    """Delete a draft. A goal that ran can only be archived."""
    with transaction.atomic():
        hold(scope.id)
        one = row(scope, goal_id)
        if one.state != DRAFT:
            raise invalid(
                Text("This goal has run.", "Sasaran ini sudah berjalan."),
                Text("Archive it instead.", "Arsipkan saja."),
            )
        record(scope, scope.actor, "goal.discarded", str(one.id))
        one.delete()


def move(scope: Scope, goal_id: str, *, up: bool) -> None:
    """Change places with the neighbour above or below; at the end nothing happens."""
    with transaction.atomic():
        hold(scope.id)
        listed = list(within(models.Goal, scope.id))
        at = next((n for n, r in enumerate(listed) if r.id == as_uuid(goal_id)), None)
        if at is None:
            raise not_found(Text("goal", "sasaran"))
        other = at - 1 if up else at + 1
        if 0 <= other < len(listed):
            listed[at], listed[other] = listed[other], listed[at]
        _number(listed)


def order(scope: Scope, ids: Sequence[str]) -> None:
    """Put the goals named first, in this order; the others follow as they were."""
    wanted = [as_uuid(id) for id in ids]
    with transaction.atomic():
        hold(scope.id)
        listed = list(within(models.Goal, scope.id))
        listed.sort(key=lambda one: wanted.index(one.id) if one.id in wanted else len(wanted))
        _number(listed)


def _number(listed: Sequence[models.Goal]) -> None:
    for place, one in enumerate(listed):
        one.position = place
    models.Goal.objects.bulk_update(listed, ["position"])


def complete(scope: Scope, goal: Goal) -> Goal:
    """Check what a goal names, and fill in what its KPIs say (default variant, nature)."""
    specs = catalogue(scope)
    targets = []
    for target in goal.targets:
        spec = find_kpi(specs, target.kpi)
        variant = find_variant(spec, target.variant)
        per_post = target.mode is Mode.MEAN_PER_POST
        nature = Nature.AVERAGE if per_post else nature_of(variant.kind)
        targets.append(replace(target, kpi=spec.id, variant=variant.id, nature=nature))
    title = goal.title.strip() or UNTITLED.to(scope.workspace.language)
    return replace(goal, title=title[:300], targets=tuple(targets))


def refuse_targets(goal: Goal) -> None:
    """ProblemError for the first target that cannot be pursued as it is meant."""
    for target in goal.targets:
        problem = target_problem(target, goal.window)
        if problem is not None:
            raise ProblemError(problem)


def missing(goal: Goal, specs: Mapping[str, KpiSpec]) -> tuple[Text, ...]:
    """What must be known before anyone can say whether the goal was reached."""
    found = []
    if not goal.targets:
        found.append(
            Text(
                "No measure and no number say when it is reached.",
                "Tidak ada ukuran dan angka yang menandai tercapainya.",
            )
        )
    bare = [t for t in goal.targets if needs_baseline(t) and t.baseline is None]
    found += [_no_baseline(specs[target.kpi].name) for target in bare]
    if goal.start is None or goal.end is None:
        found.append(Text("No start and deadline are set.", "Tanggal mulai dan tenggat belum ada."))
    elif goal.window is None:
        found.append(
            Text("The deadline lies before the start.", "Tenggat mendahului tanggal mulai.")
        )
    return tuple(found)


def _no_baseline(name: Text) -> Text:
    return say("{k} has no baseline to start from.", "{k} belum punya nilai awal.", k=name)


def _check_ready(scope: Scope, goal: Goal) -> None:
    gaps = missing(goal, catalogue(scope))
    if not gaps:
        refuse_targets(goal)
        return
    vague = not goal.targets
    raise ProblemError(
        Problem(
            type="vague-goal" if vague else "goal-not-ready",
            title=Text("The goal cannot be checked yet", "Sasaran ini belum dapat diperiksa"),
            detail=Text(" ".join(g.en for g in gaps), " ".join(g.id for g in gaps)),
            fix=Text(
                "Say what is counted, how much, and by when.",
                "Sebutkan apa yang dihitung, berapa banyak, dan kapan tenggatnya.",
            ),
            status=422,
        )
    )


def _needs_reason() -> ProblemError:
    return invalid(
        Text(
            "The mark of a running goal is moved without a reason.",
            "Patokan sasaran yang berjalan diubah tanpa alasan.",
        ),
        Text(
            "Say why; it stays beside the goal for ever.",
            "Sebutkan alasannya; itu akan selalu tampak pada sasaran.",
        ),
        type="reason-needed",
    )


def _write(scope: Scope, one: Any, goal: Goal) -> None:
    """The form and the columns that lists are sorted and joined by."""
    one.title = goal.title
    one.form = form_of(goal)
    one.starts, one.ends = goal.start, goal.end
    one.parent_id = _parent(scope, one, goal.parent)
    one.objective = make_objective(scope, goal.objective) if goal.objective.strip() else None
    one.owner = member_called(scope, goal.owner)
    one.save()


def _parent(scope: Scope, one: models.Goal, parent: str) -> UUID | None:
    if not parent:
        return None
    others = {found.goal.id: found.goal for found in goals(scope)}
    if parent not in others:
        raise not_found(Text("broader goal", "sasaran induk"))
    if circle(others, str(one.id), parent):
        raise invalid(
            Text("A goal cannot stand above itself.", "Sasaran tidak dapat menginduki dirinya."),
            Text("Choose another broader goal.", "Pilih sasaran induk lain."),
        )
    return as_uuid(parent)


def _keep_version(scope: Scope, one: models.Goal, reason: str) -> None:
    models.GoalVersion.objects.create(
        workspace=scope.workspace,
        goal=one,
        number=one.version,
        form=one.form,
        reason=reason.strip(),
        author=scope.actor.user,
    )


def _again(scope: Scope, found: models.Goal) -> Kept:
    return goal(scope, str(found.id))
