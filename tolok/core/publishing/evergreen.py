"""Posts that come again: not too soon, not too often, not the same words twice in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tolok.core.text import Text, say


@dataclass(frozen=True, slots=True)
class Evergreen:
    """Rules of one recurring post. `variants` counts its texts; `most` None is without limit."""

    variants: int = 1
    rest: timedelta = timedelta(days=30)
    most: int | None = None
    expires: date | None = None  # its last day, in the zone of the channel


@dataclass(frozen=True, slots=True)
class Sent:
    at: datetime
    variant: int


@dataclass(frozen=True, slots=True)
class Turn:
    """May it go out? `variant` is the text to take, None with the reason in `why`."""

    variant: int | None
    why: Text
    over: bool = False  # it never comes again


def turn(rule: Evergreen, sent: Sequence[Sent], at: datetime, day: date) -> Turn:
    """For a slot at `at`, which is on `day` in the zone of the channel."""
    if rule.expires is not None and day > rule.expires:
        words = say("It expired on {day}.", "Kedaluwarsa sejak {day}.", day=rule.expires)
        return Turn(None, words, over=True)
    if rule.most is not None and len(sent) >= rule.most:
        words = say("It was sent {n} times.", "Sudah dikirim {n} kali.", n=len(sent))
        return Turn(None, words, over=True)
    latest = max((each.at for each in sent), default=None)
    if latest is not None and at - latest < rule.rest:
        words = say(
            "It rests until {day}.", "Istirahat sampai {day}.",
            day=(latest + rule.rest).astimezone(at.tzinfo).date(),
        )  # fmt: skip
        return Turn(None, words)
    return Turn(_variant(rule, sent), Text("It is its turn.", "Sekarang gilirannya."))


def _variant(rule: Evergreen, sent: Sequence[Sent]) -> int:
    """The text used least, then the one used longest ago."""
    uses = dict.fromkeys(range(max(1, rule.variants)), 0)
    latest: dict[int, datetime] = {}
    for each in sent:
        if each.variant in uses:
            uses[each.variant] += 1
            latest[each.variant] = max(each.at, latest.get(each.variant, each.at))
    never = min((each.at for each in sent), default=None)
    return min(uses, key=lambda n: (uses[n], latest.get(n, never) or 0, n))
