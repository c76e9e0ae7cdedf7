"""One cell at a time: read exactly, blank, or refused with the reason."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.lib.cells import (
    CONTINENTAL,
    ENGLISH,
    CellError,
    is_rounded,
    number_style,
    read_count,
    read_duration,
    read_id,
    read_number,
    read_share,
)


@pytest.mark.parametrize(
    ("cell", "style", "number"),
    [
        ("1,234.5", ENGLISH, Decimal("1234.5")),
        ("1.234,5", CONTINENTAL, Decimal("1234.5")),
        ("1.234,5", ENGLISH, Decimal("1234.5")),
        ("1.234", CONTINENTAL, 1234),
        ("1 234", ENGLISH, 1234),
        ("1\u00a0234\u202f567", CONTINENTAL, 1234567),
        ("12,34,567", ENGLISH, 1234567),
        ("−5", ENGLISH, -5),
        ("(5)", ENGLISH, -5),
        ("$1,234.50", ENGLISH, Decimal("1234.5")),
        ("Rp 1.250.000", CONTINENTAL, 1250000),
        ("１２３", ENGLISH, 123),
        ("1.2K", ENGLISH, 1200),
        ("1,2rb", ENGLISH, 1200),
        ("3 jt", CONTINENTAL, 3_000_000),
        (254.049996, ENGLISH, Decimal("254.049996")),
        (7.0, ENGLISH, 7),
    ],
)
def test_numbers_are_read_as_they_are_written(cell, style, number):
    assert read_number(cell, style) == number


@pytest.mark.parametrize("cell", ["", " ", "--", "-", "–", "n/a", "N/A", "NAN", "null", None])
def test_signs_for_nothing_are_unknown_and_never_zero(cell):
    assert read_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("12%", "percentage"),
        ("#REF!", "formula"),
        ("No data available", "network wrote"),
        ("5-Jan", "is a date"),
        (date(2025, 1, 5), "is a date"),
        ("1.89E+18", "shortened"),
        (1.8915641287848551e18, "15 digits"),
        ("12,5", "does not fit"),
        ("1,23,4", "does not fit"),
        ("twelve", "not a number"),
        ("1.", "not a number"),
        (float("nan"), "not a number"),
        (True, "not a number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(cell, reason):
    with pytest.raises(CellError, match=reason) as error:
        read_number(cell)
    assert error.value.fix.en
    assert error.value.why.id != error.value.why.en


def test_numbers_that_the_source_rounded_are_known_as_such():
    assert is_rounded("1.2K")
    assert not is_rounded("1200")


def test_a_count_has_no_fraction():
    with pytest.raises(CellError, match="whole number"):
        read_count("1.5")


def test_every_digit_of_an_identifier_is_kept():
    assert read_id("1891564128784855141") == "1891564128784855141"
    assert read_id(1891564128784855141) == "1891564128784855141"
    assert read_id('="0012"') == "0012"


@pytest.mark.parametrize("cell", ["1.89156E+18", 1.8915641287848551e18])
def test_an_identifier_that_a_spreadsheet_shortened_is_refused(cell):
    with pytest.raises(CellError, match="last digits are lost"):
        read_id(cell)


def test_shares_follow_their_sign_or_their_column():
    assert read_share("80.00%") == 0.8
    assert read_share("2.13", percent=True) == 0.0213
    assert read_share("12,5 %", CONTINENTAL) == 0.125


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("0:01:33", 93),
        ("1:02:03", 3723),
        ("1:33", 93),
        ("1h 2m 3s", 3723),
        ("45", 45),
        (12.5, 12.5),
    ],
)
def test_durations_become_seconds(cell, seconds):
    assert read_duration(cell) == seconds


def test_a_style_is_proven_by_the_cells_or_left_open():
    assert number_style(["92,812", "1,092,812"]) == ENGLISH
    assert number_style(["12,5", "100"]) == CONTINENTAL
    assert number_style(["1234", 5]) == ENGLISH
    assert number_style(["92,812", "182,645"]) is None
    assert number_style(["12,5", "12.5"]) is None


@given(st.integers(-(10**19), 10**19))
def test_whole_numbers_survive_any_grouping(number):
    grouped = f"{number:,}"
    assert read_number(grouped) == number
    assert read_number(grouped.replace(",", "."), CONTINENTAL) == number
    assert read_number(str(number)) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_blank_or_refused(text):
    try:
        found = read_number(text)
    except CellError as error:
        assert error.why.en
    else:
        assert found is None or isinstance(found, int | Decimal)
