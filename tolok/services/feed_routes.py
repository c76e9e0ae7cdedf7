"""Routes from feeds to channels: made, changed, tried without sending; and their ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.feeds.decide import Decision, Memory, Outcome, What, decide
from tolok.core.text import Text, say
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.services.feed_rules import check_target, read_filter
from tolok.services.feed_run import candidate, make_by_hand, picture_of, way
from tolok.services.post_form import Names
from tolok.store.models import Feed, FeedDecision, FeedItem, Route, RouteTarget
from tolok.store.scope import within

Form = Mapping[str, Any]
_ROUTE_KEYS = {"name", "enabled", "feeds", "filter", "campaign", "targets"}
_TARGET_KEYS = {
    "channel", "enabled", "outcome", "template", "comment", "tagging", "utm", "throttle",
    "window", "delay_minutes", "same_title", "picture",
}  # fmt: skip


def routes(scope: Scope) -> list[Route]:
    found = within(Route, scope.id).prefetch_related("feeds", "targets__channel")
    return list(found)


def route(scope: Scope, route_id: str) -> Route:
    found = within(Route, scope.id).filter(id=row_id(route_id)).first()
    if found is None:
        raise not_found(Text("route", "rute"))
    return found


def save(scope: Scope, form: Form, now: datetime, route_id: str = "") -> Route:
    """Make or change a route; keys left out stay. Rules are checked before anything is kept.

    `{"name", "enabled", "feeds": [ids], "filter": {…}, "campaign", "targets": [{"channel",
    "outcome", "template", "comment", "tagging", "utm", "throttle", "window", "delay_minutes",
    "same_title", "picture", "enabled"}]}`. A target that is left out of `targets` is removed.
    """
    _keys(form, _ROUTE_KEYS)
    with transaction.atomic():
        row = route(scope, route_id) if route_id else Route(workspace=scope.workspace)
        row.name = str(form.get("name", row.name)).strip()[:120]
        if not row.name:
            raise invalid(Text("The route has no name.", "Rute belum punya nama."),
                          Text("Give it one.", "Beri nama."))  # fmt: skip
        row.enabled = form.get("enabled", row.enabled) is True
        row.filter = form.get("filter", row.filter)
        read_filter(row.filter)
        if "campaign" in form:
            row.campaign_id = Names(scope).campaign(str(form["campaign"] or ""))
        row.author = row.author or scope.actor.user
        row.save()
        if "feeds" in form:
            row.feeds.set(_feeds(scope, form["feeds"]))
        if "targets" in form:
            _set_targets(scope, row, form["targets"], now)
        record(scope, scope.actor, "route.saved", str(row.id))
    return row


def remove(scope: Scope, route_id: str) -> None:
    """The route with its ledger. Posts that it made stay."""
    with transaction.atomic():
        row = route(scope, route_id)
        record(scope, scope.actor, "route.removed", str(row.id), name=row.name)
        row.delete()


def trial(scope: Scope, target_id: str, now: datetime, most: int = 20) -> list[Decision]:
    """What would become of the newest entries if they came now. Nothing is kept or sent."""
    target = within(RouteTarget, scope.id).filter(id=row_id(target_id)).first()
    if target is None:
        raise not_found(Text("target of a route", "tujuan rute"))
    rows = FeedItem.objects.filter(feed__routes=target.route).select_related("feed")
    newest = list(rows.order_by("-first_seen", "-id")[:most])[::-1]
    return decide(way(scope, target), [candidate(row, now) for row in newest], Memory(), now)


def ledger(
    scope: Scope, *, route_id: str = "", feed_id: str = "", what: str = ""
) -> "QuerySet[FeedDecision]":
    """What became of entries, the latest first."""
    rows = within(FeedDecision, scope.id).select_related("item__feed", "target__channel", "post")
    if route_id:
        rows = rows.filter(target__route=route(scope, route_id))
    if feed_id:
        rows = rows.filter(item__feed_id=row_id(feed_id))
    return rows.filter(what=what) if what else rows


def act(scope: Scope, decision_id: str, name: str, now: datetime) -> FeedDecision:
    """By hand: "skip" an entry that waits, or "post" one whatever was decided before."""
    rows = within(FeedDecision, scope.id)
    if name == "post" and (found := rows.filter(id=row_id(decision_id)).first()):
        picture_of(scope, found)
    with transaction.atomic():
        row = rows.select_for_update(of=("self",)).filter(id=row_id(decision_id)).first()
        if row is None:
            raise not_found(Text("entry of the ledger", "entri catatan"))
        if name == "skip" and row.what == What.WAITING:
            row.what, row.why, row.decided_at = What.SKIPPED, _SKIPPED.as_dict(), now
            row.save()
        elif name == "post" and row.post_id is None:
            make_by_hand(scope, row, now)
        else:
            raise _impossible(name)
        record(scope, scope.actor, f"feed.{name}", str(row.item_id))
    return row


def route_dict(row: Route) -> dict[str, Any]:
    """The route in the form that `save` takes, with ids."""
    return {
        "id": str(row.id),
        "name": row.name,
        "enabled": row.enabled,
        "feeds": [str(feed.id) for feed in row.feeds.all()],
        "filter": row.filter,
        "campaign": str(row.campaign_id) if row.campaign_id else "",
        "targets": [_target_dict(target) for target in row.targets.all()],
    }


def decision_dict(row: FeedDecision) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "feed": row.item.feed.title or row.item.feed.url,
        "title": row.item.title,
        "link": row.item.link,
        "channel": str(row.target.channel_id),
        "what": row.what,
        "why": row.why,
        "fix": row.fix,
        "at": row.at.isoformat() if row.at else None,
        "decided_at": row.decided_at.isoformat(),
        "post": str(row.post_id) if row.post_id else None,
    }


def _target_dict(target: RouteTarget) -> dict[str, Any]:
    plain = {name: getattr(target, name) for name in sorted(_TARGET_KEYS - {"channel"})}
    return {
        "id": str(target.id),
        "channel": str(target.channel_id),
        **plain,
        "problem": target.problem,
    }


def _set_targets(scope: Scope, row: Route, forms: Sequence[Form], now: datetime) -> None:
    names = Names(scope)
    kept = {target.channel_id: target for target in row.targets.all()}
    wanted = set()
    for form in forms:
        _keys(form, _TARGET_KEYS)
        check_target(form)
        channel_id = names.channels([str(form.get("channel", ""))])[0]
        target = kept.get(channel_id) or RouteTarget(
            workspace=scope.workspace, route=row, channel_id=channel_id, since=now
        )
        for name in _TARGET_KEYS - {"channel"}:
            if name in form:
                setattr(target, name, form[name])
        if target.outcome not in list(Outcome):
            raise invalid(
                say("There is no outcome {name}.", "Tidak ada hasil {name}.", name=target.outcome),
                say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(Outcome)),
            )
        target.due_at = now
        way(scope, target)
        target.save()
        wanted.add(channel_id)
    row.targets.exclude(channel_id__in=wanted).delete()


def _feeds(scope: Scope, ids: Sequence[str]) -> list[Feed]:
    found = list(within(Feed, scope.id).filter(id__in=[row_id(str(each)) for each in ids]))
    if len(found) != len(set(map(str, ids))):
        raise not_found(Text("feed", "feed"))
    return found


def _keys(form: Form, known: set[str]) -> None:
    for name in form:
        if name not in known:
            raise invalid(
                say("A route has no {name}.", "Rute tidak punya {name}.", name=name),
                say("Known: {all}.", "Yang dikenal: {all}.", all=", ".join(sorted(known))),
            )


def _impossible(name: str) -> ProblemError:
    return invalid(
        say("{name} is not possible here.", "{name} tidak bisa di sini.", name=name),
        Text(
            "Use skip for what waits, or post what has no post yet.",
            "Pakai skip untuk yang menunggu, atau post untuk yang belum jadi posting.",
        ),
    )


_SKIPPED = Text("A person skipped it.", "Seseorang melewatinya.")
