"""Files of figures: no value turns into a formula, a link, a rounded id or a zero."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from tolok.render.tables import (
    Sheet,
    csv_bytes,
    excel_csv_bytes,
    json_bytes,
    records_bytes,
    xlsx_bytes,
)

LONG = 1234567890123456789


def test_csv_keeps_values_as_they_are():
    rows = [["=1+1", None, 0, Decimal("1.50"), date(2026, 11, 8), True, 'a "b", c']]
    text = csv_bytes(["a", "b", "c", "d", "e", "f", "g"], rows).decode()
    assert list(csv.reader(io.StringIO(text)))[1] == [
        "=1+1",
        "",
        "0",
        "1.50",
        "2026-11-08",
        "true",
        'a "b", c',
    ]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-cmd", "@sum", "\t=1"])
def test_csv_for_excel_defuses_formulas(text):
    made = excel_csv_bytes(["a"], [[text]], "en").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(made)))[1] == [f"'{text}"]


def test_csv_for_excel_follows_the_language_and_keeps_negative_numbers():
    made = excel_csv_bytes(["a", "b", "c"], [[-1.5, Decimal("1234.5"), LONG]], "id")
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig").splitlines()[1] == f"-1,5;1234,5;'{LONG}"


def test_xlsx_stores_text_numbers_and_long_ids_exactly():
    rows = [["=1+1", LONG, 12, Decimal("2.5"), None, "https://a.example", date(2026, 1, 2)]]
    made = xlsx_bytes([Sheet("Posts", ["a", "b", "c", "d", "e", "f", "g"], rows)])
    row = list(openpyxl.load_workbook(io.BytesIO(made)).active.iter_rows(min_row=2))[0]
    assert [cell.data_type for cell in row[:2]] == ["s", "s"]
    assert [cell.value for cell in row] == [
        "=1+1",
        str(LONG),
        12,
        2.5,
        None,
        "https://a.example",
        datetime(2026, 1, 2),  # noqa: DTZ001 - what a spreadsheet holds
    ]
    assert row[5].hyperlink is None


def test_xlsx_of_the_same_data_is_the_same_file():
    def make() -> bytes:
        return xlsx_bytes([Sheet("A", ["x"], ([n] for n in range(50)))])

    assert make() == make()


def test_worksheet_names_are_legal_and_unique():
    sheets = [Sheet(name, ["x"], []) for name in ("a/b:c", "A b c", "n" * 40, "n" * 40, "")]
    names = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheets))).sheetnames
    assert len({name.lower() for name in names}) == 5
    assert all(len(name) <= 31 and "/" not in name for name in names)


def test_no_number_that_is_not_finite_reaches_a_file():
    made = xlsx_bytes([Sheet("A", ["x"], [[float("nan")]])])
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None
    with pytest.raises(ValueError, match="JSON"):
        json_bytes({"x": float("inf")})


def test_json_writes_unknown_as_null_and_money_exactly():
    rows = json.loads(
        records_bytes(["day", "spend"], [[date(2026, 1, 2), Decimal("10.10")], [None, None]])
    )
    assert rows == [{"day": "2026-01-02", "spend": "10.10"}, {"day": None, "spend": None}]
