"""The level of a channel that is silent while others report: carried on for a while, and noted.

Without it a channel that was not read for a week would look like followers lost. A level is
carried over at most `DAYS` days, and only to where another channel reports: times in which nothing
was read at all stay gaps.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from tolok.core.query import GRAINS, Query
from tolok.core.text import Text, say
from tolok.facts.levels import Level, Levels

DAYS = 35  # a monthly export that comes a few days late

_UNREAD = Level(None, None, None, None)


@dataclass(slots=True)
class Carried:
    """The levels made whole; `held` were carried somewhere, `silent` are missing somewhere."""

    levels: Levels
    held: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)

    @property
    def channels(self) -> frozenset[str]:
        return frozenset(self.held)

    @property
    def notes(self) -> tuple[Text, ...]:
        made = []
        if self.held:
            made.append(
                say(
                    "{n} of the channels did not report all the time: their last level of up to "
                    "{days} days before is used.",
                    "{n} kanal tidak melapor sepanjang waktu ini: dipakai tingkat terakhirnya, "
                    "paling lama {days} hari sebelumnya.",
                    n=len(self.held),
                    days=DAYS,
                )
            )
        if self.silent:
            made.append(
                say(
                    "{n} of the channels reported nothing for more than {days} days: a fall there "
                    "is missing data, not lost followers.",
                    "{n} kanal tidak melapor lebih dari {days} hari: penurunan di situ adalah data "
                    "yang hilang, bukan pengikut yang berkurang.",
                    n=len(self.silent),
                    days=DAYS,
                )
            )
        return tuple(made)


def carried(found: Levels, earlier: Levels, query: Query) -> Carried:
    """`earlier`: the levels before the period, by the same dimensions but time."""
    grains = [at for at, name in enumerate(query.by) if name in GRAINS]
    made = Carried(dict(found))
    if len(grains) > 1:
        return made
    groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for key in found:
        rest = tuple(part for at, part in enumerate(key) if at not in grains)
        groups.setdefault(rest, []).append(key)
    for rest, keys in groups.items():
        known = {c: level for c, level in earlier.get(rest, {}).items() if level.last is not None}
        for key in sorted(keys, key=lambda key: [key[at] for at in grains]):
            first = max([query.period.start, *(date.fromisoformat(key[at]) for at in grains)])
            made.levels[key] = _completed(made, found[key], known, first)
    return made


def first_to_speak(found: Levels) -> set[str]:
    """The channels with a level in every first bucket, where there is but one way to group."""
    if not found:
        return set()
    return {c for c, level in found[min(found)].items() if level.last is not None}


def _completed(
    made: Carried, channels: dict[str, Level], known: dict[str, Level], first: date
) -> dict[str, Level]:
    """The channels of one bucket that starts on `first`; `known` moves on to what they say."""
    speaking = {c: level for c, level in channels.items() if level.last is not None}
    whole = dict(channels)
    for channel, level in known.items() if speaking else ():
        if channel in speaking or level.last_at is None:
            continue
        if (first - level.last_at).days > DAYS:
            made.silent.add(channel)
            continue
        made.held.add(channel)
        whole[channel] = replace(channels.get(channel, _UNREAD), last=level.last)
    known.update(speaking)
    return whole
