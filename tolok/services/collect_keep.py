"""What a visit brought, kept: one file in the raw archive, one import, and the state beside it.

All of it or nothing: a visit that dies before its one transaction is made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from tolok.core.measures import MEASURES, Kind
from tolok.core.publishing.counting import Flows, Seen, birth, native_day, next_count, sure_time
from tolok.core.publishing.parcel import SeenPost
from tolok.lib import observed
from tolok.lib.catalogue import networks as catalogue
from tolok.lib.ids import uuid7
from tolok.services.channels import address
from tolok.services.collect_posts import post_rows
from tolok.services.collect_visit import Haul
from tolok.services.fact_store import raw
from tolok.store.models import Batch, Collected, CollectedDay, Connection, Counted
from tolok.store.scope import hold

IMPORTER = "observed"
UNKNOWN_TIME = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Kept:
    """The import that was made; None when nothing was read, or another visit was faster."""

    batch: Batch | None


def kept(connection: Connection, state: Collected, haul: Haul, now: datetime) -> Kept:
    """Put the haul away. Posts that are gone keep what was last known of them."""
    if haul.account is None and not haul.posts and not haul.gone:
        return Kept(None)
    zone = _zone(connection)
    known = _known(connection, haul)
    flows = _flows(state, haul, known, zone, now)
    days = _days(connection, state, haul, flows, zone, now)
    source = observed.Source(
        network=connection.channel.network,
        account=connection.remote_id,
        name=connection.handle or connection.channel.name,
        zone=zone.key,
        at=now,
    )
    content = observed.written(
        source,
        post_rows(connection.channel_id, haul.posts.values()),
        [{"day": day.isoformat(), **counts} for day, counts in sorted(days.items())],
        haul.refused,
        haul.answers,
    )
    file = raw().put(content)
    with transaction.atomic():
        hold(connection.workspace_id)
        # Whoever wrote meanwhile has read later than this visit, or the same: it is dropped.
        same = Collected.objects.select_for_update().filter(
            id=state.id, counted_at=state.counted_at
        )
        if same.first() is None:
            return Kept(None)
        batch = _batch(connection, file.sha256, file.size, now)
        _put_posts(connection, haul, known, now)
        _put_days(connection, days, native_day(now, zone))
        counts = dict(haul.account.counts) if haul.account else {}
        same.update(
            counted_at=now,
            listed_at=now if haul.listed else state.listed_at,
            counts={**state.counts, **counts},
            cursor=haul.cursor[:500],
            whole=haul.whole,
            refused=_refused(state, haul, now),
            fell=state.fell + flows.fell,
            lost=state.lost + flows.lost,
            batch=batch,
        )
        Connection.objects.filter(id=connection.id).update(counted_at=now)
    return Kept(batch)


def _flows(
    state: Collected, haul: Haul, known: Mapping[str, Counted], zone: ZoneInfo, now: datetime
) -> Flows:
    """The differences of this visit alone."""
    flows = Flows(zone)
    for id, post in haul.posts.items():
        row = known.get(id)
        published = sure_time(post.at)
        before = None
        if row is not None and row.counted_at is not None:
            before = Seen(row.counts, row.counted_at)
        elif published is not None:
            before = birth(published, state.since, post.counts)
        flows.add(before, Seen(post.counts, now))
    if haul.account is not None and state.counted_at is not None:
        flows.add(
            Seen(_totals(state.counts), state.counted_at),
            Seen(_totals(haul.account.counts), now),
        )
    return flows


def _totals(counts: Mapping[str, int]) -> dict[str, int]:
    """Those of an account's counts that only grow with what happens; the rest are levels."""
    return {k: v for k, v in counts.items() if k in MEASURES and MEASURES[k].kind is Kind.FLOW}


