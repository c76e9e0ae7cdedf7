"""Several posts moved, taken back or cancelled; one that cannot does not hold up the others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tolok.core.errors import Problem, ProblemError, invalid
from tolok.core.publishing.slots import moment
from tolok.core.text import Text
from tolok.services import post_acts
from tolok.services.access import Scope
from tolok.services.post_form import read_day_time
from tolok.services.post_order import AT, When
from tolok.services.posts import few_enough, post
from tolok.store.models import Post

ACTS = ("shift", "move", "draft", "cancel")
MOST_DAYS = 3660
MOST_POSTS = 500
_Act = Callable[[Scope, str, datetime], Post]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one post. `title`: how a person knows it."""

    post: str
    title: str
    problem: Problem | None = None


def act_on(
    scope: Scope, posts: Iterable[str], form: Mapping[str, Any], now: datetime
) -> list[Done]:
    """`act`: shift (`days`), move (`day`, `time`; "" keeps the clock time), draft or cancel."""
    wanted = list(dict.fromkeys(posts))
    few_enough(len(wanted), MOST_POSTS)
    if not wanted:
        raise invalid(
            Text("No post is chosen.", "Belum ada posting yang dipilih."),
            Text("Tick at least one.", "Centang sedikitnya satu."),
        )
    run = _reader(form)(form)
    return [_done(scope, each, run, now) for each in wanted]


def done_dict(found: Done) -> dict[str, Any]:
    problem = found.problem
    return {
        "post": found.post,
        "title": found.title,
        "done": problem is None,
        "why": problem.detail.as_dict() if problem else None,
        "fix": problem.fix.as_dict() if problem else None,
    }


def _done(scope: Scope, id: str, run: _Act, now: datetime) -> Done:
    try:
        return Done(id, _title(run(scope, id, now)))
    except ProblemError as error:
        return Done(id, _known(scope, id), error.problem)


def _reader(form: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], _Act]:
    found = _RUN.get(str(form.get("act") or ""))
    if found is None:
        raise invalid(
            Text("There is no such act.", "Tidak ada tindakan itu."),
            Text("Use one of: " + ", ".join(ACTS), "Pakai salah satu: " + ", ".join(ACTS)),
        )
    return found


def _shift(form: Mapping[str, Any]) -> _Act:
    """By whole days on the workspace's clock, so that 09:00 stays 09:00 across a clock change."""
    try:
        days = int(form.get("days") or "")
    except ValueError:
        days = 0
    if not days or abs(days) > MOST_DAYS:
        raise invalid(
            Text("By how many days is not clear.", "Berapa harinya tidak jelas."),
            Text("Give a whole number, -7 or 3.", "Beri bilangan bulat, -7 atau 3."),
        )

    def run(scope: Scope, id: str, now: datetime) -> Post:
        zone = ZoneInfo(scope.workspace.zone)
        local = _due(post(scope, id)).astimezone(zone)
        try:
            day = local.date() + timedelta(days=days)
        except OverflowError:
            raise _past() from None
        return _planned(scope, id, moment(day, local.time(), zone), now)

    return run


def _move(form: Mapping[str, Any]) -> _Act:
    def run(scope: Scope, id: str, now: datetime) -> Post:
        zone = ZoneInfo(scope.workspace.zone)
        clock = str(form.get("time") or "")
        if not clock:
            clock = f"{_due(post(scope, id)).astimezone(zone):%H:%M}"
        at = read_day_time(str(form.get("day") or ""), clock, zone)
        return _planned(scope, id, at, now)

    return run


def _planned(scope: Scope, id: str, at: datetime, now: datetime) -> Post:
    if at <= now:
        raise _past()
    return post_acts.plan(scope, id, When(AT, at), now)


def _due(row: Post) -> datetime:
    if row.due_at is None:
        raise invalid(
            Text("The post has no time yet.", "Posting ini belum punya waktu."),
            Text("Move it to a day and a time.", "Pindahkan ke hari dan jam tertentu."),
        )
    return row.due_at


def _past() -> ProblemError:
    return invalid(
        Text("That time is over already.", "Waktu itu sudah lewat."),
        Text("Choose a later one.", "Pilih waktu yang lebih kemudian."),
    )


def _title(row: Post) -> str:
    return row.title or " ".join(str(row.content.get("text", "")).split())[:60]


def _known(scope: Scope, id: str) -> str:
    try:
        return _title(post(scope, id))
    except ProblemError:
        return ""


_RUN: Mapping[str, Callable[[Mapping[str, Any]], _Act]] = {
    "shift": _shift,
    "move": _move,
    "draft": lambda form: post_acts.take_back,
    "cancel": lambda form: post_acts.cancel,
}
