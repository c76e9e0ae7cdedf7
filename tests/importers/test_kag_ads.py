"""The KAG ads study: no days, no currency, float noise in the money."""

from decimal import Decimal

import pytest

from tests.importers.meta_files import events, of, only_sheet, sums, utf8
from tests.shared import shared_data
from tolok.core.ports import AdRow, Trouble
from tolok.importers.kag_ads import IMPORTER, period, to_the_cent

HEAD = (
    "ad_id,xyz_campaign_id,fb_campaign_id,age,gender,interest,Impressions,Clicks,Spent,"
    "Total_Conversion,Approved_Conversion\n"
)
ROWS = (
    "708746,916,103916,30-34,M,15,7350,1,1.429999948,2,1\n"
    "708771,916,103920,30-34,M,20,693,0,0,1,0\n"
)
DAYS = "2017-08-01/2017-08-31"


def test_days_and_currency_are_asked_for(tmp_path):
    sheet = utf8(tmp_path, HEAD + ROWS)
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["period", "currency"]
    unanswered = events(IMPORTER, sheet)
    assert not of(AdRow, unanswered)
    assert [e.row_kept for e in of(Trouble, unanswered)] == [False]


def test_an_ad_is_read_with_its_break_down(tmp_path):
    found = events(IMPORTER, utf8(tmp_path, HEAD + ROWS), period=DAYS, currency="usd")
    ad, unclicked = of(AdRow, found)
    assert (ad.ad, ad.campaign, ad.ad_set, ad.currency) == ("708746", "916", "103916", "USD")
    assert (str(ad.day), str(ad.end)) == ("2017-08-01", "2017-08-31")
    assert ad.breakdown == "age=30-34,gender=M,interest=15"
    assert ad.measures == {
        "impressions": 7350, "clicks": 1, "spend": Decimal("1.43"), "conversions": 2,
        "approved_conversions": 1,
    }  # fmt: skip
    assert (unclicked.measures["clicks"], unclicked.measures["conversions"]) == (0, 1)


def test_a_currency_that_is_none_stores_nothing(tmp_path):
    found = events(IMPORTER, utf8(tmp_path, HEAD + ROWS), period=DAYS, currency="rupiah")
    assert not of(AdRow, found)
    assert [e.value for e in of(Trouble, found)] == ["RUPIAH"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2017-08-01/2017-08-31", ("2017-08-01", "2017-08-31")),
        ("2017-08-01 .. 2017-08-31", ("2017-08-01", "2017-08-31")),
        ("2017-08-01", ("2017-08-01", "2017-08-01")),
        ("2017-08-31/2017-08-01", None),
        ("August", None),
        ("", None),
    ],
)
def test_a_period_is_two_days_in_order(text, days):
    found = period(text)
    assert (tuple(map(str, found)) if found else None) == days


def test_money_loses_its_float_noise_and_nothing_else():
    assert to_the_cent(Decimal("254.049996")) == Decimal("254.05")
    assert to_the_cent(Decimal("1.2345")) == Decimal("1.2345")


def test_the_reference_figures_hold():
    sheet = only_sheet(shared_data("facebook-ads-kag", "KAG_conversion_data.csv"))
    found = events(IMPORTER, sheet, period=DAYS, currency="USD")
    ads = of(AdRow, found)
    assert len(ads) == 1_143
    assert sums(ads) == {
        "impressions": 213_434_828, "clicks": 38_165, "spend": Decimal("58705.23"),
        "conversions": 3_264, "approved_conversions": 1_079,
    }  # fmt: skip
    rates = {}
    for campaign in ("916", "936", "1178"):
        part = sums([ad for ad in ads if ad.campaign == campaign])
        spend, clicks, seen = (Decimal(part[m]) for m in ("spend", "clicks", "impressions"))
        rates[campaign] = tuple(
            round(float(rate), 4)
            for rate in (clicks / seen * 100, spend / clicks, spend / seen * 1000)
        )
    assert rates == {
        "916": (0.0234, 1.3249, 0.3100),
        "936": (0.0244, 1.4584, 0.3560),
        "1178": (0.0176, 1.5433, 0.2718),
    }
    assert not of(Trouble, found)
