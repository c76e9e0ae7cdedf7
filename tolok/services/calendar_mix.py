"""The mix of some days against the plan, and what to be careful of in the days ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tolok.core.publishing import mix
from tolok.core.text import Text
from tolok.services.calendar_rows import Entry
from tolok.services.calendar_view import CalendarView
from tolok.services.numbers_keys import TYPES
from tolok.services.publishing_plan import PublishingPlan
from tolok.store.models import Channel

MOST_CAUTIONS = 6


@dataclass(frozen=True, slots=True)
class MixPart:
    """One bar of the mix; `x` and `width` are thousandths of the whole."""

    name: Text
    count: int
    x: int
    width: int
    colour: int
    words: Text | None


def kind_name(kind: str) -> Text:
    if not kind:
        return Text("without a type", "tanpa jenis")
    return TYPES.get(kind) or Text.same(kind)


def items(own: Iterable[Entry], plan: PublishingPlan) -> list[mix.Item]:
    """By type; by pillar where the plan speaks of the pillar."""
    pillars = set(plan.mix) - set(TYPES)
    return [
        mix.Item(each.at.date(), each.pillar if each.pillar in pillars else each.type)
        for each in own
    ]


def mix_parts(own: Sequence[Entry], plan: PublishingPlan) -> tuple[MixPart, ...]:
    found = mix.mix(items(own, plan), plan.mix)
    total, x, made = sum(part.count for part in found) or 1, 0, list[MixPart]()
    for number, part in enumerate(found):
        name = kind_name(part.kind)
        width = round(part.count / total * 1000)
        words = mix.part_words(part, name) if plan.mix else None
        made.append(MixPart(name, part.count, x, max(0, width - 4), number % 6 + 1, words))
        x += width
    return tuple(made)


def cautions(
    view: CalendarView,
    own: Sequence[Entry],
    plan: PublishingPlan,
    now: datetime,
    everyone: Mapping[UUID, Channel],
    usual: Mapping[UUID, float],
) -> tuple[tuple[str, Text], ...]:
    """What lies ahead only: nobody can mend a silent week that is over."""
    today = now.astimezone(view.zone).date()
    if view.own[1] < today or view.filtered:
        return ()
    by_channel: dict[UUID, list[mix.Item]] = {}
    for each in own:
        for channel in each.channels:
            by_channel.setdefault(channel, []).append(mix.Item(each.at.date(), each.type))
    found = list[tuple[date, str, Text]]()
    for channel, held in by_channel.items():
        cadence = mix.Cadence(most_a_day=plan.per_day, usual_a_week=usual.get(channel))
        for caution in mix.warnings(held, cadence, *view.own):
            if caution.last >= today and channel in everyone:
                found.append((caution.first, everyone[channel].name, caution.words))
    found.sort(key=lambda each: each[:2])
    return tuple((name, words) for _, name, words in found[:MOST_CAUTIONS])
