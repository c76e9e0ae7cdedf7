"""Audience shares of Meta Business Suite in both of their forms."""

import pytest

from tests.importers.meta_files import events, of, utf8, utf16
from tests.shared import shared_data
from tolok.core.ports import About, Answers, AudienceRow, Trouble
from tolok.importers.meta_audience import IMPORTER
from tolok.lib.sheets import open_sheets

WIDE = (
    *('"Age & gender"', '"","Women","Men"', '"18-24","10.6","6.5"', '"65+","3",""', ""),
    *('"Top countries"', '"South Africa","Nigeria"', '"75.1","5.9"', ""),
    *('"Top cities"', '"Cape Town, South Africa"', '"13.7"'),
)


def shares(found) -> dict[tuple[str, str], float]:
    return {(e.dimension, e.bucket): e.share for e in of(AudienceRow, found)}


def test_names_on_one_line_and_shares_on_the_next(tmp_path):
    sheet = utf16(tmp_path, *WIDE)
    assert IMPORTER.sniff(sheet).table == "audience"
    assert shares(events(IMPORTER, sheet, network="facebook")) == {
        ("age_gender", "18-24 female"): 0.106,
        ("age_gender", "18-24 male"): 0.065,
        ("age_gender", "65+ female"): 0.03,
        ("country", "South Africa"): 0.751,
        ("country", "Nigeria"): 0.059,
        ("city", "Cape Town, South Africa"): 0.137,
    }


def test_the_form_of_2024_names_its_object_and_has_a_row_per_name(tmp_path):
    sheet = utf16(
        tmp_path,
        *('"FB_PAGE,FOLLOW,UNIQUE_USERS"', '"Age & gender"', '"","Women","Men"'),
        *('"18-24","10.60%","6.50%"', '"Top cities"', '"Lagos, Nigeria","1.8%"'),
    )
    match = IMPORTER.sniff(sheet)
    assert (match.network, match.questions) == ("facebook", ())
    found = events(IMPORTER, sheet)
    assert of(About, found)[0].network == "facebook"
    assert shares(found)["age_gender", "18-24 female"] == 0.106
    assert shares(found)["city", "Lagos, Nigeria"] == 0.018


def test_the_day_of_receipt_stands_for_the_missing_day(tmp_path):
    sheet = utf16(tmp_path, *WIDE)
    rows = of(AudienceRow, events(IMPORTER, sheet))
    assert {str(row.day) for row in rows} == {"2025-04-16"}
    rows = of(AudienceRow, events(IMPORTER, sheet, day="2025-04-01"))
    assert {str(row.day) for row in rows} == {"2025-04-01"}
    without = list(IMPORTER.parse(sheet, Answers()))
    assert not of(AudienceRow, without)
    assert [e.line for e in of(Trouble, without)] == [2, 7, 11]


def test_shares_are_read_in_other_languages(tmp_path):
    sheet = utf16(
        tmp_path, '"Edad y sexo"', '"","Mujeres","Hombres"', '"18-24","10,6","6,5"',
        '"Principales países"', '"México","Perú"', '"75,1","5,9"',
    )  # fmt: skip
    found = shares(events(IMPORTER, sheet))
    assert found["age_gender", "18-24 male"] == 0.065
    assert found["country", "México"] == 0.751


def test_what_is_no_share_is_reported(tmp_path):
    sheet = utf16(
        tmp_path, '"Age & gender"', '"","Women","Robots"', '"18-24","106","x"', '"65+","2","1"'
    )
    found = events(IMPORTER, sheet)
    assert [(e.line, e.value) for e in of(Trouble, found)] == [(3, "Robots"), (4, "106")]
    assert shares(found) == {("age_gender", "65+ female"): 0.02}


@pytest.mark.parametrize("text", ["Top cities\n", "Date,Women\n2025-01-01,5\n"])
def test_other_tables_are_left_to_others(tmp_path, text):
    assert IMPORTER.sniff(utf8(tmp_path, text)) is None


def test_the_real_audience_is_read_whole():
    (sheet,) = open_sheets(shared_data("export-meta-oigetit", "Audience.csv"))
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["network"]
    found = events(IMPORTER, sheet, network="facebook")
    rows = of(AudienceRow, found)
    assert not of(Trouble, found)
    by_dimension = {d: [r for r in rows if r.dimension == d] for d in ("age_gender", "country")}
    assert len(by_dimension["age_gender"]) == 12
    assert round(sum(r.share for r in by_dimension["age_gender"]), 3) == 1.0
    assert len(by_dimension["country"]) == 10
    assert len(rows) == 32
