"""The order of a queue: put first, last or next, move, shuffle. Times stay, posts change places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random

from tolok.core.publishing.slots import Refusal, Week, last_free, next_free


class Where(StrEnum):
    FIRST = "first"  # before all others, which move back by one place
    NEXT = "next"  # the first gap
    LAST = "last"  # after everything


@dataclass(frozen=True, slots=True)
class Queued:
    """A post in the queue. `fixed`: a person gave it this time; it never moves."""

    post: str
    due: datetime
    fixed: bool = False


Plan = Mapping[str, datetime]


def put(
    where: Where, post: str, queue: Sequence[Queued], week: Week, now: datetime
) -> Plan | Refusal:
    """The new times of all posts whose time changes, the new one included."""
    taken = [each.due for each in queue]
    due = last_free(week, taken, now) if where is Where.LAST else next_free(week, taken, now)
    if isinstance(due, Refusal):
        return due
    if where is not Where.FIRST:
        return {post: due}
    movable = _movable(queue, now)
    times = sorted([*(each.due for each in movable), due])
    return _changes([post, *(each.post for each in movable)], times, movable)


def move(post: str, place: int, queue: Sequence[Queued], now: datetime) -> Plan:
    """`post` at `place` (0 is first) among the movable posts; the times stay where they are."""
    movable = _movable(queue, now)
    order = [each.post for each in movable if each.post != post]
    if len(order) == len(movable):
        raise ValueError(f"{post} is not a movable post of this queue")
    order.insert(max(0, place), post)
    return _changes(order, [each.due for each in movable], movable)


def shuffle(queue: Sequence[Queued], now: datetime, rng: Random) -> Plan:
    """Another order of the movable posts, the same for the same seed."""
    movable = _movable(queue, now)
    order = [each.post for each in movable]
    rng.shuffle(order)
    return _changes(order, [each.due for each in movable], movable)


def _movable(queue: Sequence[Queued], now: datetime) -> list[Queued]:
    free = [each for each in queue if not each.fixed and each.due > now]
    return sorted(free, key=lambda each: (each.due, each.post))


def _changes(order: Sequence[str], times: Sequence[datetime], before: Sequence[Queued]) -> Plan:
    old = {each.post: each.due for each in before}
    paired = zip(order, times, strict=True)
    return {post: due for post, due in paired if old.get(post) != due}