def _days(
    connection: Connection,
    state: Collected,
    haul: Haul,
    flows: Flows,
    zone: ZoneInfo,
    now: datetime,
) -> dict[date, dict[str, int]]:
    """Each touched day with all that it brought so far, and today with the account's levels."""
    rows = CollectedDay.objects.filter(channel_id=connection.channel_id, day__in=flows.days)
    before = {row.day: row.counts for row in rows}
    days = {
        day: {
            **before.get(day, {}),
            **{k: before.get(day, {}).get(k, 0) + v for k, v in new.items()},
        }
        for day, new in flows.days.items()
    }
    levels = haul.account.counts if haul.account is not None else {}
    levels = {k: v for k, v in levels.items() if k in MEASURES and k not in _totals(levels)}
    if levels:
        today = native_day(now, zone)
        days[today] = {**days.get(today, {}), **levels}
    return days


def _batch(connection: Connection, sha256: str, size: int, now: datetime) -> Batch:
    """An import that is ready: the same road into the facts that a file takes."""
    channel = connection.channel
    return Batch.objects.create(
        workspace_id=connection.workspace_id,
        upload=uuid7(),
        file_name=f"{channel.network}-{now:%Y-%m-%d-%H%M%S}.json",
        sha256=sha256,
        size=size,
        importer=IMPORTER,
        network=channel.network,
        table="post",
        channel=channel,
        accounts={address(channel.network, connection.remote_id): str(channel.id)},
        state="ready",
        observed_at=now,
    )


def _put_posts(
    connection: Connection, haul: Haul, known: Mapping[str, Counted], now: datetime
) -> None:
    rows = [_row(connection, known.get(id), post, now) for id, post in haul.posts.items()]
    Counted.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["channel", "remote_id"],
        update_fields=["published_at", "counted_at", "due_at", "gone_at", "counts"],
        batch_size=200,
    )
    ours = Counted.objects.filter(channel_id=connection.channel_id)
    ours.filter(remote_id__in=haul.gone).update(gone_at=now, due_at=None)
    for row in ours.filter(remote_id__in=haul.failed):
        ours.filter(id=row.id).update(due_at=next_count(row.published_at, now))


def _row(connection: Connection, row: Counted | None, post: SeenPost, now: datetime) -> Counted:
    published = sure_time(post.at) or (row.published_at if row else UNKNOWN_TIME)
    return Counted(
        channel_id=connection.channel_id,
        remote_id=post.remote_id,
        published_at=published,
        counted_at=now,
        due_at=next_count(published, now),
        counts={**(row.counts if row else {}), **post.counts},
    )


def _put_days(connection: Connection, days: Mapping[date, Mapping[str, int]], today: date) -> None:
    """Only the sums of the days that may still grow are needed; older ones are in the facts."""
    for day, counts in days.items():
        sums = {k: v for k, v in counts.items() if MEASURES[k].kind is Kind.FLOW}
        CollectedDay.objects.update_or_create(
            channel_id=connection.channel_id, day=day, defaults={"counts": sums}
        )
    old = CollectedDay.objects.filter(channel_id=connection.channel_id)
    old.filter(day__lt=today - timedelta(days=30)).delete()


def _known(connection: Connection, haul: Haul) -> dict[str, Counted]:
    ids = [*haul.posts, *haul.gone]
    rows = Counted.objects.filter(channel_id=connection.channel_id, remote_id__in=ids)
    return {row.remote_id: row for row in rows}


def _refused(state: Collected, haul: Haul, now: datetime) -> dict[str, Any]:
    """By measure, why and since when. What was not asked this time stays as it was."""
    given = set(haul.account.counts) if haul.account else set()
    given.update(*(post.counts for post in haul.posts.values()))
    old = {k: v for k, v in state.refused.items() if k not in given}
    new = {
        name: {"why": why, "since": old.get(name, {}).get("since") or now.isoformat()}
        for name, why in haul.refused.items()
    }
    return {**old, **new}


def _zone(connection: Connection) -> ZoneInfo:
    native = catalogue()[connection.channel.network].zone
    return ZoneInfo(native or connection.channel.zone or connection.workspace.zone)
