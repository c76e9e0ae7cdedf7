"""Page series of Meta Business Suite: titles, stacked blocks, stamps, whose network it is."""

import pytest

from tests.importers.meta_files import events, of, sums, utf8, utf16
from tests.shared import shared_data
from tolok.core.ports import About, DayRow, Skipped, Trouble
from tolok.importers.meta_page_series import IMPORTER
from tolok.lib.sheets import open_sheets

HEAD = '"Date","Primary"'


def test_a_series_is_read_with_the_network_of_its_title(tmp_path):
    sheet = utf16(tmp_path, '"Facebook reach"', HEAD, '"2025-01-01T01:00:00","5"')
    match = IMPORTER.sniff(sheet)
    assert (match.network, match.table, match.questions) == ("facebook", "day", ())
    about, row = events(IMPORTER, sheet)
    assert (about.network, about.zone, about.title) == ("facebook", None, "Facebook reach")
    assert (row.line, row.day.isoformat(), row.measures) == (4, "2025-01-01", {"reach": 5})


def test_a_title_without_a_network_is_asked_about_never_guessed(tmp_path):
    sheet = utf16(
        tmp_path, '"Content interactions"', HEAD, '"2025-01-01T01:00:00","3"', name="Instagram.csv"
    )
    match = IMPORTER.sniff(sheet)
    assert match.network == ""
    (question,) = match.questions
    assert (question.id, set(question.choices)) == ("network", {"facebook", "instagram"})
    assert of(About, events(IMPORTER, sheet))[0].network == ""
    assert of(About, events(IMPORTER, sheet, network="instagram"))[0].network == "instagram"


def test_stacked_blocks_are_tables_of_their_own(tmp_path):
    sheet = utf16(
        tmp_path,
        *('"Facebook visits"', HEAD, '"2025-01-01T00:00:00","5"', ""),
        *('"Instagram profile visits"', HEAD, '"2025-01-01T00:00:00","7"'),
    )
    assert IMPORTER.sniff(sheet).network == ""
    assert IMPORTER.sniff(sheet).questions == ()
    found = events(IMPORTER, sheet)
    assert [e.network for e in of(About, found)] == ["facebook", "instagram"]
    assert [e.measures for e in of(DayRow, found)] == [{"profile_visits": 5}, {"profile_visits": 7}]


def test_two_blocks_without_a_network_get_an_answer_each(tmp_path):
    block = ('"Content interactions"', HEAD, '"2025-01-01T00:00:00","5"')
    sheet = utf16(tmp_path, *block, "", *block)
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["network", "network:2"]
    found = events(IMPORTER, sheet, network="facebook", **{"network:2": "instagram"})
    assert [e.network for e in of(About, found)] == ["facebook", "instagram"]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-03-09T01:00:00", "2025-03-09"),
        ("2025-03-10T00:00:00", "2025-03-10"),
        ("2025-11-02T23:00:00", "2025-11-03"),
    ],
)
def test_stamps_moved_by_summer_time_stay_on_their_day(tmp_path, stamp, day):
    sheet = utf16(tmp_path, '"Facebook reach"', HEAD, f'"{stamp}","5"')
    assert of(DayRow, events(IMPORTER, sheet))[0].day.isoformat() == day


def test_a_blank_day_is_unknown_and_an_unreadable_one_is_reported(tmp_path):
    sheet = utf16(
        tmp_path,
        *('"Facebook reach"', HEAD, '"2025-01-01T00:00:00","5"', '"2025-01-02T00:00:00",""'),
        *('"2025-01-03T00:00:00","no data"', '"2025-01-01T00:00:00","6"'),
    )
    found = events(IMPORTER, sheet)
    assert sums(of(DayRow, found)) == {"reach": 5}
    assert [e.line for e in of(Skipped, found)] == [5]
    assert [(e.line, e.value) for e in of(Trouble, found)] == [
        (6, "no data"),
        (7, "2025-01-01T00:00:00"),
    ]


@pytest.mark.parametrize(
    ("title", "head", "network", "measure"),
    [
        ("Visitas al perfil de Instagram", '"Fecha","Primary"', "instagram", "profile_visits"),
        ("Facebook-Reichweite", '"Datum","Primary"', "facebook", "reach"),
        ("Jangkauan Instagram", '"Tanggal","Primary"', "instagram", "reach"),
    ],
)
def test_titles_are_known_in_other_languages(tmp_path, title, head, network, measure):
    sheet = utf16(tmp_path, f'"{title}"', head, '"2025-01-01T00:00:00","5"')
    assert IMPORTER.sniff(sheet).network == network
    assert of(DayRow, events(IMPORTER, sheet))[0].measures == {measure: 5}


def test_an_unknown_title_asks_what_is_counted(tmp_path):
    sheet = utf16(tmp_path, '"Lihatan"', HEAD, '"2025-01-01T00:00:00","5"')
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["network", "measure:Lihatan"]
    assert not of(DayRow, events(IMPORTER, sheet, network="facebook"))
    found = events(IMPORTER, sheet, network="facebook", **{"measure:Lihatan": "views"})
    assert of(DayRow, found)[0].measures == {"views": 5}


def test_a_comparison_column_is_reported_not_added(tmp_path):
    sheet = utf16(
        tmp_path, '"Facebook reach"', '"Date","Primary","Other"', '"2025-01-01T00:00:00","5","9"'
    )
    found = events(IMPORTER, sheet)
    assert sums(of(DayRow, found)) == {"reach": 5}
    assert [e.column for e in of(Trouble, found)] == ["other"]


@pytest.mark.parametrize(
    "text", ["Date,Sales\n2025-01-01,5\n", "a\nb\nc\n", "Report\nDate,Sales\n2025-01-01,5\n"]
)
def test_other_tables_are_left_to_others(tmp_path, text):
    assert IMPORTER.sniff(utf8(tmp_path, text)) is None


@pytest.mark.parametrize(
    ("name", "measure", "total", "network"),
    [
        ("Follows.csv", "followers_gained", 66, ""),
        ("Reach.csv", "reach", 10_734, "facebook"),
        ("Views.csv", "views", 29_981, ""),
        ("Visits.csv", "profile_visits", 976, "facebook"),
        ("Visits (1).csv", "profile_visits", 449, "instagram"),
        ("Interactions.csv", "engagements_native", 208, ""),
        ("Interactions (1).csv", "engagements_native", 749, ""),
    ],
)
def test_real_series_give_their_reference_sums(name, measure, total, network):
    (sheet,) = open_sheets(shared_data("export-meta-oigetit", name))
    match = IMPORTER.sniff(sheet)
    assert match.network == network
    assert [q.id for q in match.questions] == ([] if network else ["network"])
    found = events(IMPORTER, sheet, network="facebook")
    rows = of(DayRow, found)
    assert sums(rows) == {measure: total}
    assert len({row.day for row in rows}) == len(rows) == 105
    assert (str(rows[0].day), str(rows[-1].day)) == ("2025-01-01", "2025-04-15")
    assert not of(Trouble, found)
