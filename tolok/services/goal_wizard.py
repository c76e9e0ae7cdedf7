"""Setting a goal step by step. The draft lives in the database, so each step can wait.

Suggestions, clarity and the SMART checks; a wish that stays vague can be kept but not started.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.goals.catalogue import CUSTOM, GoalSpec
from tolok.core.goals.clarity import Clarity, Part, clarity, too_vague
from tolok.core.goals.goal import Goal, Target
from tolok.core.goals.hours import hours_of
from tolok.core.goals.seed_rule import Grounded
from tolok.core.goals.situation import Situation
from tolok.core.goals.smart import Check, Evidence, smart
from tolok.core.goals.where import Choice, rank_networks
from tolok.core.goals.wizard import Known as Readable
from tolok.core.goals.wizard import Suggestion, draft_goal, suggest_kpis
from tolok.core.kpi.spec import CONNECTED
from tolok.core.text import LANGUAGES, Text, day, number, say
from tolok.lib.catalogue import goals as broad_goals
from tolok.lib.catalogue import networks, starters, templates
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.fact_store import facts
from tolok.services.goal_audience import followings
from tolok.services.goal_baseline import with_baselines
from tolok.services.goal_form import Kept, read_goal
from tolok.services.goal_outlook import Outlook
from tolok.services.goal_plan import boosts
from tolok.services.goal_rows import today
from tolok.services.goal_situation import situation_of
from tolok.services.goal_wish import filled, reading_dict, wish_reading
from tolok.services.goals import complete, make_draft, save
from tolok.services.kpis import Used, catalogue, used_kpis
from tolok.store.models import Member
from tolok.store.scope import within

MOST_BYTES = 1_000_000
GROUNDED = {
    "safe": Grounded.REALISTIC,
    "on_track": Grounded.REALISTIC,
    "stretch": Grounded.AMBITIOUS,
    "ambitious": Grounded.STRETCH,
    "not_grounded": Grounded.NOT_GROUNDED,
}


@dataclass(frozen=True, slots=True)
class Begin:
    """What a goal begins with: own words, a broad goal of the catalogue, or a template."""

    wish: str = ""
    broad: str = ""
    template: str = ""
    language: str = ""  # the reader's


def begin(scope: Scope, given: Begin) -> Kept:
    """Keep a draft of a wish or a template, with baselines from own history where known."""
    if given.template:
        return _from_template(scope, given.template)
    broad = broad_goals().get(given.broad)
    words = given.wish.strip()
    name = broad.name.to(scope.workspace.language) if broad else ""
    goal = Goal("", words or name, wish=broad.id if broad else CUSTOM, owner=_me(scope))
    if words:
        found = wish_reading(scope, words, given.language)
        goal = complete(scope, filled(scope, goal, found, named_network(scope, words)))
        goal = with_baselines(scope, goal)
    return make_draft(scope, goal)


def read_words(scope: Scope, wish: str, language: str = "") -> dict[str, Any]:
    """What a wish says, without keeping anything."""
    found = wish_reading(scope, wish, language)
    return reading_dict(wish, found, named_network(scope, wish))


def from_file(scope: Scope, data: bytes) -> Kept:
    """A draft from a goal that was exported as JSON, here or elsewhere."""
    try:
        found = json.loads(data) if len(data) <= MOST_BYTES else None
    except ValueError:
        found = None
    if found is None:
        raise invalid(
            Text("The file holds no goal.", "Berkas ini tidak berisi sasaran."),
            Text("Send a goal that was exported as JSON.", "Kirim sasaran hasil ekspor JSON."),
        )
    wanted = complete(scope, read_goal(found))
    return make_draft(scope, with_baselines(scope, wanted))


def refuse_vague(scope: Scope, wish: str) -> None:
    """ProblemError when a wish names no measure, number or date."""
    problem = too_vague(wish, _clarity(scope, wish))
    if problem is not None:
        raise ProblemError(problem)


def clarity_of(scope: Scope, goal: Goal, reads: Text) -> Clarity:
    """The six parts of the goal: what its fields say goes before what its words say."""
    found = _clarity(scope, goal.title)
    parts = tuple(_filled(part, goal, reads) or part for part in found.parts)
    return Clarity(parts, goal.targets[0].kpi if goal.targets else found.kpi)


def suggestions(scope: Scope, goal: Goal) -> list[tuple[Suggestion, Text]]:
    """KPIs for the wish, best first, each with its reason and its name."""
    specs = catalogue(scope)
    used = used_kpis(scope)
    known = Readable(parked=parked(used), readable=readable(scope))
    broad = broad_goals().get(goal.wish) or broad_goals()[CUSTOM]
    network = _network(scope, goal)
    first = networks().get(network[0]) if network else None
    held = situation_now(scope, goal).id
    found = suggest_kpis(broad, specs, situations=(held,), network=first, known=known)
    wished = _clarity(scope, goal.title).kpi
    if wished in specs and wished not in {s.kpi for s in found}:
        usable = wished in (known.readable or ())
        found = (Suggestion(wished, _WISHED, usable), *found)
    return [(one, specs[one.kpi].name) for one in found]


def situation_now(scope: Scope, goal: Goal) -> Situation:
    """An engaged audience, or one yet to be reached, with the numbers that say so."""
    return situation_of(scope, goal, _network(scope, goal))


def _network(scope: Scope, goal: Goal) -> tuple[str, ...]:
    if goal.targets:
        return goal.targets[0].scope.networks[:1]
    return named_network(scope, goal.title)


_WISHED = Text("You named it in your wish.", "Anda menyebutnya dalam keinginan Anda.")


def parked(used: Iterable[Used]) -> frozenset[str]:
    return frozenset(u.spec.id for u in used if u.parked or not u.enabled)


def readable(scope: Scope) -> frozenset[str]:
    """KPIs for which some channel reports all that a formula needs."""
    with facts().reading() as cursor:
        reach = facts().reach(scope.key, cursor)
    found = set()
    for spec in catalogue(scope).values():
        for variant in spec.variants:
            sources = [s for s in variant.sources if s in CONNECTED and s in reach.held]
            if any(reach.offers(s, c, variant) for s in sources for c in reach.held[s]):
                found.add(spec.id)
    return frozenset(found)


def choices(scope: Scope, goal: Goal) -> tuple[Choice, ...]:
    """Networks for the goal, most promising first, each with its reasons."""
    place = goal.targets[0].scope.geo if goal.targets else ""
    own = followings(scope, f"{place} {goal.title}")
    return rank_networks(networks(), _serving(scope, goal), own, chosen=_chosen(scope, goal))


def _serving(scope: Scope, goal: Goal) -> tuple[str, ...]:
    """The broad goal of the wish; for one's own words those that its measure serves."""
    if goal.wish and goal.wish != CUSTOM:
        return (goal.wish,)
    kpi = goal.targets[0].kpi if goal.targets else _clarity(scope, goal.title).kpi
    spec = catalogue(scope).get(kpi)
    return spec.goals if spec else ()


