"""Which situation holds, from one's own numbers: does the audience act, or is it yet to be reached?

It is a rule of thumb and says its limit. Too few posts name no situation.
"""

from dataclasses import dataclass

from tolok.core.text import Text, percent, say

ACTS_FROM = 0.03
"""From three actions for each hundred of reach on, the audience counts as engaged."""
LEAST_POSTS = 10


@dataclass(frozen=True, slots=True)
class Situation:
    """`id` is that of the hints of a broad goal; empty when too little is known."""

    id: str
    words: Text


def situation(rate: float | None, posts: int, days: int) -> Situation:
    """`rate`: actions on posts divided by their reach, over the last `days`."""
    if rate is None or posts < LEAST_POSTS:
        return Situation(
            "",
            say(
                "How much your audience acts is not known yet: {n} posts with reach in {d} days, "
                "{l} are needed.",
                "Seberapa aktif audiens Anda belum diketahui: {n} post dengan jangkauan dalam {d} "
                "hari, perlu {l}.",
                n=posts if rate is not None else 0,
                d=days,
                l=LEAST_POSTS,
            ),
        )
    engaged = rate >= ACTS_FROM
    words = _ENGAGED if engaged else _SEEN
    found = say(
        words.en,
        words.id,
        p=Text(percent(rate, "en"), percent(rate, "id")),
        n=posts,
        d=days,
        l=Text(percent(ACTS_FROM, "en", digits=0), percent(ACTS_FROM, "id", digits=0)),
    )
    return Situation("engaged_audience" if engaged else "visibility", found)


_ENGAGED = Text(
    "Your audience is engaged: actions come to {p} of reach on {n} posts in {d} days (limit {l}). "
    "Likes, shares and comments suit it.",
    "Audiens Anda aktif: interaksi mencapai {p} dari jangkauan pada {n} post dalam {d} hari "
    "(batas {l}). Suka, bagikan, dan komentar cocok.",
)
_SEEN = Text(
    "Be seen first: actions come to {p} of reach on {n} posts in {d} days (limit {l}). "
    "Reach and impressions suit it.",
    "Perbanyak dulu yang melihat: interaksi mencapai {p} dari jangkauan pada {n} post dalam {d} "
    "hari (batas {l}). Jangkauan dan impresi cocok.",
)
