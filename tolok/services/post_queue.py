"""The weekly queue of a channel: its settings as JSON, and free slots for posts."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.errors import Problem, ProblemError
from tolok.core.publishing.slots import Blackout, Refusal, Slot, Week
from tolok.core.text import Text
from tolok.store.models import Channel, Delivery, Queue

WAITING = ("scheduled", "waiting_retry", "waiting_rate", "in_review", "approved", "needs_auth")


def week_of(channel: Channel, queue: Queue | None) -> Week:
    """The queue of a channel; one without settings has no slots."""
    form: Mapping[str, Any] = queue.week if queue else {}
    return Week(
        zone=ZoneInfo(channel.zone or channel.workspace.zone),
        slots=tuple(Slot(each["weekday"], _time(each["at"])) for each in form.get("slots", ())),
        blackouts=tuple(
            Blackout(
                date.fromisoformat(each["first"]),
                date.fromisoformat(each["last"]),
                each.get("words", ""),
            )
            for each in form.get("blackouts", ())
        ),
        max_per_day=form.get("max_per_day"),
        min_gap=timedelta(minutes=form.get("min_gap_minutes") or 0),
        paused=bool(form.get("paused")),
        paused_until=datetime.fromisoformat(form["paused_until"])
        if form.get("paused_until")
        else None,
    )


def taken(channel: Channel, now: datetime) -> list[datetime]:
    """The times that posts of the channel hold already."""
    rows = Delivery.objects.filter(channel=channel, part=0, state__in=WAITING, planned_at__gt=now)
    return [at for at in rows.values_list("planned_at", flat=True) if at is not None]


def no_slot(channel: Channel, refusal: Refusal) -> ProblemError:
    return ProblemError(
        Problem(
            type="no-free-slot",
            title=Text("No free slot", "Tidak ada slot kosong"),
            detail=Text(
                f"{channel.name}: {refusal.words.en}", f"{channel.name}: {refusal.words.id}"
            ),
            fix=Text(
                "Set the queue's times, or give the post a time of its own.",
                "Atur jam antreannya, atau beri posting waktunya sendiri.",
            ),
            status=422,
        )
    )


def _time(words: str) -> time:
    return time.fromisoformat(words)
