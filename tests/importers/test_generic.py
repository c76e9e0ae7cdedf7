"""Numbers kept by hand: what is recognised, what is asked, what is reported."""

import json
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from tolok.core.errors import ProblemError
from tolok.core.ports import (
    About,
    AdRow,
    Answers,
    DayRow,
    Declared,
    PostRow,
    Skipped,
    Trouble,
)
from tolok.importers.generic import IMPORTER, scan_plan
from tolok.lib.catalogue import networks
from tolok.lib.columns import spellings
from tolok.lib.sheets import open_sheets


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="hand.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return open_sheets(path)[0]

    return write


def read(sheet, **given):
    return list(IMPORTER.parse(sheet, Answers(given, date(2025, 6, 1))))


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_a_day_table_in_indonesian_needs_no_question(sheet):
    hand = sheet("Tanggal;Tayangan;Pengikut baru\n2025-01-01;1.250;3\n2025-01-02;980;--\n")
    match = IMPORTER.sniff(hand)
    assert match
    assert match.questions == ()
    about, *rows = read(hand)
    assert about == About(network="", table="day")
    assert [(r.day, dict(r.measures)) for r in rows] == [
        (date(2025, 1, 1), {"impressions": 1250, "followers_gained": 3}),
        (date(2025, 1, 2), {"impressions": 980}),
    ]


def test_titles_above_the_header_are_skipped_with_the_reason(sheet):
    events = read(sheet("Our numbers,\n\nDate,Views\n2025-01-01,5\n"))
    assert [event.line for event in of(events, Skipped)] == [1, 2]
    assert [event.line for event in of(events, DayRow)] == [4]


def test_a_long_table_becomes_the_same_days(sheet):
    events = read(
        sheet("Date,KPI,Value\n2025-01-01,Reach,50\n2025-01-01,Likes,4\n2025-01-01,Joy,4\n")
    )
    assert [dict(row.measures) for row in of(events, DayRow)] == [{"reach": 50}, {"likes": 4}]
    (trouble,) = of(events, Trouble)
    assert (trouble.line, trouble.value, trouble.row_kept) == (4, "Joy", False)


def test_posts_are_known_by_their_link_when_they_have_no_id(sheet):
    events = read(sheet("Link,Published,Likes\nhttps://x.test/1,2025-01-05 10:30,7\n"))
    (row,) = of(events, PostRow)
    assert row.post_id == row.link == "https://x.test/1"
    assert row.published_at == datetime(2025, 1, 5, 10, 30)  # noqa: DTZ001 the file names no zone


def test_posts_without_any_key_are_all_kept_and_keep_their_key_on_the_next_import(sheet):
    hand = sheet("Caption,Likes\nHello,1\nHello,2\nBye,3\n")
    rows = of(read(hand), PostRow)
    assert [row.measures["likes"] for row in rows] == [1, 2, 3]
    assert len({row.post_id for row in rows}) == 3
    assert [row.post_id for row in of(read(hand), PostRow)] == [row.post_id for row in rows]


def test_a_long_identifier_keeps_its_digits_and_a_shortened_one_is_refused(sheet):
    events = read(sheet("Post ID,Likes\n1891564128784855141,7\n1.89E+18,8\n"))
    assert [row.post_id for row in of(events, PostRow)] == ["1891564128784855141"]
    assert [(t.line, t.column, t.row_kept) for t in of(events, Trouble)] == [(3, "Post ID", False)]


def test_an_ambiguous_day_is_asked_and_without_an_answer_stored_nowhere(sheet):
    hand = sheet("Date,Views\n4/5/2025,5\n6/7/2025,6\n")
    match = IMPORTER.sniff(hand)
    assert match
    assert [question.id for question in match.questions] == ["date_order"]
    assert of(read(hand), DayRow) == []
    assert len(of(read(hand), Trouble)) == 2
    days = [row.day for row in of(read(hand, date_order="dmy"), DayRow)]
    assert days == [date(2025, 5, 4), date(2025, 7, 6)]


def test_one_form_of_date_proves_nothing_about_another(sheet):
    hand = sheet("Date,Views\n4/22/2018,5\n4/21/2018,6\n4/11/18,7\n")
    match = IMPORTER.sniff(hand)
    assert match
    assert [question.id for question in match.questions] == ["date_order"]
    assert [row.line for row in of(read(hand), DayRow)] == [2, 3]
    assert len(of(read(hand, date_order="mdy"), DayRow)) == 3


