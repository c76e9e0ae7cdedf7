"""The goal sentence in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from tolok.core.goals.amounts import amount, money
from tolok.core.goals.goal import Baseline, Mode, Nature, Scope, Target
from tolok.core.goals.phrases import PHRASES, Phrase
from tolok.core.goals.sentence import Names, sentence
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text

WINDOW = Period(date(2026, 9, 21), date(2027, 3, 31))
NAMES = {"instagram": "Instagram", "facebook": "Facebook", "x": "X"}
INSTAGRAM, FACEBOOK = Scope(networks=("instagram",)), Scope(networks=("facebook",))


def said(
    target: Target, unit: str = "count", currency: str = "", phrase: Phrase | None = None
) -> Text:
    words = (
        phrase
        or PHRASES.get(target.kpi)
        or Phrase(Text("Get", "Dapatkan"), Text(target.kpi, target.kpi))
    )
    return sentence(target, WINDOW, Names(words, unit, currency, NAMES))


def test_gain_followers_by_a_date() -> None:
    target = Target("followers_net", Mode.ABSOLUTE, 1500, Nature.TOTAL, scope=INSTAGRAM)
    assert said(target) == Text(
        "Gain 1,500 followers on Instagram by 31 March 2027",
        "Dapatkan 1.500 pengikut di Instagram hingga 31 Maret 2027",
    )


def test_reach_a_level() -> None:
    target = Target("followers", Mode.ABSOLUTE, 10_000, Nature.LEVEL, scope=Scope(networks=("x",)))
    assert said(target) == Text(
        "Reach 10,000 followers on X by 31 March 2027",
        "Capai 10.000 pengikut di X hingga 31 Maret 2027",
    )


def test_raise_by_a_percentage_says_from_where_to_where() -> None:
    base = Baseline(2000, Period(date(2026, 6, 1), date(2026, 8, 31)))
    target = Target("fans", Mode.PERCENT, 0.15, Nature.LEVEL, scope=FACEBOOK, baseline=base)
    assert said(target) == Text(
        "Raise fans 15 % on Facebook by 31 March 2027, from 2,000 to 2,300",
        "Naikkan penggemar 15 % di Facebook hingga 31 Maret 2027, dari 2.000 menjadi 2.300",
    )


def test_a_rate_a_week() -> None:
    target = Target("followers_net", Mode.RATE_WEEK, 125, Nature.TOTAL, scope=INSTAGRAM)
    assert said(target) == Text(
        "Gain 125 followers a week on Instagram until 31 March 2027",
        "Dapatkan 125 pengikut per minggu di Instagram hingga 31 Maret 2027",
    )


def test_visits_every_month() -> None:
    target = Target("social_sessions", Mode.MONTHLY, 5000, Nature.TOTAL, scope=FACEBOOK)
    assert said(target) == Text(
        "Bring 5,000 visits from Facebook each month until 31 March 2027",
        "Datangkan 5.000 kunjungan dari Facebook setiap bulan hingga 31 Maret 2027",
    )


def test_a_mean_per_post() -> None:
    target = Target("post_reach_avg", Mode.MEAN_PER_POST, 1000, Nature.AVERAGE, scope=FACEBOOK)
    assert said(target) == Text(
        "Reach 1,000 people per post on average on Facebook by 31 March 2027",
        "Jangkau rata-rata 1.000 orang per post di Facebook hingga 31 Maret 2027",
    )


def test_people_are_reached_and_reach_is_raised() -> None:
    people = Target("reach", Mode.ABSOLUTE, 9000, Nature.PEOPLE, scope=FACEBOOK)
    assert said(people).en == "Reach 9,000 people on Facebook by 31 March 2027"
    more = Target("post_reach_avg", Mode.PERCENT, 0.2, Nature.AVERAGE, scope=FACEBOOK)
    assert said(more) == Text(
        "Raise average post reach 20 % on Facebook by 31 March 2027",
        "Naikkan rata-rata jangkauan post 20 % di Facebook hingga 31 Maret 2027",
    )


def test_a_limit_to_keep() -> None:
    target = Target("time", Mode.LIMIT, 3600, Nature.AVERAGE, better="down", scope=INSTAGRAM)
    words = Phrase(Text("Get", "Dapatkan"), Text("first response time", "waktu respons pertama"))
    assert said(target, "seconds", phrase=words) == Text(
        "Keep first response time at 60 minutes or less on Instagram until 31 March 2027",
        "Jaga waktu respons pertama paling tinggi 60 menit di Instagram hingga 31 Maret 2027",
    )


def test_lower_a_cost_in_its_currency() -> None:
    target = Target("cpc", Mode.ABSOLUTE, 0.5, Nature.AVERAGE, better="down", scope=FACEBOOK)
    assert said(target, "currency", "USD") == Text(
        "Lower cost per click to USD 0.50 on Facebook by 31 March 2027",
        "Turunkan biaya per klik menjadi USD 0,50 di Facebook hingga 31 Maret 2027",
    )


def test_filters_are_spoken() -> None:
    scope = Scope(
        networks=("facebook", "instagram"), topic="new café", geo="within 5 miles of the café"
    )
    target = Target("link_clicks", Mode.ABSOLUTE, 230, Nature.TOTAL, scope=scope)
    words = Phrase(Text("Get", "Dapatkan"), Text("link clicks", "klik tautan"))
    assert said(target, phrase=words).en == (
        "Get 230 link clicks on Facebook and Instagram for posts about “new café”, "
        "within 5 miles of the café, by 31 March 2027"
    )
    assert sentence(target, None, Names(words)).en.endswith("within 5 miles of the café")


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("nature", list(Nature))
@pytest.mark.parametrize("better", ["up", "down"])
def test_every_mode_reads_as_a_sentence_in_both_languages(
    mode: Mode, nature: Nature, better: str
) -> None:
    target = Target("followers", mode, 0.5, nature, better=better, scope=INSTAGRAM)
    words = said(target)
    for text, month in ((words.en, "March"), (words.id, "Maret")):
        assert text[0].isupper()
        assert text.endswith(f"31 {month} 2027")
        assert "  " not in text


@pytest.mark.parametrize(
    ("value", "unit", "en", "id"),
    [
        (0.15, "percent", "15 %", "15 %"),
        (0.045, "percent", "4.5 %", "4,5 %"),
        (5400, "seconds", "90 minutes", "90 menit"),
        (7200, "seconds", "2 hours", "2 jam"),
        (45, "seconds", "45 seconds", "45 detik"),
        (1, "days", "1 day", "1 hari"),
        (1234.5, "count", "1,234", "1.234"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, en: str, id: str) -> None:
    assert amount(value, unit) == Text(en, id)


def test_rupiah_have_no_decimals() -> None:
    assert money(Money(Decimal("1800000"), "IDR")) == Text("IDR 1,800,000", "IDR 1.800.000")
    assert money(Money(Decimal("0.5"), "USD")).id == "USD 0,50"
