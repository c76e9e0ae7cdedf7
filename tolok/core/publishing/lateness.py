"""What to do with a post whose time passed: send, ask or skip; always reported, never silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tolok.core.publishing.retry import Step
from tolok.core.publishing.when import span
from tolok.core.text import Text, say

GRACE = timedelta(minutes=15)  # up to here a post is not late, only slow


class Late(StrEnum):
    """Chosen per post; ASK is the default, because only a person knows whether it still fits."""

    SEND = "send"
    ASK = "ask"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late it is and what its policy makes of it. `report` is None when it is in time."""

    step: Step
    by: timedelta
    report: Text | None


def lateness(
    planned: datetime, now: datetime, policy: Late, *, grace: timedelta = GRACE
) -> Lateness:
    """The step for a post that is due and of which no send may be out (that is settled first)."""
    by = now - planned
    if by < timedelta(0):
        raise ValueError("the post is not due yet")
    if by <= grace:
        return Lateness(Step("claimed", now, Text("It is due.", "Sudah waktunya.")), by, None)
    state, due, words = {
        Late.SEND: ("claimed", now, Text("It is sent late.", "Dikirim terlambat.")),
        Late.ASK: ("late", None, Text("It waits for you.", "Menunggu keputusan Anda.")),
        Late.SKIP: ("missed", None, Text("It is not sent.", "Tidak dikirim.")),
    }[policy]
    report = say(
        "Its time passed {span} ago. {words}",
        "Waktunya lewat {span} yang lalu. {words}",
        span=span(by),
        words=words,
    )
    return Lateness(Step(state, due, report), by, report)