def test_a_damaged_day_does_not_shake_the_order_of_the_others(sheet):
    days = "".join(f"1/{day}/2025,{day}\n" for day in range(1, 32))
    events = read(sheet("Date,Views\n" + days.replace("1/20/2025", "20/1/2025")))
    assert len(of(events, DayRow)) == 30
    assert [trouble.value for trouble in of(events, Trouble)] == ["20/1/2025"]


def test_an_amount_that_can_be_read_in_two_ways_is_asked(sheet):
    hand = sheet('Date,Spend (USD)\n2025-01-01,"1,234"\n')
    match = IMPORTER.sniff(hand)
    assert match
    assert [question.id for question in match.questions] == ["decimal"]
    assert of(read(hand), DayRow)[0].measures == {}
    assert of(read(hand, decimal="."), DayRow)[0].measures == {"spend": Decimal(1234)}
    assert of(read(hand, decimal=","), DayRow)[0].measures == {"spend": Decimal("1.234")}


def test_a_count_proves_which_sign_parts_thousands(sheet):
    hand = sheet('Date,Views\n2025-01-01,"92,812"\n')
    match = IMPORTER.sniff(hand)
    assert match
    assert match.questions == ()
    assert of(read(hand), DayRow)[0].measures == {"views": 92812}


def test_money_without_a_currency_is_asked(sheet):
    hand = sheet("Date,Spend\n2025-01-01,12.50\n")
    match = IMPORTER.sniff(hand)
    assert match
    assert [question.id for question in match.questions] == ["currency"]
    assert of(read(hand, currency="IDR"), DayRow)[0].currency == "IDR"


def test_a_total_row_is_declared_and_no_data(sheet):
    events = read(sheet("Date,Views\nTotal,11\n2025-01-01,5\n2025-01-02,6\n"))
    assert of(events, Declared) == [Declared(2, {"views": 11})]
    assert len(of(events, DayRow)) == 2


def test_a_post_that_says_total_is_still_a_post(sheet):
    events = read(sheet("Post ID,Text,Likes\n1,Total,5\n2,Sum,6\n"))
    assert len(of(events, PostRow)) == 2
    assert of(events, Declared) == []


def test_rows_that_occur_twice_are_reported(sheet):
    events = read(sheet("Post ID,Likes\n1,5\n2,6\n1,7\n"))
    assert len(of(events, PostRow)) == 3
    assert [(trouble.line, trouble.value) for trouble in of(events, Trouble)] == [(4, "1")]


def test_new_followers_under_the_name_of_a_level_are_noticed_and_asked(sheet):
    rows = "".join(f"2025-01-{day:02},{day % 3}\n" for day in range(1, 32))
    match = IMPORTER.sniff(sheet("Date,Subscribers\n" + rows))
    assert match
    (question,) = match.questions
    assert question.id == "mapping"
    assert json.loads(next(iter(question.choices))) == ["date", "followers_net"]


def test_a_corrected_mapping_is_followed(sheet):
    hand = sheet("When,How many\n2025-01-01,5\n2025-01-02,9\n")
    mapping = json.dumps(["date", "page_views"])
    assert IMPORTER.sniff(hand) is None
    events = read(hand, mapping=mapping)
    assert [row.measures for row in of(events, DayRow)] == [{"page_views": 5}, {"page_views": 9}]


def test_a_mapping_without_a_day_or_a_post_is_refused(sheet):
    hand = sheet("When,How many\n2025-01-01,5\n")
    with pytest.raises(ProblemError) as error:
        read(hand, mapping=json.dumps(["extra", "extra"]))
    assert error.value.problem.type == "mapping-incomplete"


def test_two_columns_of_one_measure_are_never_merged(sheet):
    hand = sheet("Date,Views,Views\n2025-01-01,5,9\n")
    match = IMPORTER.sniff(hand)
    assert match
    assert [question.id for question in match.questions] == ["mapping"]
    (row,) = of(read(hand), DayRow)
    assert row.measures == {"views": 5}
    assert row.extra == {"Views": "9"}


