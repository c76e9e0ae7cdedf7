"""Feeds and routes as pages and the API show them: rows with what waits, trials, the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from tolok.core.errors import ProblemError, invalid, not_found
from tolok.core.feeds.decide import Decision, What
from tolok.core.feeds.polling import TELL_AFTER
from tolok.core.publishing.length import TextLimits, length
from tolok.core.text import Text, say
from tolok.lib.ids import row_id
from tolok.services import feed_routes, feed_stats, feeds
from tolok.services.access import Scope
from tolok.services.feed_fetch import PUSH, Client, read_one
from tolok.services.feed_run import UNKNOWN_LIMITS
from tolok.services.post_check import reachable
from tolok.services.wire import wire
from tolok.store.models import Feed, FeedDecision, FeedFetch, FeedItem, Route, RouteTarget
from tolok.store.scope import within

LOG = 50
FIRST_YEAR, LAST_YEAR = 1900, 2999
WORDS = {
    What.SEEN: Text("Was there before", "Sudah ada sebelumnya"),
    What.FILTERED: Text("Filtered", "Tersaring"),
    What.DUPLICATE: Text("Double", "Ganda"),
    What.WITHDRAWN: Text("Taken back", "Ditarik"),
    What.WAITING: Text("Waits", "Menunggu"),
    What.DROPPED: Text("Dropped", "Dibuang"),
    What.EXPIRED: Text("Too old", "Kedaluwarsa"),
    What.TOO_LONG: Text("Too long", "Terlalu panjang"),
    What.GIVEN: Text("Post made", "Jadi posting"),
    What.SKIPPED: Text("Skipped", "Dilewati"),
}
TONES = {What.GIVEN: "ok", What.WAITING: "warn", What.TOO_LONG: "bad", What.EXPIRED: "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """A feed in the list. `tone`: ok, warn, bad or ""; `a_day` None: not known yet."""

    feed: Feed
    tone: str
    health: Text
    a_day: float | None
    waiting: int
    routes: tuple[Route, ...]

    @property
    def push(self) -> bool:
        return self.feed.format == PUSH


@dataclass(frozen=True, slots=True)
class Tried:
    """An entry with what would become of it on one channel."""

    title: str
    what: str
    tone: str
    name: Text
    why: Text
    at: datetime | None
    text: str = ""
    comment: str = ""
    image: str = ""
    length: int = 0
    limit: int = 0

    @property
    def filled(self) -> int:
        return min(100, round(100 * self.length / self.limit)) if self.limit else 0


@dataclass(frozen=True, slots=True)
class Trial:
    target: RouteTarget
    tried: tuple[Tried, ...]
    problem: Any = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. `state`: of the delivery of its post."""

    row: FeedDecision
    name: Text
    tone: str
    why: Text
    fix: Text | None
    skip: bool
    post: bool


def rows(scope: Scope, now: datetime) -> list[Row]:
    return _rows(scope, within(Feed, scope.id).prefetch_related("routes"), now)


def one(scope: Scope, feed_id: str, now: datetime) -> Row:
    return _rows(scope, [feeds.feed(scope, feed_id)], now)[0]


def log(scope: Scope, feed_id: str) -> list[FeedFetch]:
    """The latest reads of a feed."""
    return list(feeds.feed(scope, feed_id).fetches.all()[:LOG])


def entries(scope: Scope, feed_id: str, most: int = 30) -> list[FeedItem]:
    """The newest entries of a feed with what became of them."""
    rows = feeds.feed(scope, feed_id).items.prefetch_related("decisions__target__channel")
    return list(rows[:most])


def alert(scope: Scope) -> Text | None:
    """One sentence about feeds that fail, None while all is well."""
    ill = feed_stats.ailing(scope)
    if not ill:
        return None
    names = ", ".join(row.title or row.url for row in ill[:3])
    if len(ill) == 1:
        return say(
            "A feed cannot be read: {names}. It is tried again by itself.",
            "Ada feed yang tidak terbaca: {names}. Akan dicoba lagi dengan sendirinya.",
            names=names,
        )
    return say(
        "{n} feeds cannot be read: {names}. They are tried again by themselves.",
        "{n} feed tidak terbaca: {names}. Akan dicoba lagi dengan sendirinya.",
        n=len(ill),
        names=names,
    )


def trials(scope: Scope, route: Route, now: datetime, most: int = 10) -> list[Trial]:
    """For each channel of the route what would become of its newest entries now."""
    chosen = route.targets.select_related("channel").filter(enabled=True)
    return [_trial(scope, each, now, most) for each in chosen]


def tried_dict(tried: Tried) -> dict[str, Any]:
    """One line of a trial as the API shows it."""
    return {
        "title": tried.title,
        "what": tried.what,
        "why": tried.why.as_dict(),
        "at": tried.at.isoformat() if tried.at else None,
        "text": tried.text,
        "comment": tried.comment,
        "image": tried.image,
        "length": tried.length,
        "limit": tried.limit,
    }


def query(scope: Scope, wanted: dict[str, str]) -> Any:
    """`route, feed, channel, what, text, since, until` (days in the zone of the workspace)."""
    found = feed_routes.ledger(
        scope,
        route_id=wanted.get("route", ""),
        feed_id=wanted.get("feed", ""),
        what=wanted.get("what", ""),
    ).select_related("target__route")
    if wanted.get("channel"):
        found = found.filter(target__channel_id=row_id(wanted["channel"]))
    if wanted.get("text"):
        found = found.filter(item__title__icontains=wanted["text"])
    zone = ZoneInfo(scope.workspace.zone)
    if wanted.get("since"):
        found = found.filter(decided_at__gte=_day(wanted["since"], zone))
    if wanted.get("until"):
        found = found.filter(decided_at__lt=_day(wanted["until"], zone) + timedelta(days=1))
    return found


