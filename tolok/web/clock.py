"""The time, as pages hand it to services."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
