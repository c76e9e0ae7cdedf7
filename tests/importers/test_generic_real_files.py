"""Real tables no network importer knows: the reference sums hold, every doubt is asked."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from tests.shared import shared_data
from tolok.core.ports import AdRow, Answers, DayRow, PostRow, Trouble
from tolok.importers.generic import IMPORTER, scan_plan
from tolok.lib.sheets import open_sheets


def opened(*parts):
    return open_sheets(shared_data(*parts))[0]


def read(sheet, **given):
    events = list(IMPORTER.parse(sheet, Answers(given, date(2025, 6, 1))))
    rows = [event for event in events if isinstance(event, DayRow | PostRow | AdRow)]
    return rows, [event for event in events if isinstance(event, Trouble)]


def sums(rows):
    found: Counter[str] = Counter()
    for row in rows:
        found.update(row.measures)
    return found


def asked(sheet):
    match = IMPORTER.sniff(sheet)
    assert match
    return {question.id for question in match.questions}


def test_live_sellers_mix_two_forms_of_date_and_hold_53_doubled_posts():
    sheet = opened("uci-fb-live-sellers-thailand", "Live.csv")
    assert "date_order" in asked(sheet)
    rows, troubles = read(sheet)
    assert sum("two different days" in trouble.why.en for trouble in troubles) == 2814
    rows, troubles = read(sheet, date_order="mdy")
    assert len(rows) == 7050
    assert len(troubles) == 53
    assert all("on line" in trouble.why.en for trouble in troubles)
    found = sums(rows)
    assert (found["likes"], found["comments"], found["shares"]) == (1622326, 1581710, 282159)
    kinds = Counter(row.type for row in rows)
    assert kinds == {"photo": 4288, "video": 2334, "status": 365, "link": 63}
    days = [row.published_at.date() for row in rows]
    assert (min(days), max(days)) == (date(2012, 7, 15), date(2018, 6, 13))


def test_website_traffic_keeps_what_is_not_reported_unknown():
    sheet = opened("ga-upworthy-traffic", "2013.01.01-2015.04.30-daily-users-info.csv")
    assert asked(sheet) == {"mapping"}
    rows, troubles = read(sheet)
    assert (len(rows), troubles) == (850, [])
    assert (rows[0].day, rows[-1].day) == (date(2013, 1, 1), date(2015, 4, 30))
    assert rows[0].measures["users"] == 67283
    assert "sessions" not in rows[1].measures
    assert rows[1].extra["Bounce Rate"] == "72.22%"


def test_page_views_with_thousands_commas_need_no_question():
    sheet = opened("ga-upworthy-traffic", "2013.01.01-2015.04.30-daily-pageviews.csv")
    assert asked(sheet) == set()
    rows, troubles = read(sheet)
    assert (len(rows), troubles) == (850, [])
    scan = scan_plan(sheet, Answers())
    assert scan
    assert (scan.date_format, scan.thousands) == ("%m/%d/%y", ",")


@pytest.mark.parametrize(
    ("name", "spend", "impressions", "clicks", "orders"),
    [
        ("control_group.csv", 68653, 3177233, 154303, 15161),
        ("test_group.csv", 76892, 2237544, 180970, 15637),
    ],
)
def test_campaign_days_hold_their_reference_sums(name, spend, impressions, clicks, orders):
    sheet = opened("ab-ad-campaigns", name)
    assert asked(sheet) == {"mapping"}
    rows, troubles = read(sheet)
    assert (len(rows), troubles) == (30, [])
    assert {row.currency for row in rows if row.measures} == {"USD"}
    found = sums(rows)
    assert found["spend"] == Decimal(spend)
    assert (found["impressions"], found["link_clicks"], found["orders"]) == (
        impressions,
        clicks,
        orders,
    )
    if name == "control_group.csv":
        blank = next(row for row in rows if row.day == date(2019, 8, 5))
        assert blank.measures == {"spend": 1835}


def test_net_changes_under_the_name_subscribers_are_noticed():
    sheet = opened("followers-youtube-daily", "Totals.csv")
    assert asked(sheet) == {"mapping"}
    rows, troubles = read(sheet)
    assert (len(rows), troubles) == (3562, [])
    assert sums(rows) == {"followers_net": 75}


def test_windows_text_with_hard_spaces_is_read_whole():
    sheet = opened("instagram-post-reach", "Instagram data.csv")
    rows, _ = read(sheet)
    assert len(rows) == len({row.post_id for row in rows}) == 119
    assert sums(rows)["impressions"] == 678775
    assert rows[0].tags[:2] == ("finance", "money")


def test_the_same_chart_as_text_and_as_workbook_gives_the_same_rows():
    text, _ = read(opened("export-youtube-wholebrainhealth", "Chart_data.csv"))
    book, _ = read(opened("export-youtube-wholebrainhealth", "Chart_data.xlsx"))
    assert sums(text) == sums(book) == {"views": 24299}
    assert [(r.day, r.source, r.measures) for r in text] == [
        (r.day, r.source, r.measures) for r in book
    ]
