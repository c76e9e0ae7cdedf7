"""Reports of Meta Ads Manager: currency in a header, the total row, break-downs, same names."""

from decimal import Decimal

import pytest

from tests.importers.meta_files import events, of, sums, utf8, xlsx
from tolok.core.ports import About, AdRow, Declared, Skipped, Trouble
from tolok.importers.meta_ads import IMPORTER

HEAD = (
    "Reporting starts", "Reporting ends", "Ad name", "Ad delivery", "Ad Set Name", "Bid",
    "Ad set budget", "Attribution setting", "Results", "Result indicator", "Reach", "Impressions",
    "Cost per results", "Quality ranking", "Amount spent (UAH)", "Ends",
)  # fmt: skip
TOTAL = (
    "2024-03-01", "2024-03-31", "", "", "", "", "", "", 40, "", 900, 5000, "", "", 450.75, "",
)  # fmt: skip


def ad(name: str, spent: object, impressions: object = 2500, set_name: str = "Women") -> tuple:
    return (
        "2024-03-01", "2024-03-31", name, "active", set_name, 0, "Using ad set budget",
        "7-day click", 20, "actions:link_click", 500, impressions, 11.2, "Average", spent, "",
    )  # fmt: skip


def csv(head: str, *rows: str) -> str:
    return "\n".join((head, *rows, ""))


def test_a_workbook_is_read_with_the_currency_of_its_header(tmp_path):
    sheet = xlsx(tmp_path, [HEAD, TOTAL, ad("Video", 200.5), ad("Photo", 250.25)])
    match = IMPORTER.sniff(sheet)
    assert (match.table, match.questions) == ("ad", ())
    found = events(IMPORTER, sheet)
    assert of(About, found)[0].table == "ad"
    video, photo = of(AdRow, found)
    assert (video.ad, video.ad_set, video.currency) == ("Video", "Women", "UAH")
    assert (str(video.day), str(video.end)) == ("2024-03-01", "2024-03-31")
    assert video.measures == {
        "reach": 500, "impressions": 2500, "spend": Decimal("200.5"), "results": 20,
    }  # fmt: skip
    assert video.extra["Result indicator"] == "actions:link_click"
    assert photo.measures["spend"] == Decimal("250.25")


def test_the_total_row_is_declared_and_agrees_with_the_sum(tmp_path):
    sheet = xlsx(tmp_path, [HEAD, TOTAL, ad("Video", 200.5), ad("Photo", 250.25)])
    found = events(IMPORTER, sheet)
    (declared,) = of(Declared, found)
    assert (declared.line, declared.measures["reach"]) == (2, 900)
    total = sums(of(AdRow, found))
    for measure in ("impressions", "spend", "results"):
        assert declared.measures[measure] == total[measure]


def test_a_total_row_with_words_is_known_too(tmp_path):
    head = "Campaign name,Reporting starts,Reporting ends,Impressions,Amount spent (EUR)"
    rows = (
        "Results from 2 campaigns,2024-03-01,2024-03-31,30,3.50",
        "A,2024-03-01,2024-03-31,30,3.50",
    )
    found = events(IMPORTER, utf8(tmp_path, csv(head, *rows)))
    assert [e.measures["impressions"] for e in of(Declared, found)] == [30]
    assert len(of(AdRow, found)) == 1


def test_a_report_by_day_and_account_has_its_total_where_no_day_stands(tmp_path):
    head = "Reporting starts,Reporting ends,Day,Impressions,Amount spent (EUR)"
    rows = ("2024-03-01,2024-03-02,,30,3", "2024-03-01,2024-03-01,2024-03-01,10,1",
            "2024-03-02,2024-03-02,2024-03-02,20,2")  # fmt: skip
    found = events(IMPORTER, utf8(tmp_path, csv(head, *rows)))
    assert len(of(Declared, found)) == 1
    assert [(str(r.day), str(r.end)) for r in of(AdRow, found)] == [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-02", "2024-03-02"),
    ]


def test_subtotals_of_a_break_down_are_not_data(tmp_path):
    head = "Ad name,Age,Gender,Reporting starts,Reporting ends,Impressions,Amount spent (EUR)"
    rows = (",,,2024-03-01,2024-03-31,30,3", "A,,,2024-03-01,2024-03-31,30,3",
            "A,25-34,female,2024-03-01,2024-03-31,10,1",
            "A,35-44,male,2024-03-01,2024-03-31,20,2")  # fmt: skip
    found = events(IMPORTER, utf8(tmp_path, csv(head, *rows)))
    assert [e.line for e in of(Declared, found)] == [2]
    assert [e.line for e in of(Skipped, found)] == [3]
    assert [r.breakdown for r in of(AdRow, found)] == [
        "age=25-34,gender=female",
        "age=35-44,gender=male",
    ]
    assert sums(of(AdRow, found))["impressions"] == 30