def test_spend_by_campaign_and_day_is_paid_delivery(sheet):
    hand = sheet("Date,Campaign,Spend [USD],Clicks\n2025-01-01,A,5.5,3\n2025-01-01,B,6,4\n")
    rows = of(read(hand), AdRow)
    assert [(row.campaign, row.currency, row.measures["spend"]) for row in rows] == [
        ("A", "USD", Decimal("5.5")),
        ("B", "USD", Decimal("6")),
    ]


def test_hours_in_a_header_become_seconds(sheet):
    (row,) = of(read(sheet("Date,Watch time (hours)\n2025-01-01,1.5\n")), DayRow)
    assert row.measures == {"watch_time_s": 5400}


def test_rounded_numbers_are_marked(sheet):
    (row,) = of(read(sheet("Date,Views\n2025-01-01,1.2K\n")), DayRow)
    assert row.measures == {"views": 1200}
    assert row.extra == {"rounded": "views"}


def test_a_row_of_another_width_is_reported_and_not_used(sheet):
    events = read(sheet("Date,Views,Likes\n2025-01-01,1,250,7\n2025-01-02,5,6\n"))
    assert [row.line for row in of(events, DayRow)] == [3]
    assert [(t.line, t.row_kept) for t in of(events, Trouble)] == [(2, False)]


def test_workbooks_and_json_give_the_same_rows_as_csv(sheet, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Date", "Views"])
    book.active.append([date(2025, 1, 1), 5])
    book.active.append([date(2025, 1, 2), None])
    book.save(tmp_path / "hand.xlsx")
    items = '[{"Date": "2025-01-01", "Views": 5}, {"Date": "2025-01-02", "Views": null}]'
    csv = sheet("Date,Views\n2025-01-01,5\n2025-01-02,\n")
    wanted = [(row.day, dict(row.measures)) for row in of(read(csv), DayRow)]
    for other in (open_sheets(tmp_path / "hand.xlsx")[0], sheet(items, "hand.json")):
        assert [(row.day, dict(row.measures)) for row in of(read(other), DayRow)] == wanted


def test_a_clean_table_can_be_scanned_by_column(sheet):
    scan = scan_plan(sheet("Date,Views,Note\n2025-01-31,5,x\n"), Answers())
    assert scan
    assert (scan.table, scan.shape, scan.date_format, scan.skip_lines) == (
        "day",
        "wide",
        "%Y-%m-%d",
        1,
    )
    assert [(c.role, c.measure) for c in scan.columns] == [
        ("date", ""),
        ("measure", "views"),
        ("extra", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Date,Views\n4/5/2025,5\n",
        "Date,Watch time\n2025-01-01,0:01:33\n",
        "Caption,Likes\nHello,1\n",
        "Date,Views\n4/22/2018,5\n4/23/18,7\n",
    ],
)
def test_a_table_that_needs_care_is_not_scanned(sheet, text):
    assert scan_plan(sheet(text), Answers()) is None


def test_a_table_without_days_or_posts_is_not_recognised(sheet):
    assert IMPORTER.sniff(sheet("Country,Users\nChile,5\nPeru,6\n")) is None
    assert IMPORTER.sniff(sheet("word\nother\n")) is None


def test_a_table_of_several_networks_tells_each_row_apart(sheet):
    hand = sheet(
        "Date,Platform,Views\n2025-01-01,Facebook,5\n2025-01-01,IG,6\n2025-01-02,Orkut,7\n"
    )
    events = read(hand)
    shown = [e.network if isinstance(e, About) else e.measures for e in events[:4]]
    assert shown == ["facebook", {"views": 5}, "instagram", {"views": 6}]
    (trouble,) = of(events, Trouble)
    assert (trouble.line, trouble.value, trouble.row_kept) == (4, "Orkut", False)


def test_every_network_of_the_catalogue_has_a_spelling():
    assert set(spellings("networks")) | {"ads", "other"} == set(networks())


def test_a_word_among_plain_dates_is_a_problem_of_its_line_and_no_question(sheet):
    found = sheet("Date,Likes\n2026-01-01,4\nsomeday,5\n2026-01-03,6\n")
    match = IMPORTER.sniff(found)
    assert match is not None and "date_order" not in {q.id for q in match.questions}
    events = IMPORTER.parse(found, Answers({"network": "instagram"}))
    troubles = [e for e in events if isinstance(e, Trouble)]
    assert [(t.line, t.value) for t in troubles] == [(3, "someday")]
