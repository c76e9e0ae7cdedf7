"""Limits that a network does not tell: our own calls counted, so that none is made too many."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tolok.core.publishing.account import OwnLimit
from tolok.store.models import OwnCall


def next_call(channel_id: UUID, limits: Sequence[OwnLimit], now: datetime) -> datetime | None:
    """When a call may leave; None: now."""
    waits = [_free_at(channel_id, limit, now) for limit in limits]
    later = [wait for wait in waits if wait is not None]
    return max(later, default=None)


def counted(channel_id: UUID, limits: Sequence[OwnLimit], now: datetime) -> None:
    """Keep a call, in the caller's transaction, and forget those that no limit looks at."""
    if limits:
        oldest = now - max(limit.span for limit in limits)
        OwnCall.objects.filter(channel_id=channel_id, at__lt=oldest).delete()
        OwnCall.objects.create(channel_id=channel_id, at=now)


def _free_at(channel_id: UUID, limit: OwnLimit, now: datetime) -> datetime | None:
    calls = OwnCall.objects.filter(channel_id=channel_id, at__gt=now - limit.span, at__lte=now)
    recent = list(calls.order_by("-at").values_list("at", flat=True)[: limit.calls])
    return recent[-1] + limit.span if len(recent) == limit.calls else None
