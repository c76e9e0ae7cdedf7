"""The rules of routes and the entries of feeds between JSON, as kept, and the core's own values.

Every reader raises ProblemError for what cannot be used; unknown keys are refused by name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tolok.core.errors import invalid
from tolok.core.feeds.filters import Filter, Term, checked
from tolok.core.feeds.first import First, FirstFetch
from tolok.core.feeds.item import Enclosure, Item
from tolok.core.feeds.tagging import Tagging
from tolok.core.feeds.throttle import Overflow, Throttle
from tolok.core.feeds.windows import EVERY_DAY, Hours, Window
from tolok.core.publishing.slots import Blackout
from tolok.core.publishing.utm import Utm
from tolok.core.publishing.utm import checked as checked_utm
from tolok.core.text import Text, say

Form = Mapping[str, Any]
T = TypeVar("T")
_PLAIN: Mapping[str, type] = {
    "template": str, "comment": str, "enabled": bool, "picture": bool, "window": dict,
}  # fmt: skip
_MOMENTS = ("published", "updated", "starts", "ends")


def read_filter(form: Form) -> Filter:
    """`{"any": [{"words", "field", "how"}], "all", "none", "max_age_hours", "languages", …}`."""
    has = _known(form, "filter", "any all none max_age_hours languages needs_image needs_link")
    hours = _number(has, "max_age_hours")
    return checked(
        Filter(
            any=_terms(has, "any"),
            all=_terms(has, "all"),
            none=_terms(has, "none"),
            max_age=timedelta(hours=hours) if hours is not None else None,
            languages=_words(has, "languages"),
            needs_image=has.get("needs_image") is True,
            needs_link=has.get("needs_link") is True,
        )
    )


def read_tagging(form: Form) -> Tagging:
    names = "categories keywords inline always stop known most shuffled"
    has = _known(form, "tagging", names)
    return Tagging(
        categories=has.get("categories", True) is True,
        keywords=_words(has, "keywords"),
        inline=has.get("inline") is True,
        always=_words(has, "always"),
        stop=_words(has, "stop"),
        known=_texts(has.get("known") or {}, "tagging.known"),
        most=int(_or(_number(has, "most"), 3)),
        shuffled=has.get("shuffled") is True,
    )


def read_throttle(form: Form) -> Throttle:
    names = "per_update per_hour per_day min_gap_minutes overflow keep_hours"
    has = _known(form, "throttle", names)
    counts = {name: _number(has, name) for name in ("per_update", "per_hour", "per_day")}
    return Throttle(
        **{name: None if count is None else int(count) for name, count in counts.items()},
        min_gap=timedelta(minutes=_or(_number(has, "min_gap_minutes"), 0)),
        overflow=_choice(Overflow, has, "overflow", Overflow.WAIT),
        keep=timedelta(hours=_or(_number(has, "keep_hours"), 24 * 7)),
    )


def read_window(form: Form, zone: ZoneInfo) -> Window:
    """`{"open": [{"start": "09:00", "end": "17:00", "days": [0, 1]}], "closed", "blackouts"}`."""
    has = _known(form, "window", "open closed blackouts")
    try:
        return Window(
            zone,
            tuple(_hours(each, "open") for each in _list(has, "open")),
            tuple(_hours(each, "closed") for each in _list(has, "closed")),
            tuple(_blackout(each) for each in _list(has, "blackouts")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong("window") from error


def read_first(form: Form) -> FirstFetch:
    """`{"policy": "none"|"latest"|"since", "latest": 1, "since": "2026-11-01T00:00:00Z"}`."""
    has = _known(form, "first", "policy latest since")
    try:
        since = datetime.fromisoformat(has["since"]) if has.get("since") else None
    except (TypeError, ValueError) as error:
        raise _wrong("first.since") from error
    if since is not None and since.tzinfo is None:
        raise _wrong("first.since")
    policy = _choice(First, has, "policy", First.NONE)
    return FirstFetch(policy, int(_or(_number(has, "latest"), 1)), since)


def check_target(form: Form) -> None:
    """The kinds of values of a target. Raises ProblemError naming the one that cannot be kept."""
    for name, kind in _PLAIN.items():
        if name in form and not isinstance(form[name], kind):
            raise _wrong(name)
    if "delay_minutes" in form and not isinstance(_number(form, "delay_minutes"), int):
        raise _wrong("delay_minutes")
    share = _number(form, "same_title")
    if share is not None and not 0.3 <= share <= 1:
        raise _wrong("same_title")


def read_utm(form: Form | None) -> Utm | None:
    if form is None:
        return None
    has = _known(form, "utm", "source medium campaign content term")
    return checked_utm(Utm(**_texts(has, "utm")))


def item_json(item: Item) -> dict[str, Any]:
    """Only what is set."""
    form = {name: value for name, value in asdict(item).items() if value}
    for name in _MOMENTS:
        if name in form:
            form[name] = form[name].isoformat()
    return form


def read_item(form: Form) -> Item:
    """What `item_json` wrote."""
    has = dict(form)
    for name in _MOMENTS:
        if name in has:
            has[name] = datetime.fromisoformat(has[name])
    has["categories"] = tuple(has.get("categories", ()))
    has["media"] = tuple(Enclosure(**each) for each in has.get("media", ()))
    return Item(**has)


def _terms(has: Form, name: str) -> tuple[Term, ...]:
    found = []
    for each in _list(has, name):
        given = {"words": each} if isinstance(each, str) else each
        term = _known(given, f"filter.{name}", "words field how")
        found.append(Term(**{"words": "", **_texts(term, f"filter.{name}")}))
    return tuple(found)


def _hours(form: object, name: str) -> Hours:
    has = _known(form, f"window.{name}", "start end days")
    days = frozenset(int(day) for day in has.get("days", EVERY_DAY))
    hours = Hours(time.fromisoformat(has["start"]), time.fromisoformat(has["end"]), days)
    if not days <= EVERY_DAY or hours.start.tzinfo or hours.end.tzinfo:
        raise _wrong(f"window.{name}")
    return hours


def _blackout(form: object) -> Blackout:
    has = _known(form, "window.blackouts", "first last")
    return Blackout(date.fromisoformat(has["first"]), date.fromisoformat(has["last"]))


def _list(has: Form, name: str) -> Sequence[Any]:
    value = has.get(name) or ()
    if not isinstance(value, list | tuple):
        raise _wrong(name)
    return value


def _words(has: Form, name: str) -> tuple[str, ...]:
    if not all(isinstance(each, str) for each in _list(has, name)):
        raise _wrong(name)
    return tuple(_list(has, name))


def _texts(form: object, where: str) -> dict[str, str]:
    if not isinstance(form, Mapping) or not all(isinstance(each, str) for each in form.values()):
        raise _wrong(where)
    return dict(form)


def _known(form: object, where: str, names: str) -> Form:
    if not isinstance(form, Mapping):
        raise _wrong(where)
    for key in form:
        if key not in names.split():
            raise _wrong(f"{where}.{key}")
    return form


def _number(has: Form, name: str) -> float | None:
    value = has.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100_000:
        raise _wrong(name)
    return value


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _choice(kind: type[T], has: Form, name: str, otherwise: T) -> T:
    try:
        return kind(has[name]) if has.get(name) else otherwise  # type: ignore[call-arg]
    except ValueError as error:
        raise _wrong(name) from error


def _wrong(key: str) -> Exception:
    return invalid(
        say("{key} is not as expected.", "{key} tidak sesuai.", key=key),
        Text(
            "See the API reference for the form of a route.",
            "Lihat bentuk rute di referensi API.",
        ),
    )
