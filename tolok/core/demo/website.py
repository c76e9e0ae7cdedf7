"""The demo café's website: sessions by source and day, and what they led to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tolok.core.demo.truths import Truths
from tolok.core.demo.world import Account

SOURCES = {"Organic Social": 0.0, "Direct": 24.0, "Organic Search": 31.0, "Referral": 6.0}
ENGAGED, CONVERTED, SIGNED_UP = 0.58, 0.021, 0.06
ORDER_VALUE = 62_000


@dataclass(frozen=True, slots=True)
class WebDay:
    """One source of visits on one day."""

    day: date
    source: str
    measures: Mapping[str, int]


def make_website(accounts: tuple[Account, ...], truths: Truths, random: Random) -> Iterator[WebDay]:
    """Social visits follow the link clicks of the accounts; the rest is steady."""
    for n in range(truths.period.days):
        day = truths.period.start + timedelta(days=n)
        clicks = sum(a.days.get(day, {}).get("link_clicks", 0) for a in accounts)
        weekend = Truths.WEEKEND_TIMES if day.weekday() >= 5 else 1.0
        for source, usual in SOURCES.items():
            middle = (clicks * 0.86 + 2 if source == "Organic Social" else usual) * weekend
            yield WebDay(
                day, source, _counts(random, max(round(random.gauss(middle, middle**0.5)), 0))
            )


def _counts(random: Random, sessions: int) -> dict[str, int]:
    def some(share: float) -> int:
        return sum(random.random() < share for _ in range(sessions))

    orders = some(CONVERTED)
    return {
        "sessions": sessions,
        "engaged_sessions": some(ENGAGED),
        "conversions": orders,
        "email_signups": some(SIGNED_UP),
        "web_page_views": round(sessions * random.uniform(1.8, 2.6)),
        "revenue": sum(round(random.gauss(ORDER_VALUE, 14_000) / 500) * 500 for _ in range(orders)),
    }