def _chosen(scope: Scope, goal: Goal) -> tuple[str, ...]:
    """The networks that the target or the words of the goal name."""
    if not goal.targets:
        return named_network(scope, goal.title)
    rows = goal.targets[0].scope
    of = {str(c.id): c.network for c in channels(scope)} if rows.channels else {}
    return (*rows.networks, *(of[c] for c in rows.channels if c in of))


def checks(scope: Scope, goal: Goal, ahead: Outlook | None) -> tuple[Check, ...]:
    """The six SMART checks with what is known outside the goal."""
    specs, live = catalogue(scope), readable(scope)
    label = ahead.found.label if ahead else ""
    grounded = GROUNDED.get(label, Grounded.UNKNOWN)
    plan = boosts(scope, goal)
    found = []
    for language in LANGUAGES:
        name = {id: spec.name.to(language) for id, spec in specs.items()}
        targets = tuple(replace(t, kpi=name[t.kpi]) for t in goal.targets)
        evidence = Evidence(
            live={name[t.kpi]: t.kpi in live for t in goal.targets},
            grounded=grounded,
            plan_cost=plan.cost if plan else None,
            hours_needed_per_week=hours_of(goal).planned,
            serves={name[id]: spec.goals for id, spec in specs.items()},
        )
        found.append(smart(replace(goal, targets=targets), evidence))
    return tuple(_both(en, id) for en, id in zip(*found, strict=True))


def _both(en: Check, id: Check) -> Check:
    """The English words of one check and the Indonesian ones of its twin."""
    verdict = Text(en.verdict.en, id.verdict.id)
    return replace(en, verdict=verdict, missing=verdict if en.missing else None)


def set_target(scope: Scope, found: Kept, at: int, target: Target, *, reason: str = "") -> Kept:
    """Put a target in its place (the first decides); its baseline comes from own history."""
    targets = list(found.goal.targets)
    before = targets[at] if at < len(targets) else None
    if before and _same_rows(before, target) and target.baseline is None:
        target = replace(target, baseline=before.baseline)
    targets[at : at + 1] = [target]
    goal = replace(found.goal, targets=tuple(targets))
    return save(scope, found.id, with_baselines(scope, goal), reason=reason)


