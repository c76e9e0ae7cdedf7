"""Content mix against its plan, silent days and over-posting, each in words with what to do.

It counts what is planned and sent; whether a mix works is for the numbers to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from tolok.core.errors import invalid
from tolok.core.text import Text, percent, say

OFF = 0.10  # a share this far from its plan is called too little or too much
FEW_POSTS = 5  # below this a share says nothing
WEEK_GROWTH = 2.0  # a week with more than this times the usual number is over-posting


@dataclass(frozen=True, slots=True)
class Item:
    """A post on its day in the zone of the workspace. `kind`: type or pillar, "" if none."""

    day: date
    kind: str
    channel: str = ""


class Verdict(StrEnum):
    FITS = "fits"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    UNPLANNED = "unplanned"
    TOO_FEW = "too_few"  # too few posts to judge


@dataclass(frozen=True, slots=True)
class Part:
    """One kind. Shares are 0–1; `share` is None without posts, `planned` None without a plan.

    `lacking`: posts of this kind to add, the others staying, to reach the planned share.
    """

    kind: str
    count: int
    share: float | None
    planned: float | None
    verdict: Verdict
    lacking: int


@dataclass(frozen=True, slots=True)
class Caution:
    """`first` to `last` are the days it is about."""

    code: str
    first: date
    last: date
    words: Text


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a channel should speak. None: no such rule."""

    longest_gap: int | None = 7  # days without a post
    most_a_day: int | None = None
    usual_a_week: float | None = None  # own average of the weeks before; None if unknown


def checked_plan(plan: Mapping[str, float]) -> Mapping[str, float]:
    """Shares of 0–1 that make up the whole; a plan that does not is refused with its sum."""
    total = sum(plan.values())
    if any(share < 0 for share in plan.values()) or abs(total - 1) > 0.005:
        raise invalid(
            Text(
                f"The shares make {percent(total, 'en', digits=0)}, not 100 %.",
                f"Jumlah bagiannya {percent(total, 'id', digits=0)}, bukan 100 %.",
            ),
            Text(
                "Change the shares until they make 100 %; none may be below 0.",
                "Ubah bagiannya sampai berjumlah 100 %; tidak boleh ada yang di bawah 0.",
            ),
        )
    return plan


def mix(items: Iterable[Item], plan: Mapping[str, float]) -> tuple[Part, ...]:
    """Planned kinds in the order of the plan, then the others by their number."""
    counts: dict[str, int] = dict.fromkeys(plan, 0)
    for item in items:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    total = sum(counts.values())
    others = sorted((kind for kind in counts if kind not in plan), key=lambda k: (-counts[k], k))
    return tuple(_part(kind, counts[kind], total, plan) for kind in [*plan, *others])


def part_words(part: Part, name: Text) -> Text:
    """One sentence on one kind. `name` is what users call it."""
    en, id = _PART_WORDS[part.verdict]
    return say(
        en, id, name=name, count=part.count, lacking=part.lacking,
        share=_share(part.share), planned=_share(part.planned),
    )  # fmt: skip


def warnings(
    items: Sequence[Item], cadence: Cadence, first: date, last: date
) -> tuple[Caution, ...]:
    """Silent stretches and crowded days and weeks of one channel between two days."""
    days = sorted(item.day for item in items if first <= item.day <= last)
    found = [*_gaps(days, cadence, first, last), *_days(days, cadence), *_weeks(days, cadence)]
    return tuple(sorted(found, key=lambda each: (each.first, each.code)))


def _part(kind: str, count: int, total: int, plan: Mapping[str, float]) -> Part:
    share = count / total if total else None
    planned = plan.get(kind)
    return Part(
        kind, count, share, planned, _verdict(share, planned, total),
        _lacking(count, total, planned),
    )  # fmt: skip


