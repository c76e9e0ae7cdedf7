"""Files of posts to schedule: recognised by shape, faults told by cell, our own read back whole."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.bulk import BulkPost
from tolok.core.errors import ProblemError
from tolok.lib.bulk_reader import formats, own_csv, own_table, read_bulk

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def read(tmp_path):
    def reader(content, name="posts.csv", zone=JAKARTA, **answers):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_bulk(path, name, zone=zone, now=NOW, **answers)

    return reader


def at(*parts):
    return datetime(*parts, tzinfo=JAKARTA)


def told(preview):
    return [(t.line, t.column) for t in preview.troubles]


def test_the_formats_are_those_of_the_folder():
    assert [f.id for f in formats()] == ["buffer", "hootsuite", "own", "sprout"]


def test_hootsuites_file_without_a_header_is_known_by_its_first_cell(read):
    found = read('03/31/2027 09:30,"Kopi, hangat",https://example.com/a\n12/30/2027 18:00,Teh\n')
    assert (found.format, found.ready) == ("hootsuite", True)
    assert found.posts[0] == BulkPost(1, "Kopi, hangat", at(2027, 3, 31, 9, 30),
                                      link="https://example.com/a")  # fmt: skip
    assert found.posts[1].at == at(2027, 12, 30, 18, 0)


def test_dates_that_can_be_read_in_two_ways_are_asked_about(read):
    content = "03/04/2027 09:30,Kopi\n"
    (question,) = read(content).questions
    assert (question.id, set(question.choices)) == ("date_order", {"mdy", "dmy"})
    assert read(content, order="dmy").posts[0].at == at(2027, 4, 3, 9, 30)
    assert read(content, order="mdy").posts[0].at == at(2027, 3, 4, 9, 30)


def test_buffers_file_sends_rows_without_a_time_to_the_queue(read):
    found = read(
        "Text,Image URL,Tags,Posting Time\n"
        'Kopi,https://example.com/a.jpg,"pagi, kopi",2027-03-31 09:30\nTeh,,,\n'
    )
    assert (found.format, found.ready) == ("buffer", True)
    assert found.posts[0].tags == ("pagi", "kopi")
    assert found.posts[0].media == ("https://example.com/a.jpg",)
    assert found.posts[1].at is None


def test_sprouts_file_has_day_and_time_apart(read):
    found = read("date,time_24hr,message_text\n31/03/2027,18:05,Kopi\n")
    assert (found.format, found.posts[0].at) == ("sprout", at(2027, 3, 31, 18, 5))


def test_our_own_file_is_read_with_indonesian_headers_and_semicolons(read):
    found = read("Tanggal;Jam;Kanal;Teks;Antrean\n2027-03-31;09.30;Instagram|X;Kopi;\n;;;Teh;ya\n")
    assert (found.format, found.ready) == ("own", True)
    assert found.posts[0].channels == ("Instagram", "X")
    assert (found.posts[0].at, found.posts[1].at) == (at(2027, 3, 31, 9, 30), None)


def test_a_table_that_nobody_knows_asks_where_it_is_from(read):
    (question,) = read("Fruit,Price\nApple,3\n").questions
    assert question.id == "format"
    assert set(question.choices) == {f.id for f in formats()}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2027-03-31,25:00,Kopi,,,,", "time"),
        ("2027-03-31,,Kopi,,,,", "time"),
        ("soon,09:00,Kopi,,,,", "date"),
        (",09:00,Kopi,,,,", "date"),
        ("2026-12-31,09:00,Kopi,,,,", "time"),
        ("2027-03-31,09:00,,,,,", "text"),
        ("2027-03-31,09:00,=SUM(A1),,,,", "text"),
        ("2027-03-31,09:00,#NAME?,,,,", "text"),
        ("2027-03-31,09:00,Kopi,example,,,", "link"),
        ("2027-03-31,09:00,Kopi,,,a dog,", "alt"),
        ("2027-03-31,09:00,Kopi,,,,perhaps", "queue"),
        ("2027-03-31,09:00,Kopi,,,,yes", "queue"),
        ("2027-03-31,09:00,Kopi,,,,,more", ""),
    ],
)
def test_a_fault_is_told_by_line_and_column_and_the_file_is_not_ready(read, row, column):
    good = "2027-04-01,09:00,Fine,,,,"
    found = read(f"date,time,text,link,media,alt,queue\n{good}\n{row}\n")
    assert told(found) == [(3, column)]
    assert not found.ready
    assert [post.line for post in found.posts] == [2]
    (trouble,) = found.troubles
    assert trouble.why.en != trouble.why.id
    assert trouble.fix.en


def test_the_same_post_twice_is_told_but_stops_nothing(read):
    found = read("date,time,text\n2027-04-01,09:00,Kopi\n2027-04-01,09:00,Kopi\n")
    assert told(found) == [(3, "text")]
    assert found.ready


def test_a_time_that_clocks_skip_moves_and_is_told(read):
    found = read("date,time,text\n2027-03-28,02:30,Kopi\n", zone=ZoneInfo("Europe/Berlin"))
    assert found.posts[0].at.astimezone(UTC) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert told(found) == [(2, "time")]
    assert found.ready


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(read, encoding):
    found = read("date,time,text\n2027-04-01,09:00,Café – déjà vu\n".encode(encoding))
    assert found.posts[0].text == "Café – déjà vu"


def test_a_workbook_is_read_with_its_typed_days_and_times(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["date", "time", "text", "tags"])
    sheet.append([datetime(2027, 4, 1), time(9, 30), "Kopi", "a; b"])  # noqa: DTZ001
    sheet.append([datetime(2027, 4, 2), 0.75, 2027, None])  # noqa: DTZ001
    book.save(tmp_path / "posts.xlsx")
    found = read_bulk(tmp_path / "posts.xlsx", "posts.xlsx", zone=JAKARTA, now=NOW)
    assert [p.at for p in found.posts] == [at(2027, 4, 1, 9, 30), at(2027, 4, 2, 18, 0)]
    assert [p.text for p in found.posts] == ["Kopi", "2027"]
    assert found.posts[0].tags == ("a", "b")


def test_more_rows_than_can_be_looked_through_are_refused(read):
    with pytest.raises(ProblemError, match="more than 5,000 rows"):
        read("date,time,text\n" + "2027-04-01,09:00,Kopi\n" * 5_001)


def test_a_cell_that_a_spreadsheet_would_compute_is_guarded():
    (_, row) = own_table([BulkPost(1, "=1+1", None)])
    assert row[3] == "'=1+1"


WORDS = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\u2028\u2029\x85\ufeff"
    ),
    max_size=40,
).map(str.strip)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join).map(str.strip)
NAMES = st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple)
POSTS = st.builds(
    BulkPost,
    line=st.just(0),
    text=TEXTS.filter(bool),
    at=st.none()
    | st.datetimes(datetime(2027, 2, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001
        lambda d: d.replace(second=0, microsecond=0, tzinfo=JAKARTA)
    ),
    channels=NAMES,
    link=st.sampled_from(["", "https://example.com/?a=1,2;3"]),
    media=NAMES,
    campaign=WORDS,
    tags=NAMES,
    comment=TEXTS,
)


@settings(max_examples=150, deadline=None)
@given(posts=st.lists(POSTS, min_size=1, max_size=5))
def test_our_own_file_read_again_gives_the_same_posts(tmp_path_factory, posts):
    path = tmp_path_factory.mktemp("bulk") / "own.csv"
    path.write_bytes(own_csv(posts))
    found = read_bulk(path, "own.csv", zone=JAKARTA, now=NOW)
    faults = [t for t in found.troubles if not t.row_kept]
    assert [(p.text, p.at, p.channels, p.link, p.media, p.campaign, p.tags, p.comment)
            for p in found.posts] == [
        (p.text, p.at, p.channels, p.link, p.media, p.campaign, p.tags, p.comment)
        for p in posts
    ], faults  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(
    head=st.sampled_from(["", "date,time,text,queue\n", "Text,Posting Time\n", "date;text\n"]),
    content=st.lists(
        st.sampled_from(["2027-04-01", "09:00", "Kopi", "=A(1)", "ya", '"', "'", "31/12/9999"])
        | st.text(max_size=12),
        max_size=20,
    ).map(",".join)
    | st.text(max_size=80),
    format=st.sampled_from(["", "own", "hootsuite", "buffer", "sprout"]),
)
def test_any_file_gives_a_preview_or_a_problem(tmp_path_factory, head, content, format):
    path = tmp_path_factory.mktemp("bulk") / "any.csv"
    path.write_bytes((head + content).encode("utf-8", "surrogatepass"))
    try:
        found = read_bulk(path, "any.csv", zone=JAKARTA, now=NOW, format=format)
    except ProblemError:
        return
    assert found.questions or found.posts or found.troubles or not found.ready
    assert all(post.at is None or post.at > NOW for post in found.posts)


def test_two_columns_of_one_meaning_are_not_read_as_one(read):
    found = read("text,Text,date,time\nKopi,Teh,2027-01-04,09:00\nRoti,,2027-01-05,09:00\n")
    assert [post.text for post in found.posts] == ["Roti"]
    assert [(each.line, each.value) for each in found.troubles] == [(2, "Teh")]
