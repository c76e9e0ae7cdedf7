"""Files of every kind as lines: nothing dropped, line numbers as an editor shows them."""

import json
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared import shared_data
from tolok.core.errors import ProblemError
from tolok.lib.sheets import open_sheets


def opened(tmp_path, content, name="numbers.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_sheets(path)[0]


def rows(sheet):
    return [(line.number, list(line.cells), line.fault) for line in sheet.lines()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(tmp_path, delimiter, end):
    text = end.join(delimiter.join(row) for row in [("Date", "Views"), ("2025-01-01", "5")]) + end
    sheet = opened(tmp_path, text)
    assert sheet.delimiter == delimiter
    assert rows(sheet) == [(1, ["Date", "Views"], ""), (2, ["2025-01-01", "5"], "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_found_with_and_without_a_mark(tmp_path, encoding):
    text = "Fecha,Teks\n2025-01-01,já está à café\n2025-01-02,naïve\n"
    found = rows(opened(tmp_path, text.encode(encoding)))
    assert found[1] == (2, ["2025-01-01", "já está à café"], "")


def test_a_line_in_another_encoding_is_read_and_reported(tmp_path):
    content = "Date,Text\n1,já\n2,está\n".encode() + "3,café\n".encode("cp1252")
    found = rows(opened(tmp_path, content))
    assert found[-1] == (4, ["3", "café"], "encoding")
    assert [fault for *_, fault in found[:-1]] == ["", "", ""]


def test_the_line_that_names_the_delimiter_is_no_data(tmp_path):
    sheet = opened(tmp_path, 'sep=;\n"Reach"\n"Date";"Primary"\n"2025-01-01";"5"\n')
    assert sheet.delimiter == ";"
    assert rows(sheet)[0] == (2, ["Reach"], "")


def test_numbers_of_lines_count_the_breaks_inside_quotes(tmp_path):
    found = rows(opened(tmp_path, 'id,text\n1,"a\nb\nc"\n2,d\n'))
    assert [(number, cells[0]) for number, cells, _ in found] == [(1, "id"), (2, "1"), (5, "2")]


def test_a_record_inside_one_quoted_field_is_opened_and_reported(tmp_path):
    found = rows(opened(tmp_path, 'id,text,n\n1,a,5\n"2,""b, c"",6"\n3,d,7\n'))
    assert found[2] == (3, ["2", "b, c", "6"], "wrapped")


def test_a_quote_that_never_ends_costs_one_line(tmp_path):
    lines = [f"{i},text {i},{i}" for i in range(5000)]
    lines[10] = '10,"text 10,10'
    found = rows(opened(tmp_path, "id,text,n\n" + "\n".join(lines) + "\n"))
    assert len(found) == 5001
    assert [number for number, _, fault in found if fault] == [12]
    assert found[-1] == (5001, ["4999", "text 4999", "4999"], "")


def test_a_quote_that_ends_at_a_later_one_swallows_no_rows(tmp_path):
    lines = [f"{i},text {i},{i}" for i in range(50)]
    lines[10] = '10,"text 10,10'
    lines[40] = '40,",",40'
    found = rows(opened(tmp_path, "id,text,n\n" + "\n".join(lines) + "\n"))
    assert sorted(cells[0] for _, cells, _ in found[1:]) == sorted(str(i) for i in range(50))
    assert [number for number, _, fault in found if fault] == [12]


def test_empty_bytes_are_left_out_and_reported(tmp_path):
    found = rows(opened(tmp_path, b"id,n\n1,\x005\n2,6\n"))
    assert found[1:] == [(2, ["1", "5"], "nul"), (3, ["2", "6"], "")]


def test_a_workbook_keeps_its_types_and_hidden_sheets_are_listed(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "New followers"
    book.active.append(["Date", "Followers", "Share"])
    book.active.append([datetime(2025, 1, 5), 12, 0.25])  # noqa: DTZ001
    book.create_sheet("Empty")
    book.save(tmp_path / "book.dat")
    sheets = open_sheets(tmp_path / "book.dat", "book.xlsx")
    assert [sheet.name for sheet in sheets] == ["New followers", "Empty"]
    assert rows(sheets[0])[1] == (2, [datetime(2025, 1, 5), 12, 0.25], "")  # noqa: DTZ001
    assert rows(sheets[1]) == []


def test_formulas_in_a_workbook_are_not_run(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["n"])
    book.active.append(["=1+1"])
    book.save(tmp_path / "book.xlsx")
    assert rows(open_sheets(tmp_path / "book.xlsx")[0]) == [(1, ["n"], ""), (2, [], "")]


@pytest.mark.parametrize("form", ["list", "data", "lines"])
def test_json_objects_become_lines_with_every_digit(tmp_path, form):
    items = [
        {"id": 1891564128784855141, "counts": {"likes": 5}, "rate": 0.1},
        {"id": 2, "text": "x"},
    ]
    text = {
        "list": json.dumps(items),
        "data": json.dumps({"paging": 1, "data": items}),
        "lines": "\n".join(json.dumps(item) for item in items),
    }[form]
    found = rows(opened(tmp_path, text, "posts.json"))
    assert found[0][1] == ["id", "counts.likes", "rate", "text"]
    assert found[1] == (1, [1891564128784855141, 5, Decimal("0.1"), None], "")
    assert found[2] == (2, [2, None, None, "x"], "")


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (b"", "file-empty"),
        (b"\xef\xbb\xbf\n \n", "file-empty"),
        (b"%PDF-1.7 ...", "not-a-table"),
        (b"<html><table>", "not-a-table"),
        (b"PK\x03\x04 not a zip", "file-damaged"),
        (b"\xd0\xcf\x11\xe0 not a workbook", "file-damaged"),
        (b'{"data": [{"a": 1}, {"a"', "json-unreadable"),
        (b'{"data": [', "json-unreadable"),
    ],
)
def test_a_file_that_is_no_table_says_so(tmp_path, content, type):
    with pytest.raises(ProblemError) as error:
        list(opened(tmp_path, content, "x").lines())
    assert error.value.problem.type == type
    assert error.value.problem.fix.id


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", b"0" * (60 * 1024**2))
    with pytest.raises(ProblemError):
        open_sheets(tmp_path / "bomb.xlsx")


def test_entities_in_a_workbook_are_refused(tmp_path):
    import zipfile

    book = openpyxl.Workbook()
    book.active.append(["n"])
    book.save(tmp_path / "good.xlsx")
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    with (
        zipfile.ZipFile(tmp_path / "good.xlsx") as good,
        zipfile.ZipFile(tmp_path / "evil.xlsx", "w") as pack,
    ):
        for name in good.namelist():
            pack.writestr(name, evil if name.startswith("xl/worksheets/") else good.read(name))
    with pytest.raises(ProblemError):
        list(open_sheets(tmp_path / "evil.xlsx")[0].lines())


def test_the_same_numbers_with_other_separators_and_line_ends_are_equal():
    one = open_sheets(shared_data("uci-facebook-metrics", "dataset_Facebook.csv"))[0]
    two = open_sheets(shared_data("uci-facebook-metrics", "dataset_Facebook_comma_cr.csv"))[0]
    assert [line.cells for line in one.lines()] == [line.cells for line in two.lines()]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_lines_or_a_problem(tmp_path, content):
    path = tmp_path / "any"
    path.write_bytes(content)
    try:
        for sheet in open_sheets(path):
            list(sheet.lines())
    except ProblemError as error:
        assert error.problem.fix.en


cells = st.text(alphabet='ab ",;\n\té', max_size=8)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
def test_what_a_csv_writer_writes_is_read_back(tmp_path, table):
    import csv

    path = tmp_path / "round.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(["alpha", "beta", "gamma"])
        writer.writerows(table)
    sheet = open_sheets(path)[0]
    found = [tuple(line.cells) for line in sheet.lines()]
    assert found[0] == ("alpha", "beta", "gamma")
    assert found[1:] == table


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": 2}', '{"a": 1}\nnonsense\n{"a": 2}'])
def test_json_that_breaks_off_is_refused_and_not_cut_in_silence(tmp_path, text):
    with pytest.raises(ProblemError):
        list(opened(tmp_path, text, "x.json").lines())


def test_many_json_objects_are_read_across_chunks(tmp_path):
    items = [{"day": f"2025-01-{i % 28 + 1:02}", "note": "x" * (i % 3000)} for i in range(2000)]
    found = rows(opened(tmp_path, json.dumps(items), "many.json"))
    assert [cells for _, cells, _ in found[1:]] == [[i["day"], i["note"]] for i in items]


def test_a_caption_with_as_many_commas_as_columns_is_no_record(tmp_path):
    found = rows(opened(tmp_path, 'id,text,n\n1,one,5\n2,"Red,\nhot, spicy, 24 h\nmm",6\n3,x,7\n'))
    assert [(number, fault) for number, _, fault in found] == [(1, ""), (2, ""), (3, ""), (6, "")]
