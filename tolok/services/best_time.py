"""When a channel's posts did well, from its own facts: hours with n and interval, and free times.

Posts younger than a week are left out, so that all are compared at an age at which counts settle.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tolok.analysis.timing import LEAST_POSTS, Picked, Sample, TimeSlot, Timing, best_times, pick
from tolok.core.publishing.slots import Refusal, Slot, Week, next_free
from tolok.core.query import Period, Query
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import channel as find_channel
from tolok.services.fact_store import facts
from tolok.services.kpis import catalogue
from tolok.services.numbers_posts import per_post
from tolok.services.post_queue import taken, week_of
from tolok.store.models import Channel, Queue
from tolok.store.scope import within

DAYS = 365
SETTLED_DAYS = 7
MOST_POSTS = 5_000
HOURS = range(6, 23)  # nobody is asked to be awake for a trial
PER_WEEK = 7
SEED = 20_261_125
KPI = Text("engagement", "keterlibatan")


@dataclass(frozen=True, slots=True)
class BestTimes:
    """`picks`: proposed weekly times. `free`: the next moment at each that nothing holds."""

    channel: Channel
    timing: Timing
    picks: tuple[Picked, ...]
    free: tuple[tuple[datetime, Picked], ...]
    words: Text


def times(scope: Scope, key: str, now: datetime, *, count: int = PER_WEEK) -> BestTimes:
    """Proposed times of a channel; below the minimum a spread of them, and words that say so."""
    channel = find_channel(scope, key)
    zone = ZoneInfo(channel.zone or scope.workspace.zone)
    timing = best_times(_samples(scope, channel, zone, now), zone=zone, seed=SEED, hours=HOURS)
    picks = pick(timing, min(max(count, 1), 28), seed=SEED, kpi=KPI, hours=HOURS)
    return BestTimes(
        channel, timing, picks, tuple(_free(scope, channel, picks, zone, now)), _words(timing)
    )


def best_week(scope: Scope, channel: Channel, own: Week, now: datetime) -> Week:
    """The channel's queue with its proposed times in place of its slots; its rules stay."""
    return _proposed(own, times(scope, str(channel.id), now).picks)


def as_slots(found: BestTimes) -> list[dict[str, Any]]:
    """The proposed times as slots of a queue."""
    return [{"weekday": p.slot.weekday, "at": f"{p.slot.hour:02d}:00"} for p in found.picks]


def times_dict(found: BestTimes) -> dict[str, Any]:
    return {
        "channel": str(found.channel.id),
        "posts": found.timing.n,
        "left_out": found.timing.left_out,
        "enough": found.timing.enough,
        "words": found.words.as_dict(),
        "times": [
            {
                **_slot_dict(each.slot),
                "explore": each.explore,
                "why": each.why.as_dict(),
                "next": at.isoformat(),
            }
            for at, each in found.free
        ],
    }


def _slot_dict(slot: TimeSlot) -> dict[str, Any]:
    return {
        "weekday": slot.weekday,
        "hour": slot.hour,
        "n": slot.n,
        "lift": slot.lift,
        "low": slot.low,
        "high": slot.high,
        "evidence": str(slot.evidence),
    }


def _samples(scope: Scope, channel: Channel, zone: ZoneInfo, now: datetime) -> list[Sample]:
    last: date = now.astimezone(zone).date() - timedelta(days=SETTLED_DAYS)
    query = Query(
        workspace=scope.key,
        kpis=(),
        period=Period(last - timedelta(days=DAYS), last),
        channels=(str(channel.id),),
        zone=zone.key,
        first_weekday=scope.workspace.first_weekday,
    )
    variant = catalogue(scope)["engagements"].variant("basic")
    samples = []
    for line in facts().posts(query, variant, limit=MOST_POSTS):
        value = per_post(variant, line.measures)
        samples.append(
            Sample(
                at=line.published_at.replace(tzinfo=zone),
                value=None if value is None else float(value),
                type=line.type,
                paid=line.paid,
            )
        )
    return samples


def _free(
    scope: Scope, channel: Channel, picks: tuple[Picked, ...], zone: ZoneInfo, now: datetime
) -> list[tuple[datetime, Picked]]:
    queue = within(Queue, scope.id).filter(channel=channel).first()
    own = week_of(channel, queue)
    held = taken(channel, now)
    if own.paused_until is None:  # a pause without an end has no next moment to show
        own = replace(own, paused=False)
    found = []
    for each in picks:
        at = next_free(_proposed(own, [each]), held, now)
        if not isinstance(at, Refusal):
            found.append((at.astimezone(zone), each))
    return sorted(found, key=lambda each: each[0])


def _proposed(own: Week, picks: Iterable[Picked]) -> Week:
    return replace(own, slots=tuple(Slot(p.slot.weekday, time(p.slot.hour)) for p in picks))


def _words(timing: Timing) -> Text:
    if timing.n < LEAST_POSTS:
        return say(
            "Not enough evidence: {n} posts, {least} are needed. These times are spread to learn.",
            "Bukti belum cukup: {n} posting, perlu {least}. Waktu ini disebar untuk belajar.",
            n=timing.n, least=LEAST_POSTS,
        )  # fmt: skip
    if not timing.enough:
        return say(
            "No hour is surely better than another in {n} posts; these lean ahead.",
            "Belum ada jam yang pasti lebih baik dari {n} posting; ini condong unggul.",
            n=timing.n,
        )  # fmt: skip
    return say("From your own {n} posts.", "Dari {n} posting Anda sendiri.", n=timing.n)
