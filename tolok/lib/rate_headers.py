"""What the headers of an answer say about the next call: how many are left, how long to wait.

Reads every dialect that the networks use. A header that makes no sense is as if it were not there.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tolok.core.outcomes import RateLimit

LONGEST_WAIT = timedelta(days=31)
_EPOCH_FROM = 1_000_000_000  # a larger reset is a moment since 1970, a smaller one seconds from now
_MILLIS_FROM = 100_000_000_000
_NUMBER = re.compile(r"\s*(\d{1,15}(?:\.\d{1,9})?)\s*(?:[,;].*)?", re.ASCII)
_PAIR = re.compile(r"\b(limit|remaining|reset|r|t)=\"?(\d{1,15})\b", re.ASCII)
_MINUTES_TO_WAIT = "estimated_time_to_regain_access"
_SECONDS_TO_WAIT = "reset_time_duration"

# Dialects as name of (limit, remaining, reset). X (2026-11) has a window of a day beside the short
# one; Mastodon and Discord write X-RateLimit-*, the IETF draft and Bluesky RateLimit-*.
_TRIPLES = (
    ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"),
    ("x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"),
    ("x-user-limit-24hour-limit", "x-user-limit-24hour-remaining", "x-user-limit-24hour-reset"),
    ("x-app-limit-24hour-limit", "x-app-limit-24hour-remaining", "x-app-limit-24hour-reset"),
    ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"),
)
# Meta (2026-11): JSON with percentages.
_USAGES = (
    "x-app-usage",
    "x-page-usage",
    "x-business-use-case-usage",
    "x-ad-account-usage",
    "x-fb-ads-insights-throttle",
)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """`Retry-After` as seconds or as a date; never less than nothing nor more than a month."""
    value = headers.get("retry-after", "")
    if (seconds := _number(value)) is not None:
        return min(timedelta(seconds=min(seconds, LONGEST_WAIT.total_seconds())), LONGEST_WAIT)
    moment = _http_date(value)
    return None if moment is None else min(max(moment - now, timedelta(0)), LONGEST_WAIT)


def rate_limit(headers: Mapping[str, str], now: datetime) -> RateLimit | None:
    """The tightest of the windows that the headers tell of; None when they tell of none.

    `headers` finds names in any case (httpx.Headers) or holds them in lower case.
    """
    found = [*_triples(headers, now), *_single(headers, now), *_usage(headers, now)]
    spent = [rate for rate in found if rate.spent]
    if spent:
        return max(spent, key=lambda rate: rate.resets_at or now)
    return min(found, key=_room, default=None)


def _room(rate: RateLimit) -> float:
    """The share of the window that is left, for comparing windows."""
    if rate.used is not None:
        return 1 - rate.used
    if rate.remaining is None:
        return 1
    return rate.remaining / rate.limit if rate.limit else rate.remaining


def _triples(headers: Mapping[str, str], now: datetime) -> Iterator[RateLimit]:
    for limit, remaining, reset in _TRIPLES:
        left = _whole(headers.get(remaining, ""))
        after = _number(headers.get(f"{reset}-after", ""))
        at = _moment(headers.get(reset, ""), now) if after is None else _later(now, after)
        if left is not None or at is not None:
            yield RateLimit(left, at, limit=_whole(headers.get(limit, "")))


def _single(headers: Mapping[str, str], now: datetime) -> Iterator[RateLimit]:
    """`RateLimit: limit=100, remaining=50, reset=5` and `RateLimit: "default";r=50;t=5`.

    Of several windows in one header the first is read.
    """
    pairs: dict[str, int] = {}
    for name, value in _PAIR.findall(headers.get("ratelimit", "")):
        pairs.setdefault(name, int(value))
    left = pairs.get("remaining", pairs.get("r"))
    reset = pairs.get("reset", pairs.get("t"))
    if left is not None:
        at = None if reset is None else _later(now, reset)
        yield RateLimit(left, at, limit=pairs.get("limit"))


def _usage(headers: Mapping[str, str], now: datetime) -> Iterator[RateLimit]:
    for name in _USAGES:
        if not (value := headers.get(name)):
            continue
        try:
            records = list(_records(json.loads(value)))
        except (ValueError, RecursionError):
            continue
        for record in records:
            percents = [n for k, n in record.items() if _is_percent(k)]
            wait = record.get(_MINUTES_TO_WAIT, 0) * 60 or record.get(_SECONDS_TO_WAIT, 0)
            if percents:
                at = _later(now, wait) if wait else None
                yield RateLimit(resets_at=at, used=max(percents) / 100)


def _records(value: object) -> Iterator[dict[str, float]]:
    """The objects in it that hold numbers, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from _records(one)
    if isinstance(value, dict):
        yield {k: n for k, n in value.items() if type(n) in (int, float) and 0 <= n < 1e9}
        for one in value.values():
            yield from _records(one)


def _is_percent(name: str) -> bool:
    return name.endswith("_util_pct") or name in ("call_count", "total_time", "total_cputime")


def _number(value: str) -> float | None:
    match = _NUMBER.fullmatch(value)
    return float(match[1]) if match else None


def _whole(value: str) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _moment(value: str, now: datetime) -> datetime | None:
    number = _number(value)
    if number is None:
        return _iso(value) or _http_date(value)
    if number < _EPOCH_FROM:
        return _later(now, number)
    try:
        return datetime.fromtimestamp(number / (1000 if number >= _MILLIS_FROM else 1), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=min(seconds, 366 * 86_400))


def _iso(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
