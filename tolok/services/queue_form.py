"""The settings of a queue as they come in: read strictly, kept as JSON that `week_of` reads."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text, say
from tolok.services.post_form import read_moment

KEYS = ("slots", "blackouts", "max_per_day", "min_gap_minutes", "paused", "paused_until")
MOST_SLOTS = 7 * 48
MOST_BLACKOUTS = 100


def read_week(form: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """All of it; unknown keys are refused. Raises ProblemError naming what is wrong."""
    unknown = sorted(set(form) - set(KEYS))
    if unknown:
        raise _wrong(unknown[0])
    until = form.get("paused_until")
    return {
        "slots": _slots(form.get("slots") or ()),
        "blackouts": _blackouts(form.get("blackouts") or ()),
        "max_per_day": _number(form, "max_per_day", 1, 200),
        "min_gap_minutes": _number(form, "min_gap_minutes", 0, 10_080) or 0,
        "paused": form.get("paused") is True,
        "paused_until": read_moment(str(until), zone).isoformat() if until else None,
    }


def _slots(given: Any) -> list[dict[str, Any]]:
    if not isinstance(given, Sequence) or len(given) > MOST_SLOTS:
        raise _wrong("slots")
    found: set[tuple[int, str]] = set()
    for each in given:
        try:
            weekday, at = int(each["weekday"]), time.fromisoformat(str(each["at"]))
        except (KeyError, TypeError, ValueError):
            raise _wrong("slots") from None
        if not 0 <= weekday <= 6:
            raise _wrong("slots")
        found.add((weekday, f"{at:%H:%M}"))
    return [{"weekday": weekday, "at": at} for weekday, at in sorted(found)]


def _blackouts(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, Sequence) or len(given) > MOST_BLACKOUTS:
        raise _wrong("blackouts")
    found = list[dict[str, str]]()
    for each in given:
        try:
            first = date.fromisoformat(str(each["first"]))
            last = date.fromisoformat(str(each.get("last") or each["first"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise _wrong("blackouts") from None
        if last < first:
            raise _wrong("blackouts")
        words = str(each.get("words") or "").strip()[:120]
        found.append({"first": first.isoformat(), "last": last.isoformat(), "words": words})
    return sorted(found, key=lambda each: (each["first"], each["last"]))


def _number(form: Mapping[str, Any], key: str, low: int, high: int) -> int | None:
    value = form.get(key)
    if value in (None, ""):
        return None
    try:
        number = int(str(value))
    except ValueError:
        raise _wrong(key) from None
    if not low <= number <= high:
        raise _wrong(key)
    return number


def _wrong(key: str) -> ProblemError:
    fix = _FIX.get(key) or say("Use one of: {k}.", "Pakai salah satu: {k}.", k=", ".join(KEYS))
    return invalid(say("{k} is not clear.", "{k} tidak jelas.", k=key.replace("_", " ")), fix)


_FIX: Mapping[str, Text] = {
    "slots": Text(
        "Give a day of the week (Monday is 0) and a time such as 09:00.",
        "Beri hari (Senin adalah 0) dan jam seperti 09:00.",
    ),
    "blackouts": Text(
        "Give a first and a last day, 2026-12-24; the last not before the first.",
        "Beri hari pertama dan terakhir, 2026-12-24; yang terakhir tidak mendahului.",
    ),
    "max_per_day": Text("Give a number from 1 to 200.", "Beri angka 1 sampai 200."),
    "min_gap_minutes": Text("Give minutes, up to a week.", "Beri menit, paling lama sepekan."),
}
