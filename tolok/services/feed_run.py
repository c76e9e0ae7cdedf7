"""Entries on their way from feeds to channels: what waits is decided, and posts are made of it.

The post and the row that says it was made are written in one transaction: a crash in between leaves
neither, so nothing is posted twice and nothing is lost.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from tolok.core.errors import ProblemError, invalid
from tolok.core.feeds.decide import (
    FINAL,
    Candidate,
    Decision,
    Memory,
    Outcome,
    Way,
    What,
    decide,
)
from tolok.core.feeds.fill import Filled, Manner, TooLong, fill
from tolok.core.feeds.item import Enclosure
from tolok.core.feeds.template import template
from tolok.core.publishing.content import PostContent
from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.text import Text, say
from tolok.services import feed_pictures, posts
from tolok.services.access import Actor, Scope
from tolok.services.feed_fetch import Client
from tolok.services.feed_rules import (
    read_filter,
    read_item,
    read_tagging,
    read_throttle,
    read_utm,
    read_window,
)
from tolok.services.post_check import reachable
from tolok.services.post_order import AT, DRAFT, NEXT, NOW, Order, When
from tolok.services.wire import wire
from tolok.store.models import FeedDecision, FeedItem, Post, RouteTarget

Compose = Callable[[Scope, Order, datetime], Post]
OPERATOR = Actor(operator=True)
MOST = 500  # entries looked at in one go; the others are next
AGAIN = timedelta(minutes=5)  # what waits for the next update of its feed is looked at so soon
REMEMBER = timedelta(days=8)
TITLES = 500
# For a channel without a log-in: only drafts can be made, which anybody may change.
UNKNOWN_LIMITS = TextLimits(Unit.CODE_POINTS, 500)


def run_due(now: datetime, compose: Compose = posts.make, client: Client = wire) -> int:
    """Decide on every way that has something undecided; how many decisions were made."""
    ways = RouteTarget.objects.filter(enabled=True, route__enabled=True)
    ways = ways.select_related("route__workspace", "channel__workspace")
    return sum(_told(target, now, compose, client) for target in ways if _has_work(target, now))


def _told(target: RouteTarget, now: datetime, compose: Compose, client: Client) -> int:
    """As `run`; rules that cannot be used are noted at the way and stop no other one."""
    try:
        if target.picture:
            feed_pictures.bring(_scope(target), _pictures(target, now), client)
        return run(target.id, now, compose)
    except ProblemError as error:
        problem = {"why": error.problem.detail.as_dict(), "fix": error.problem.fix.as_dict()}
        RouteTarget.objects.filter(id=target.id).update(problem=problem)
        return 0


@transaction.atomic
def run(target_id: UUID, now: datetime, compose: Compose = posts.make) -> int:
    """Decide on one way. Two at once wait for each other, so no limit is passed."""
    rows = RouteTarget.objects.select_for_update(of=("self",))
    target = (
        rows.select_related("route__workspace", "channel__workspace").filter(id=target_id).first()
    )
    if target is None:
        return 0
    items = list(_undecided(target)[:MOST])
    by_key = {str(item.id): item for item in items}
    scope = _scope(target)
    decisions = [_passed(target, item) for item in items if item.passed]
    open_ones = [candidate(item) for item in items if not item.passed]
    decided = decide(way(scope, target), open_ones, _memory(target, now), now)
    decisions += [each for each in decided if not _lacks_picture(each, by_key[each.key])]
    waits = [_keep(scope, target, by_key[each.key], each, now, compose) for each in decisions]
    target.due_at = min((at for at in waits if at is not None), default=None)
    target.problem = None
    target.save(update_fields=["due_at", "problem"])
    return len(decisions)


def _pictures(target: RouteTarget, now: datetime) -> list[tuple[FeedItem, Enclosure]]:
    """Of the entries that would become posts now."""
    items = {str(each.id): each for each in _undecided(target)[:MOST] if not each.passed}
    open_ones = [candidate(item) for item in items.values()]
    if not any(each.item.image for each in open_ones):
        return []
    decided = decide(way(_scope(target), target), open_ones, _memory(target, now), now)
    return [(items[each.key], each.post.image) for each in decided if each.post and each.post.image]


def _lacks_picture(made: Decision, item: FeedItem) -> bool:
    """Its picture was not asked for yet: it is decided on in the next round."""
    image = made.post.image if made.post and made.what is What.GIVEN else None
    return image is not None and not feed_pictures.settled(item, image)


def _scope(target: RouteTarget) -> Scope:
    return Scope(target.route.workspace, "owner", OPERATOR)


def way(scope: Scope, target: RouteTarget) -> Way:
    """The rules of a way as the core takes them. Raises ProblemError if they cannot be used."""
    channel, route = target.channel, target.route
    able = reachable(scope, [channel])[0].able
    zone = ZoneInfo(channel.zone or scope.workspace.zone)
    manner = Manner(
        template=template(target.template),
        limits=able.text if able else UNKNOWN_LIMITS,
        comment=template(target.comment) if target.comment else None,
        tagging=read_tagging(target.tagging),
        utm=read_utm(target.utm),
        picture=target.picture,
        language=scope.workspace.language,
        zone=zone,
    )
    about = {
        "network": channel.network,
        "channel": channel.name,
        "route": route.name,
        "campaign": route.campaign.name if route.campaign else route.name,
    }
    return Way(
        route=str(route.id),
        destination=str(channel.id),
        manner=manner,
        about=about,
        filter=read_filter(route.filter),
        throttle=read_throttle(target.throttle),
        window=read_window(target.window, zone) if target.window else None,
        delay=timedelta(minutes=target.delay_minutes),
        outcome=Outcome(target.outcome),
        same_title=target.same_title,
    )


def _has_work(target: RouteTarget, now: datetime) -> bool:
    """New entries, or something that waited and may go now."""
    if target.due_at is not None and target.due_at <= now:
        return True
    return _undecided(target).filter(~Q(decisions__target=target)).exists()


def _undecided(target: RouteTarget):  # type: ignore[no-untyped-def]
    """Entries without a final answer on this way, the oldest first."""
    final = FeedDecision.objects.filter(target=target, what__in=FINAL)
    rows = FeedItem.objects.filter(
        feed__routes=target.route, workspace_id=target.workspace_id, first_seen__gte=target.since
    )
    return (
        rows.exclude(id__in=final.values("item_id"))
        .select_related("feed")
        .order_by("first_seen", "id")
    )


def candidate(item: FeedItem, seen: datetime | None = None) -> Candidate:
    """`seen`: as if it had come then."""
    first_seen = seen or item.first_seen
    return Candidate(str(item.id), read_item(item.content), item.feed.title, first_seen)


def picture_of(scope: Scope, row: FeedDecision, client: Client = wire) -> None:
    """Bring the picture of an entry that a person wants to post. Outside any transaction."""
    image = read_item(row.item.content).image
    if image is not None and row.target.picture:
        feed_pictures.bring(scope, [(row.item, image)], client)


def make_by_hand(
    scope: Scope, row: FeedDecision, now: datetime, compose: Compose = posts.make
) -> FeedDecision:
    """Make a post of an entry whatever was decided of it. Raises ProblemError when it cannot be."""
    rules = way(scope, row.target)
    item = read_item(row.item.content)
    post = fill(rules.manner, item, str(row.item_id), feed=row.item.feed.title, about=rules.about)
    if isinstance(post, TooLong):
        raise invalid(post.words, Text("Shorten the template.", "Pendekkan templatnya."))
    row.post, plain = _composed(scope, _order(row.target, row.item, post, None, now), now, compose)
    row.what, row.why, row.fix = What.GIVEN, _told_of(_BY_HAND, row.item, post, plain), None
    row.at, row.decided_at, row.cut = None, now, list(post.cut)
    row.save()
    return row


def _passed(target: RouteTarget, item: FeedItem) -> Decision:
    why = Text.from_dict(item.passed)
    return Decision(str(item.id), str(target.route_id), str(target.channel_id), What.SEEN, why)


def _memory(target: RouteTarget, now: datetime) -> Memory:
    given = FeedDecision.objects.filter(
        target=target, what=What.GIVEN, decided_at__gt=now - REMEMBER
    ).select_related("item")
    rows = list(given.order_by("-decided_at"))
    sent = [max(row.at or row.decided_at, row.decided_at) for row in rows]
    read = FeedItem.objects.filter(feed__routes=target.route).order_by("-feed__read_at")
    last = read.values_list("feed__read_at", flat=True).first()
    since = sum(row.decided_at >= last for row in rows) if last else 0
    return Memory(sent, [row.item.title for row in rows[:TITLES]], since)


def _keep(
    scope: Scope,
    target: RouteTarget,
    item: FeedItem,
    made: Decision,
    now: datetime,
    compose: Compose,
) -> datetime | None:
    """Write the decision, and the post if there is to be one; when to look again if it waits."""
    post, fix = None, None
    what, why, at = made.what, made.why.as_dict(), made.at
    if made.what is What.GIVEN and made.post is not None:
        order = _order(target, item, made.post, made.at, now)
        try:
            post, plain = _composed(scope, order, now, compose)
            why = _told_of(made.why, item, made.post, plain)
        except ProblemError as error:
            # nothing was made: the entry waits, with the reason, until it can be or is too old
            what, why = What.WAITING, error.problem.detail.as_dict()
            at = now + timedelta(minutes=15)
            fix = error.problem.fix.as_dict()
    FeedDecision.objects.update_or_create(
        item=item,
        target=target,
        defaults={
            "workspace_id": target.workspace_id,
            "what": what.value,
            "why": why,
            "fix": fix,
            "at": at,
            "decided_at": now,
            "cut": list(made.post.cut) if made.post else [],
            "post": post,
        },
    )
    return (at or now + AGAIN) if what is What.WAITING else None


def _composed(
    scope: Scope, order: Order, now: datetime, compose: Compose
) -> tuple[Post, Text | None]:
    """The post; and why it has no picture, when a channel takes it only without one."""
    try:
        with transaction.atomic():
            return compose(scope, order, now), None
    except ProblemError as error:
        if not order.content.media:
            raise
        plain = replace(order, content=replace(order.content, media=()))
        with transaction.atomic():
            return compose(scope, plain, now), error.problem.detail


def _told_of(why: Text, item: FeedItem, post: Filled, plain: Text | None) -> dict[str, str]:
    """The reason of a decision, and why the picture of the entry is not with it."""
    lacking = plain or (feed_pictures.why_not(item) if post.image else None)
    if lacking is None:
        return why.as_dict()
    return say(
        "{why} Without its picture: {lacking}", "{why} Tanpa gambarnya: {lacking}",
        why=why, lacking=lacking,
    ).as_dict()  # fmt: skip


def _order(
    target: RouteTarget, item: FeedItem, post: Filled, at: datetime | None, now: datetime
) -> Order:
    use = feed_pictures.use(item, post.image) if post.image else None
    media = (use,) if use else ()
    return Order(
        content=PostContent(text=post.text, media=media, link=post.link, comment=post.comment),
        channels=(target.channel_id,),
        when=_when(target.outcome, at, now),
        title=item.title[:200],
        campaign=target.route.campaign_id,
        origin=f"feed:{item.feed_id}",
    )


def _when(outcome: str, at: datetime | None, now: datetime) -> When:
    if outcome == Outcome.DRAFT:
        return When(DRAFT)
    if outcome in (Outcome.QUEUE, Outcome.BEST):
        return When(NEXT)
    return When(AT, at) if at is not None and at > now else When(NOW)


_BY_HAND = Text("A person posted it.", "Seseorang mempostingnya.")