def _verdict(share: float | None, planned: float | None, total: int) -> Verdict:
    if planned is None:
        return Verdict.UNPLANNED
    if share is None or total < FEW_POSTS:
        return Verdict.TOO_FEW
    if abs(share - planned) <= OFF + 1e-9:
        return Verdict.FITS
    return Verdict.TOO_LITTLE if share < planned else Verdict.TOO_MUCH


def _lacking(count: int, total: int, planned: float | None) -> int:
    """The least whole n with (count + n) / (total + n) >= planned."""
    if planned is None or planned >= 1 or count >= planned * total:
        return 0
    return ceil((planned * total - count) / (1 - planned) - 1e-9)


def _share(share: float | None) -> Text:
    if share is None:
        return Text("unknown", "belum diketahui")
    return Text(percent(share, "en", digits=0), percent(share, "id", digits=0))


def _gaps(days: Sequence[date], cadence: Cadence, first: date, last: date) -> Iterable[Caution]:
    if cadence.longest_gap is None:
        return
    one = timedelta(days=1)
    edges = [first - one, *days, last + one]
    for before, after in zip(edges, edges[1:], strict=False):
        silent = (after - before).days - 1
        if silent > cadence.longest_gap:
            words = say(
                "{n} days without a post, from {first} to {last}. Plan one in between.",
                "{n} hari tanpa posting, dari {first} sampai {last}. Rencanakan satu di antaranya.",
                n=silent, first=before + one, last=after - one,
            )  # fmt: skip
            yield Caution("gap", before + one, after - one, words)


def _days(days: Sequence[date], cadence: Cadence) -> Iterable[Caution]:
    for day in dict.fromkeys(days):
        count = days.count(day)
        if cadence.most_a_day is not None and count > cadence.most_a_day:
            words = say(
                "{n} posts on {day}, your limit is {most}. Move {over} to another day.",
                "{n} posting pada {day}, batas Anda {most}. Pindahkan {over} ke hari lain.",
                n=count, day=day, most=cadence.most_a_day, over=count - cadence.most_a_day,
            )  # fmt: skip
            yield Caution("crowded-day", day, day, words)


def _weeks(days: Sequence[date], cadence: Cadence) -> Iterable[Caution]:
    """Against the channel's own habit: what is too often differs from one to the next."""
    if not cadence.usual_a_week:
        return
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    for monday in dict.fromkeys(mondays):
        count = mondays.count(monday)
        if count > max(FEW_POSTS, cadence.usual_a_week * WEEK_GROWTH):
            words = say(
                "{n} posts in the week of {day}; you usually send {usual}. Posting too often can "
                "cost followers. Spread them out, or watch who leaves.",
                "{n} posting pada pekan {day}; biasanya Anda mengirim {usual}. Terlalu sering "
                "memposting bisa mengurangi pengikut. Sebarkan, atau pantau yang pergi.",
                n=count, day=monday, usual=round(cadence.usual_a_week, 1),
            )  # fmt: skip
            yield Caution("over-posting", monday, monday + timedelta(days=6), words)


_PART_WORDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.FITS: (
        "{name}: {share}, as planned ({planned}).",
        "{name}: {share}, sesuai rencana ({planned}).",
    ),
    Verdict.TOO_LITTLE: (
        "{name}: {share} of {planned} planned. {lacking} more would reach it.",
        "{name}: {share} dari rencana {planned}. Tambah {lacking} lagi untuk mencapainya.",
    ),
    Verdict.TOO_MUCH: (
        "{name}: {share}, more than the planned {planned}. Plan other kinds next.",
        "{name}: {share}, lebih dari rencana {planned}. Rencanakan jenis lain berikutnya.",
    ),
    Verdict.UNPLANNED: (
        "{name}: {count} posts, not part of the plan.",
        "{name}: {count} posting, tidak ada dalam rencana.",
    ),
    Verdict.TOO_FEW: (
        "{name}: {count} posts; too few in all to compare with the plan ({planned}).",
        "{name}: {count} posting; seluruhnya terlalu sedikit untuk dibandingkan dengan rencana "
        "({planned}).",
    ),
}
