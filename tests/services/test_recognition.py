"""A table that names no network is asked about, whichever importer reads it."""

import hashlib
import json

import pytest

from tolok.core.errors import ProblemError
from tolok.services.recognition import read_file


@pytest.fixture
def by_hand(tmp_path):
    path = tmp_path / "cafe.csv"
    path.write_text("date,likes\n" + "".join(f"2026-10-{d:02},{d}\n" for d in range(1, 29)))
    return path


def test_numbers_kept_by_hand_ask_for_their_network(by_hand):
    (reading,) = read_file(by_hand, by_hand.name, {})
    (question,) = reading.questions
    assert question.id == "network"
    assert "instagram" in question.choices


def test_a_network_that_was_named_is_not_asked_again(by_hand):
    (reading,) = read_file(by_hand, by_hand.name, {"network": "instagram"})
    assert reading.questions == ()


def test_a_file_that_names_its_network_is_not_asked(tmp_path):
    path = tmp_path / "content.csv"
    path.write_text(
        "Post id,Date,Post text,Post Link,Impressions,Likes,Detail expands\n"
        '1800000000000000001,"Mon, Oct 5, 2026",Hello,https://x.com/cafe/status/1800000000000000001,'
        "10,1,2\n"
    )
    (reading,) = read_file(path, path.name, {})
    assert reading.questions == ()


UNKNOWN = "Kolom A,Kolom B\n" + "".join(f"2026-10-{d:02},{d}\n" for d in range(1, 29))


def test_columns_with_unknown_words_are_read_as_a_person_says(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text(UNKNOWN)
    (silent,) = read_file(path, path.name, {})
    assert silent.importer is None
    given = {"importer": "generic", "mapping": json.dumps(["date", "likes"])}
    (asked,) = read_file(path, path.name, given)
    assert [question.id for question in asked.questions] == ["network"]
    (reading,) = read_file(path, path.name, {**given, "network": "instagram"})
    assert (reading.importer.id, reading.match.table) == ("generic", "day")
    assert reading.questions == ()


def test_a_mapping_without_a_day_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text(UNKNOWN)
    given = {"importer": "generic", "mapping": json.dumps(["extra", "likes"])}
    with pytest.raises(ProblemError) as refused:
        list(read_file(path, path.name, given))
    assert refused.value.problem.type == "mapping-incomplete"


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    (reading,) = read_file(path, path.name, {})
    return reading.fingerprint


def test_the_fingerprint_is_of_the_column_names_in_their_order_only(tmp_path):
    one = written(tmp_path, "one.csv", "Date,Views\n2025-01-01,5\n")
    two = written(tmp_path, "two.csv", "date, VIEWS\n2025-02-01,7\n2025-02-02,9\n")
    three = written(tmp_path, "three.csv", "Views,Date\n5,2025-01-01\n")
    assert one == two != three


def test_the_fingerprint_stays_that_of_answers_remembered_before(tmp_path):
    found = written(tmp_path, "one.csv", "Date,Views\n2025-01-01,5\n")
    assert found == hashlib.sha256(b"date\x1fviews").hexdigest()