def entry(row: FeedDecision) -> Entry:
    what = What(row.what)
    return Entry(
        row,
        WORDS[what],
        TONES.get(what, ""),
        Text.from_dict(row.why),
        Text.from_dict(row.fix) if row.fix else None,
        skip=what is What.WAITING,
        post=row.post_id is None,
    )


def span_of(scope: Scope, since: str, until: str, now: datetime) -> tuple[date, date]:
    """The days asked for; the last 30 when nothing is."""
    zone = ZoneInfo(scope.workspace.zone)
    last = _day(until, zone).date() if until else now.astimezone(zone).date()
    first = _day(since, zone).date() if since else last - timedelta(days=29)
    if last < first or (last - first).days > 800:
        raise invalid(
            Text("These days are no span.", "Rentang hari ini keliru."),
            Text("The first day comes before the last.", "Hari pertama sebelum hari terakhir."),
        )
    return first, last


def stats(scope: Scope, by: str, first: date, last: date) -> list[feed_stats.Line]:
    zone = ZoneInfo(scope.workspace.zone)
    start = datetime.combine(first, time(0), zone)
    end = datetime.combine(last + timedelta(days=1), time(0), zone)
    if by not in feed_stats.BY:
        raise invalid(
            say("Nothing is counted by {by}.", "Tidak ada hitungan per {by}.", by=by),
            say("Use one of: {all}.", "Pakai salah satu: {all}.", all=", ".join(feed_stats.BY)),
        )
    return feed_stats.lines(scope, by, start, end)


def _rows(scope: Scope, found: Iterable[Feed], now: datetime) -> list[Row]:
    known = list(found)
    waits, a_day = _waiting(scope), feed_stats.per_day(scope, known, now)
    return [
        Row(
            row,
            _tone(row),
            feeds.health_words(row, now),
            a_day[row.id],
            waits[str(row.id)],
            tuple(row.routes.all()),
        )
        for row in known
    ]


def _tone(row: Feed) -> str:
    if not row.enabled:
        return ""
    if row.gone or row.failures >= TELL_AFTER:
        return "bad"
    if row.failures:
        return "warn"
    return "ok" if row.read_at or row.format == PUSH else ""


def _waiting(scope: Scope) -> Counter[str]:
    found = within(FeedDecision, scope.id).filter(what=What.WAITING)
    counted = found.values_list("item__feed_id").annotate(n=Count("id"))
    return Counter({str(id): n for id, n in counted})


def _trial(scope: Scope, target: RouteTarget, now: datetime, most: int) -> Trial:
    try:
        found = feed_routes.trial(scope, str(target.id), now, most)
    except ProblemError as error:
        return Trial(target, (), error.problem)
    able = reachable(scope, [target.channel])[0].able
    limits = able.text if able else UNKNOWN_LIMITS
    keys = [each.key for each in found]
    rows = FeedItem.objects.filter(id__in=keys).values_list("id", "title", "link")
    titles = {str(id): title or link for id, title, link in rows}
    return Trial(target, tuple(_tried(each, titles[each.key], limits) for each in found[::-1]))


def _tried(made: Decision, title: str, limits: TextLimits) -> Tried:
    post = made.post
    return Tried(
        title=title,
        what=made.what.value,
        tone=TONES.get(made.what, ""),
        name=Text("Would be posted", "Akan diposting")
        if made.what is What.GIVEN
        else WORDS[made.what],
        why=made.why,
        at=made.at,
        text=post.text if post else "",
        comment=post.comment if post else "",
        image=post.image.url if post and post.image else "",
        length=length(post.text, limits) if post else 0,
        limit=limits.limit,
    )


def _day(words: str, zone: ZoneInfo) -> datetime:
    """Its start. Days at the ends of time are none: those next to them cannot be reckoned."""
    try:
        day = date.fromisoformat(words)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError("year")
        return datetime.combine(day, time(0), zone)
    except ValueError:
        raise invalid(
            say("“{words}” is no day.", "“{words}” bukan tanggal.", words=words[:40]),
            Text("Write it like 2026-11-25.", "Tulis seperti 2026-11-25."),
        ) from None


def read_now(scope: Scope, feed_id: str, now: datetime, client: Client = wire) -> FeedFetch:
    """Read a feed at once, for a person who waits for it."""
    row = feeds.feed(scope, feed_id)
    if row.format == PUSH:
        raise invalid(
            Text("Nobody reads this feed.", "Feed ini tidak dibaca."),
            Text("Send its entries through the API.", "Kirim entrinya lewat API."),
        )
    done = read_one(row.id, now, client)
    if done is None:
        raise not_found(Text("feed", "feed"))
    return done


def read_form(scope: Scope, form: Mapping[str, str]) -> dict[str, Any]:
    """The page's fields as `feeds.change` takes them."""
    minutes = form.get("period", "")
    found: dict[str, Any] = {
        "title": form.get("title", ""),
        "folder": form.get("folder", ""),
        "enabled": bool(form.get("enabled")),
        "hub_off": not form.get("hub"),
    }
    if minutes:
        found["period_minutes"] = _whole(minutes)
    if form.get("policy"):
        found["first"] = {"policy": form["policy"], "latest": _whole(form.get("latest") or "1")}
        if form["policy"] == "since":
            zone = ZoneInfo(scope.workspace.zone)
            found["first"]["since"] = _day(form.get("since", ""), zone).isoformat()
    return found


def _whole(words: str) -> int | str:
    """A number if it is one; else the words, which the rules refuse."""
    return int(words) if words.isdecimal() and len(words) < 7 else words