def test_two_ads_of_one_name_are_both_kept_and_reported(tmp_path):
    found = events(IMPORTER, xlsx(tmp_path, [HEAD, ad("Video", 1), ad("Video", 2)]))
    assert [r.ad for r in of(AdRow, found)] == ["Video", "Video (2)"]
    assert [(e.line, e.row_kept) for e in of(Trouble, found)] == [(3, True)]


def test_a_long_ad_id_keeps_every_digit(tmp_path):
    head = (
        "Ad ID,Ad name,Campaign name,Reporting starts,Reporting ends,Impressions,Amount spent (EUR)"
    )
    row = "120200111222333444,Video,Spring,2024-03-01,2024-03-31,10,1.5"
    (found,) = of(AdRow, events(IMPORTER, utf8(tmp_path, csv(head, row))))
    assert (found.ad, found.campaign, found.extra["Ad name"]) == (
        "120200111222333444",
        "Spring",
        "Video",
    )


@pytest.mark.parametrize(
    ("head", "row", "currency", "spend"),
    [
        (
            "Inicio del informe,Fin del informe,Nombre de la campaña,Impresiones,"
            "Importe gastado (COP)",
            '2026-10-01,2026-10-07,Octubre,100,"1234.50"',
            "COP",
            "1234.50",
        ),
        (
            "Awal pelaporan,Akhir pelaporan,Nama kampanye,Impresi,Jumlah yang dibelanjakan (IDR)",
            "2026-10-01,2026-10-07,Oktober,100,1617715",
            "IDR",
            "1617715",
        ),
        (
            "Berichtsstart;Berichtsende;Kampagnenname;Impressionen;Ausgegebener Betrag (EUR)",
            "2026-10-01;2026-10-07;Oktober;1.100;12,50",
            "EUR",
            "12.50",
        ),
    ],
    ids=["es", "id", "de"],
)
def test_reports_are_read_in_other_languages(tmp_path, head, row, currency, spend):
    sheet = utf8(tmp_path, csv(head, row))
    assert IMPORTER.sniff(sheet).questions == ()
    (found,) = of(AdRow, events(IMPORTER, sheet))
    assert (found.currency, found.measures["spend"]) == (currency, Decimal(spend))
    assert found.campaign.startswith("O")


def test_a_currency_that_is_nowhere_is_asked_for(tmp_path):
    head = "Campaign name,Reporting starts,Reporting ends,Impressions,Amount spent"
    sheet = utf8(tmp_path, csv(head, "A,2024-03-01,2024-03-31,30,3.50"))
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["currency"]
    assert of(AdRow, events(IMPORTER, sheet))[0].currency == ""
    assert of(AdRow, events(IMPORTER, sheet, currency="usd"))[0].currency == "USD"


def test_money_that_can_be_read_in_two_ways_is_asked_about(tmp_path):
    head = "Campaign name,Reporting starts,Reporting ends,Impressions,Amount spent (EUR)"
    sheet = utf8(tmp_path, csv(head, "A,2024-03-01,2024-03-31,30,1.234"))
    assert [q.id for q in IMPORTER.sniff(sheet).questions] == ["decimal"]
    assert of(AdRow, events(IMPORTER, sheet, decimal=","))[0].measures["spend"] == 1234
    assert of(AdRow, events(IMPORTER, sheet, decimal="."))[0].measures["spend"] == Decimal("1.234")


def test_a_row_without_a_readable_day_is_reported(tmp_path):
    head = "Campaign name,Reporting starts,Reporting ends,Impressions,Amount spent (EUR)"
    found = events(IMPORTER, utf8(tmp_path, csv(head, "A,soon,2024-03-31,30,3", "B,,,30,3")))
    assert not of(AdRow, found)
    assert [(e.value, e.row_kept) for e in of(Trouble, found)] == [("soon", False), ("", False)]


@pytest.mark.parametrize("text", ["Date,Amount spent\n2024-01-01,5\n", "a,b\n1,2\n"])
def test_other_tables_are_left_to_others(tmp_path, text):
    assert IMPORTER.sniff(utf8(tmp_path, text)) is None
