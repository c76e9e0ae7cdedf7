"""Lists of feeds come in and go out unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared_data
from tolok.core.errors import ProblemError
from tolok.lib.feeds.opml import Listed, read_opml, write_opml

WORDS = st.text(max_size=30).map(lambda text: " ".join(text.split()))


def test_real_lists_are_read():
    folder = shared_data("feeds-opml")
    files = sorted(folder.glob("*.opml"))
    counts = {file.stem: len(read_opml(file.read_bytes()).feeds) for file in files}
    assert len(files) == 6
    assert counts["with_category-Indonesia"] == counts["without_category-Indonesia"] == 4
    nested = read_opml((folder / "with_category-Indonesia.opml").read_bytes())
    assert {feed.folder for feed in nested.feeds} == {"Indonesia"}
    assert nested.feeds[0].title == "Republika Online RSS Feed"


def test_folders_become_a_path_and_bad_addresses_are_named():
    body = (
        b'<opml version="2.0"><head><title>L</title></head><body><outline text="A">'
        b'<outline text="B/C"><outline text="one" xmlUrl="https://one.example/f"/></outline>'
        b'<outline text="bad" xmlUrl="javascript:1"/>'
        b'<outline text="again" xmlUrl="https://one.example/f"/></outline></body></opml>'
    )
    found = read_opml(body)
    assert found.title == "L"
    assert found.feeds == (Listed("https://one.example/f", "one", "A/B-C"),)
    assert found.skipped == ("bad",)


def test_a_list_with_entities_of_its_own_is_refused():
    with pytest.raises(ProblemError) as caught:
        read_opml(b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>')
    assert caught.value.problem.type == "feed-refused"


@pytest.mark.parametrize(
    "body", [b"", b"<html/>", b"<opml>", b"{}", b"<opml><body><outline/></body></opml>"]
)
def test_what_is_no_list_is_answered(body: bytes):
    try:
        assert read_opml(body).feeds == ()
    except ProblemError as error:
        assert error.problem.type == "feed-refused"


@given(st.lists(st.tuples(WORDS, st.integers(0, 9), st.sampled_from(["", "A", "A/B"])), max_size=8))
def test_what_is_written_is_read_again(rows: list[tuple[str, int, str]]):
    feeds = {
        f"https://f{n}.example/": Listed(f"https://f{n}.example/", f"t{n}", folder, "", "")
        for _, n, folder in rows
    }
    found = read_opml(write_opml("My <list> & more", feeds.values()))
    assert found.title == "My <list> & more"
    assert {each.url: each for each in found.feeds} == feeds


@given(st.text(max_size=60))
def test_any_title_can_be_written(title: str):
    found = read_opml(write_opml(title, [Listed("https://a.example/", title)]))
    assert len(found.feeds) == 1
