"""Reads what a network answered, as somebody would who does not trust it: values or nothing.

Every connector reads through here. Refuses numbers that are none, depths and signs that no store
can hold, times outside of any calendar in use, and addresses that are not of the web.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tolok.core.publishing.http import Response
from tolok.lib import http_failures
from tolok.lib.addresses import split

MOST_WORDS = 300
MOST_ADDRESS = 500
MOST_COUNT = 2**53  # of anything people do; larger ones are no counts
LONGEST_WAIT_S = 86_400
DEEPEST = 60
_FIRST, _LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no lone surrogate


def parsed(body: bytes) -> Any:
    """JSON with nothing in it that a store cannot hold; ValueError when it is none."""
    try:
        return _whole(json.loads(body, parse_constant=_refused, parse_float=_finite), 0)
    except RecursionError as error:
        raise ValueError("too deep") from error


def about(said: Response) -> Mapping[str, Any]:
    """The object that a refusal brought; empty when it brought none."""
    try:
        body = parsed(said.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def table(said: Response, method: str, *needed: str) -> dict[str, Any]:
    """The answer as an object with these words in it; else nobody knows what was done."""
    body = said.json()
    if not isinstance(body, dict) or not all(word(body.get(name)) for name in needed):
        raise http_failures.unreadable(method, said.rate)
    return body


def word(value: object) -> str:
    return value if isinstance(value, str) else ""


def line(value: object, *, most: int = MOST_WORDS, secret: str = "") -> str:
    """Words in one line. `secret` is taken out first: a cut must not leave a half of it."""
    words = word(value).replace(secret, "…") if secret else word(value)
    return " ".join(words.split())[:most]


def count(value: object) -> int | None:
    """How many; None for what is no count: it is unknown then, not 0."""
    return value if type(value) is int and 0 <= value <= MOST_COUNT else None


def moment(value: object) -> datetime | None:
    """An ISO time in UTC."""
    try:
        found = datetime.fromisoformat(word(value))
    except ValueError:
        return None
    return _in_use(found if found.tzinfo else found.replace(tzinfo=UTC))


def epoch(seconds: object) -> datetime | None:
    """Seconds since 1970, as a number or in words."""
    try:
        return _in_use(datetime.fromtimestamp(float(str(seconds)), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def wait(seconds: object) -> timedelta | None:
    """How long an answer asks to wait: at most a day."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        return None
    return timedelta(seconds=min(seconds, LONGEST_WAIT_S))


def web_address(value: object) -> str:
    """An address that a page may link to; "" for any other."""
    parts = split(found := word(value))
    usual = parts and parts.scheme in ("https", "http") and parts.netloc
    return found if usual and len(found) <= MOST_ADDRESS else ""


def _in_use(at: datetime) -> datetime | None:
    return at.astimezone(UTC) if _FIRST <= at < _LAST else None


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("no number is that large")
    return number


def _whole(value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(value, str):
        return _UNSTORABLE.sub("�", value)
    if isinstance(value, list):
        return [_whole(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {_UNSTORABLE.sub("�", key): _whole(each, depth + 1) for key, each in value.items()}
    return value
