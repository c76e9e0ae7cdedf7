"""How far the collection of each channel's numbers is, for people: a list, and plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Figure, Series
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.store.models import Batch, Collected, Connection, Counted
from tolok.store.scope import within


@dataclass(frozen=True, slots=True)
class Refusal:
    """A measure that the network does not give, in its own words."""

    measure: str
    why: str
    since: str


@dataclass(frozen=True, slots=True)
class Collection:
    """One channel whose numbers come by themselves. `files`: how many imports that made so far."""

    channel: str
    name: str
    network: str
    newest: Batch | None
    files: int
    counted_at: datetime | None
    next_at: datetime | None
    refused: tuple[Refusal, ...]
    why: Text | None
    fix: Text | None


def collections(scope: Scope) -> list[Collection]:
    """The channels of the workspace that are collected, by network and name."""
    rows = Collected.objects.filter(channel__workspace_id=scope.id).select_related(
        "channel", "batch", "batch__workspace", "batch__channel"
    )
    counts = within(Batch, scope.id).filter(importer="observed").values("channel_id")
    files = dict(counts.annotate(n=Count("id")).values_list("channel_id", "n"))
    return [
        _collection(row, files.get(row.channel_id, 0))
        for row in rows.order_by("channel__network", "channel__name")
    ]


def collected_dict(connection: Connection) -> dict[str, Any] | None:
    """Part of a connection as JSON; None while nothing was collected yet."""
    state = Collected.objects.filter(channel_id=connection.channel_id).first()
    if state is None:
        return None
    posts = Counted.objects.filter(channel_id=connection.channel_id).aggregate(
        known=Count("id", filter=Q(counted_at__isnull=False)),
        gone=Count("id", filter=Q(gone_at__isnull=False)),
    )
    return {
        "since": _iso(state.since),
        "counted_at": _iso(state.counted_at),
        "tried_at": _iso(state.tried_at),
        "next_at": _iso(state.due_at),
        "account": state.counts,
        "posts": posts["known"],
        "posts_gone": posts["gone"],
        "all_earlier_posts_found": state.whole,
        "refused": [
            {"measure": one.measure, "why": one.why, "since": one.since} for one in _refused(state)
        ],
        "problem": state.problem,
        "totals_that_fell": state.fell,
        "differences_too_long": state.lost,
        "import": str(state.batch_id) if state.batch_id else None,
    }


def with_refusals(
    scope: Scope, specs: Mapping[str, KpiSpec], found: list[Figure | Series]
) -> list[Figure | Series]:
    """Figures with a note where a channel's network refuses a measure that they need."""
    rows = Collected.objects.filter(channel__workspace_id=scope.id).exclude(refused={})
    states = list(rows.select_related("channel"))
    if not states:
        return found
    return [_noted(states, specs[one.frame.kpi], one) for one in found]


def _noted(states: Sequence[Collected], spec: KpiSpec, found: Figure | Series) -> Figure | Series:
    variant = spec.variant(found.frame.variant)
    terms = (*variant.numerator, *variant.denominator)
    needed = {name for term in terms for name in term.names}
    coverage = found.frame.coverage
    asked = {*coverage.channels, *(missing.channel for missing in coverage.missing)}
    notes = [
        say(
            '{channel} has no {measure}: its network says "{why}"',
            '{channel} tanpa {measure}: jaringannya menyatakan "{why}"',
            channel=state.channel.name,
            measure=one.measure,
            why=one.why,
        )
        for state in states
        for one in _refused(state)
        if str(state.channel_id) in asked and one.measure in needed
    ]
    frame = found.frame
    return replace(found, frame=replace(frame, notes=(*frame.notes, *notes))) if notes else found


def _collection(row: Collected, files: int) -> Collection:
    problem = row.problem
    return Collection(
        channel=str(row.channel_id),
        name=row.channel.name,
        network=row.channel.network,
        newest=row.batch,
        files=files,
        counted_at=row.counted_at,
        next_at=row.due_at,
        refused=_refused(row),
        why=Text.from_dict(problem["why"]) if problem else None,
        fix=Text.from_dict(problem["fix"]) if problem else None,
    )


def _refused(state: Collected) -> tuple[Refusal, ...]:
    found = sorted(state.refused.items())
    return tuple(Refusal(name, about["why"], about["since"]) for name, about in found)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
