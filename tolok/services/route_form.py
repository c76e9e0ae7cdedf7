"""A route between the page's form and the form that `feed_routes.save` takes.

Rules that the form has no field for (second hours of a day, several blackouts) stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tolok.core.errors import ProblemError, invalid
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.store.models import Channel, Route, RouteTarget

Form = Mapping[str, Any]
FIELDS = ("title", "text", "category", "author", "link")
DAYS = tuple(range(7))
_NUMBERS = ("per_update", "per_hour", "per_day", "min_gap_minutes", "keep_hours")
_UTM = ("source", "medium", "campaign", "content", "term")
_UTM_FIRST = {"source": "{network}", "medium": "social", "campaign": "{campaign}"}


@dataclass(frozen=True, slots=True)
class Target:
    """One channel in the form: `on` when the route posts to it, `kept` with what it has."""

    channel: Channel
    on: bool
    rules: Form
    problem: Mapping[str, Any] | None = None


def shown(
    scope: Scope, route: Route | None, typed: Form | None = None, feeds: Sequence[str] = ()
) -> dict[str, Any]:
    """What the page shows: what was typed and refused, else what is kept, else a new route.

    All channels of the workspace are there, those that the route posts to first.
    """
    kept = {each.channel_id: each for each in route.targets.all()} if route else {}
    given = {each["channel"]: each for each in typed["targets"]} if typed else {}
    found = []
    for channel in channels(scope):
        row = kept.get(channel.id)
        form = given.get(str(channel.id))
        found.append(_target(channel, _as_typed(row, form) if form else row))
    has = typed or {}
    own = [str(each.id) for each in route.feeds.all()] if route else list(feeds)
    campaign = route.campaign.name if route and route.campaign else ""
    return {
        "name": has.get("name", route.name if route else ""),
        "enabled": has.get("enabled", route.enabled if route else True),
        "chosen": has.get("feeds", own),
        "filter": shown_filter(has.get("filter", route.filter if route else {})),
        "campaign": has.get("campaign", campaign),
        "targets": sorted(found, key=lambda each: not each.on),
    }


def read(post: Mapping[str, Sequence[str]], scope: Scope, route: Route | None) -> dict[str, Any]:
    """What the page sent (name → values) as `save` takes it. Raises ProblemError."""
    field = _Field(post)
    kept = {str(each.channel_id): each for each in route.targets.all()} if route else {}
    rows = []
    for channel in channels(scope):
        own = _Field(post, f"t-{channel.id}-")
        before = kept.get(str(channel.id))
        if own.on("on") or before is not None:
            rows.append({"channel": str(channel.id), **_read_target(own, before)})
    return {
        "name": field.one("name"),
        "enabled": field.on("enabled"),
        "feeds": field.all("feeds"),
        "filter": _read_filter(field),
        "campaign": field.one("campaign"),
        "targets": rows,
    }


def shown_filter(rule: Form) -> dict[str, Any]:
    """A filter as the fields of the form."""
    return {
        **{name: _lines(rule.get(name) or ()) for name in ("any", "all", "none")},
        "max_age_hours": _whole(rule.get("max_age_hours")),
        "languages": ", ".join(rule.get("languages") or ()),
        "needs_image": rule.get("needs_image") is True,
        "needs_link": rule.get("needs_link") is True,
    }


class _Field:
    """The fields of a form under one beginning of their names."""

    def __init__(self, post: Mapping[str, Sequence[str]], before: str = "") -> None:
        self._post = post
        self._before = before

    def all(self, name: str) -> list[str]:
        return [each for each in self._post.get(self._before + name, ()) if each]

    def one(self, name: str) -> str:
        found = self._post.get(self._before + name, ())
        return found[-1].replace("\r\n", "\n").strip() if found else ""

    def on(self, name: str) -> bool:
        return bool(self.one(name))

    def number(self, name: str) -> int | None:
        words = self.one(name)
        if not words:
            return None
        if not (words.isascii() and words.isdigit() and len(words) < 7):
            raise _no_number(words)
        return int(words)

    def words(self, name: str) -> list[str]:
        parts = self.one(name).replace("\n", ",").split(",")
        return [part.strip() for part in parts if part.strip()]

    def lines(self, name: str) -> list[str]:
        return [line.strip() for line in self.one(name).split("\n") if line.strip()]


def _as_typed(row: RouteTarget | None, form: Form) -> RouteTarget:
    """The target with what was typed and is not kept yet."""
    found = RouteTarget(id=row.id if row else None)
    for name, value in form.items():
        if name != "channel":
            setattr(found, name, value)
    return found


def _target(channel: Channel, row: RouteTarget | None) -> Target:
    on = row is not None and row.enabled
    has = row or RouteTarget()
    utm = {**dict.fromkeys(_UTM, ""), **(has.utm if has.utm is not None else _UTM_FIRST)}
    tagging = {"categories": True, "most": 3, **has.tagging}
    joined = {name: ", ".join(tagging.get(name) or ()) for name in ("keywords", "always", "stop")}
    known = "\n".join(f"{word} = {tag}" for word, tag in (tagging.get("known") or {}).items())
    first = {name: (has.window.get(name) or [{}])[0] for name in ("open", "closed", "blackouts")}
    kept = {
        "outcome": has.outcome,
        "template": has.template,
        "comment": has.comment,
        "picture": has.picture,
        "delay": has.delay_minutes or "",
        "same": "no" if has.same_title is None else "all" if has.same_title >= 1 else "most",
        "tagging": {**tagging, **joined, "known": known},
        "utm_on": has.utm is not None,
        "utm": utm,
        "throttle": {name: _whole(has.throttle.get(name)) for name in _NUMBERS}
        | {"overflow": has.throttle.get("overflow", "wait")},
        "open": first["open"],
        "days": first["open"].get("days", list(DAYS)),
        "quiet": first["closed"],
        "away": first["blackouts"],
        "more_hours": any(len(has.window.get(name) or ()) > 1 for name in first),
    }
    return Target(channel, on, kept, row.problem if row else None)


def _read_target(own: _Field, before: RouteTarget | None) -> dict[str, Any]:
    same = {"no": None, "most": 0.8}.get(own.one("same"), 1.0)
    if same == 0.8 and before and before.same_title is not None and before.same_title < 1:
        same = before.same_title
    return {
        "enabled": own.on("on"),
        "outcome": own.one("outcome") or "queue",
        "template": own.one("template"),
        "comment": own.one("comment"),
        "picture": own.on("picture"),
        "delay_minutes": own.number("delay") or 0,
        "same_title": same,
        "tagging": _read_tagging(own),
        "utm": {name: own.one(f"utm-{name}") for name in _UTM} if own.on("utm") else None,
        "throttle": _read_throttle(own),
        "window": _read_window(own, before.window if before else {}),
    }


def _read_tagging(own: _Field) -> dict[str, Any]:
    most = own.number("most")
    known = dict(_pair(line) for line in own.lines("known"))
    return {
        "categories": own.on("categories"),
        "keywords": own.words("keywords"),
        "inline": own.on("inline"),
        "always": own.words("always"),
        "stop": own.words("stop"),
        "known": known,
        "most": 3 if most is None else most,
        "shuffled": own.on("shuffled"),
    }


def _read_throttle(own: _Field) -> dict[str, Any]:
    numbers = {name: own.number(name) for name in _NUMBERS}
    given = {name: value for name, value in numbers.items() if value is not None}
    return {**given, "overflow": own.one("overflow") or "wait"}


def _read_window(own: _Field, before: Form) -> dict[str, Any]:
    days = [day for day in DAYS if own.on(f"day-{day}")]
    start, end = own.one("open-start"), own.one("open-end")
    opens: list[dict[str, Any]] = []
    if start or end or (days and len(days) < len(DAYS)):
        opens = [{"start": start or "00:00", "end": end or "00:00", "days": days or list(DAYS)}]
    quiet = [own.one("quiet-start"), own.one("quiet-end")]
    away = [own.one("away-first"), own.one("away-last")]
    found = {
        "open": opens,
        "closed": [{"start": quiet[0] or "00:00", "end": quiet[1] or "00:00"}]
        if any(quiet)
        else [],
        "blackouts": [{"first": away[0] or away[1], "last": away[1] or away[0]}]
        if any(away)
        else [],
    }
    whole = {name: [*first, *(before.get(name) or ())[1:]] for name, first in found.items()}
    return {name: rows for name, rows in whole.items() if rows}


def _read_filter(field: _Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: [_term(line) for line in field.lines(name)] for name in ("any", "all", "none")
    }
    found |= {
        "max_age_hours": field.number("max_age_hours"),
        "languages": field.words("languages"),
        "needs_image": field.on("needs_image"),
        "needs_link": field.on("needs_link"),
    }
    return {name: value for name, value in found.items() if value}


def _term(line: str) -> dict[str, str]:
    """`title: words`, `*part*`, `/pattern/`."""
    head, colon, rest = line.partition(":")
    named = head.strip().lower() if colon and rest.strip() else ""
    found, words = ({"field": named}, rest.strip()) if named in FIELDS else ({}, line)
    if len(words) > 2 and words[0] == words[-1] == "/":
        return {**found, "how": "regex", "words": words[1:-1]}
    if len(words) > 2 and words[0] == words[-1] == "*":
        return {**found, "how": "part", "words": words[1:-1]}
    return {**found, "words": words}


def _lines(terms: Sequence[Any]) -> str:
    return "\n".join(_line(each) for each in terms)


def _line(term: Any) -> str:
    if isinstance(term, str):
        return term
    sign = {"regex": "/", "part": "*"}.get(term.get("how", ""), "")
    field = term.get("field", "any")
    before = f"{field}: " if field != "any" else ""
    return f"{before}{sign}{term['words']}{sign}"


def _pair(line: str) -> tuple[str, str]:
    word, sign, tag = line.partition("=")
    if not sign or not word.strip() or not tag.strip():
        raise invalid(
            say("“{line}” names no hashtag.", "“{line}” tidak menyebut tagar.", line=line[:80]),
            Text("Write it as: seo tips = SEO", "Tulis begini: seo tips = SEO"),
        )
    return word.strip(), tag.strip()


def _whole(value: Any) -> Any:
    """A number without a needless .0, "" for none."""
    if value is None:
        return ""
    return int(value) if float(value).is_integer() else value


def _no_number(words: str) -> ProblemError:
    return invalid(
        say("“{words}” is no whole number.", "“{words}” bukan bilangan bulat.", words=words[:40]),
        Text("Leave the field empty or enter digits.", "Kosongkan atau isi dengan angka."),
    )