def drop_target(scope: Scope, found: Kept, at: int, *, reason: str = "") -> Kept:
    targets = tuple(t for place, t in enumerate(found.goal.targets) if place != at)
    return save(scope, found.id, replace(found.goal, targets=targets), reason=reason)


def people(scope: Scope) -> list[str]:
    """Those who may own a goal, by name."""
    members: Any = within(Member, scope.id).select_related("user")
    return sorted(str(member.user) for member in members)


def broad_list() -> list[GoalSpec]:
    return list(broad_goals().values())


def offers() -> dict[str, Any]:
    """What one may begin with: broad goals, starters by kind of organisation, templates."""
    return {
        "goals": broad_list(),
        "starters": list(starters().values()),
        "templates": list(templates().values()),
    }


def _from_template(scope: Scope, id: str) -> Kept:
    template = templates().get(id)
    if template is None:
        raise not_found(Text(f"template {id!r}", f"templat {id!r}"))
    specs = catalogue(scope)
    live = readable(scope)
    drafted = draft_goal(
        template,
        specs,
        scope.workspace.language,
        id="",
        today=today(scope),
        owner=_me(scope),
        without_data=frozenset(specs) - live,
    )
    return make_draft(scope, with_baselines(scope, drafted))


def _me(scope: Scope) -> str:
    return str(scope.actor.user) if scope.actor.user else ""


def _clarity(scope: Scope, wish: str) -> Clarity:
    own = {c.name.casefold(): c.network for c in channels(scope) if c.name}
    measures: dict[str, str] = {}
    for spec in catalogue(scope).values():
        measures.setdefault(spec.name.en, spec.id)
        measures.setdefault(spec.name.id, spec.id)
    return clarity(wish, networks=own | _network_names(), measures=measures)


def _network_names() -> dict[str, str]:
    """Networks by all that people call them: "X (Twitter)" is "twitter", and "on x"."""
    names: dict[str, str] = {}
    for id, network in networks().items():
        for whole in {network.name.en.casefold(), network.name.id.casefold()}:
            parts = re.findall(r"[^()]+", whole)
            for name in (whole, *(part.strip() for part in parts)):
                short = len(name) == 1
                names |= {f"{at} {name}": id for at in _PLACE} if short else {name: id}
    return names


_PLACE = ("on", "di", "pada", "our", "akun")


def named_network(scope: Scope, wish: str) -> tuple[str, ...]:
    """The network that a wish names."""
    words = _clarity(scope, wish).part("network").found
    found = _network_names().get(words)
    return (found,) if found else ()


def _filled(part: Part, goal: Goal, reads: Text) -> Part | None:
    """The part as the goal's own fields fill it; None where they do not."""
    target = goal.targets[0] if goal.targets else None
    if part.id == "date" and goal.end is not None:
        return _ok(part, Text(day(goal.end, "en"), day(goal.end, "id")))
    if target is None:
        return None
    if part.id == "measure":
        was = f"; {part.found}" if part.found else ""
        note = Text("Chosen", "Dipilih")
        return _ok(part, Text(f"{note.en}{was}", f"{note.id}{was}") if was else note)
    if part.id == "number":
        value = target.value * 100 if target.mode == "percent" else target.value
        sign = " %" if target.mode == "percent" else ""
        return _ok(part, Text(number(value, "en") + sign, number(value, "id") + sign))
    places = target.scope.networks or target.scope.channels
    if part.id == "network" and places:
        return _ok(part, _connected(places))
    if part.id == "audience" and target.scope.geo:
        return _ok(part, _place(target.scope.geo))
    if part.id != "act" or not reads.en:
        return None
    return _ok(part, part.note if part.ok else _FROM_NUMBER)


_FROM_NUMBER = Text("Follows from the measure.", "Mengikuti ukurannya.")


def _connected(places: tuple[str, ...]) -> Text:
    known = networks()
    names = [known[p].name if p in known else Text("Own channel", "Kanal sendiri") for p in places]
    return Text(", ".join(n.en for n in names), ", ".join(n.id for n in names))


def _place(geo: str) -> Text:
    return say(
        "{g}: written down; no network reports by distance",
        "{g}: dicatat; tidak ada jaringan yang melaporkan menurut jarak",
        g=geo,
    )


def _ok(part: Part, note: Text) -> Part:
    return Part(part.id, part.name, True, part.found, note)


def _same_rows(one: Target, other: Target) -> bool:
    return (one.kpi, one.variant, one.scope) == (other.kpi, other.variant, other.scope)
