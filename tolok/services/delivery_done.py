"""What follows when a post is out: its place is kept, its thread goes on, its numbers are due."""

from datetime import datetime, timedelta

from django.db import transaction

from tolok.core.outcomes import Cause
from tolok.core.outcomes import Outcome as Ending
from tolok.core.publishing.parcel import Published
from tolok.core.publishing.retry import Step
from tolok.services import delivery_rows
from tolok.services.connection_state import broken
from tolok.services.delivery_case import Case, fix_of
from tolok.services.delivery_worker import Worker
from tolok.store.models import Counted, Delivery

FIRST_COUNT = timedelta(hours=1)


async def done(worker: Worker, case: Case, published: Published, step: Step | None) -> None:
    """The post is out: by its answer, or (with `step`) because a look found it."""
    await worker.written("published", _published, case, published, worker.clock(), step)


def account_says(case: Case, ending: Ending, now: datetime) -> None:
    """A refused log-in is shown at once; a spent limit holds all posts of the account."""
    if ending.cause is Cause.AUTH_EXPIRED:
        broken(case.connection, ending.reason, fix_of(ending), now)
    if ending.rate is not None and ending.rate.spent:
        delivery_rows.hold_account(case.row.channel_id, ending.rate.resets_at, 0)


def _published(case: Case, published: Published, now: datetime, step: Step | None) -> None:
    with transaction.atomic():
        row = delivery_rows.enter(
            case.hold,
            "published",
            now,
            known=case.row,
            why=step.why if step else None,
            remote_id=published.remote_id,
            remote=dict(published.extra),
            url=published.url,
            published_at=published.at or now,
            unsure=0,
            wish="",  # a cancel that came too late
            seen=[],
        )
        case.row = row
        Delivery.objects.filter(after=row, state="scheduled").update(due_at=now)
        if published.remote_id and case.able.metrics:
            _count_later(row, now)
        if published.rate is not None:
            until = published.rate.resets_at if published.rate.spent else None
            delivery_rows.hold_account(row.channel_id, until, published.rate.remaining)


def _count_later(row: Delivery, now: datetime) -> None:
    Counted.objects.get_or_create(
        channel_id=row.channel_id,
        remote_id=row.remote_id,
        defaults={"published_at": row.published_at or now, "due_at": now + FIRST_COUNT},
    )
