"""Headers are matched by spelling, whatever their order, case, language or unit."""

from tolok.core.measures import MEASURES
from tolok.core.sheet import Line
from tolok.lib.columns import Columns, currency_in, normalise, spellings, unit_in
from tolok.lib.mapping import PLACES

COMMON = spellings("common")


def test_spelling_ignores_case_accents_underscores_and_units():
    assert normalise("Watch_time (hours)") == "watch time"
    assert normalise("# of Impressions") == "impressions"
    assert normalise("Número de reações") == "numero de reacoes"
    assert normalise("Reach (deduplicated)") == "reach (deduplicated)"


def test_units_and_currencies_are_read_from_brackets():
    assert unit_in("Watch time (hours)") == "hours"
    assert currency_in("Amount spent (UAH)") == "UAH"
    assert currency_in("Spend [USD]") == "USD"
    assert currency_in("Watch time (hrs)") == ""


def test_columns_are_found_in_any_order_and_language():
    columns = Columns.match(["Tayangan", "Tanggal", "Reichweite", "Me gusta"], COMMON)
    assert {f: columns.index(f) for f in ("impressions", "date", "reach", "likes")} == {
        "impressions": 0,
        "date": 1,
        "reach": 2,
        "likes": 3,
    }


def test_a_name_that_occurs_twice_is_reported_and_the_first_one_used():
    columns = Columns.match(["Date", "Views", "Reach", "Views"], COMMON)
    assert columns.doubled() == ("Views",)
    assert columns.at["views"] == (1, 3)
    assert columns.cell(Line(2, ["2025-01-01", "5", "4", "9"]), "views") == "5"


def test_a_row_of_another_width_is_not_used():
    columns = Columns.match(["Date", "Views"], COMMON)
    assert columns.trouble(Line(2, ["2025-01-01", "5"])) is None
    for cells in (["2025-01-01"], ["2025-01-01", "5", "6"], ["2025-01-01", "5", ""]):
        trouble = columns.trouble(Line(7, cells))
        assert trouble
        assert (trouble.line, trouble.row_kept) == (7, False)


def test_a_workbook_may_leave_out_blank_cells_at_the_end():
    columns = Columns.match(["Date", "Views"], COMMON, short="allow")
    assert columns.trouble(Line(2, ["2025-01-01"])) is None
    reported = Columns.match(["Date", "Views"], COMMON, short="report").trouble(Line(2, ["x"]))
    assert reported
    assert reported.row_kept


def test_a_mended_row_is_kept_and_reported():
    trouble = Columns.match(["Date", "Views"], COMMON).trouble(
        Line(3, ["2025-01-01", "5"], "wrapped")
    )
    assert trouble
    assert trouble.row_kept


def test_no_spelling_means_two_fields():
    seen: dict[str, str] = {}
    for field, words in COMMON.items():
        for word in words:
            assert seen.setdefault(normalise(word), field) == field, word


def test_every_measure_has_a_spelling_and_every_field_a_meaning():
    assert set(MEASURES) <= set(COMMON)
    assert set(COMMON) - set(MEASURES) <= {*PLACES, "reactions"}
