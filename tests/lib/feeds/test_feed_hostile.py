"""A hostile feed is refused or read in part; it never expands, hangs or breaks."""

import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared_data
from tolok.core.errors import ProblemError
from tolok.lib.feeds.hardening import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, safe_xml
from tolok.lib.feeds.markup import pictures, plain
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import MAX_BYTES, Source


def refusal(body: bytes) -> str:
    with pytest.raises(ProblemError) as caught:
        read(Source(body))
    assert caught.value.problem.type == "feed-refused"
    return caught.value.problem.detail.en


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><title>&c;</title></channel></rss>"""
OUTER = """<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss version="2.0"><channel><title>&x;</title></channel></rss>"""


@pytest.mark.parametrize("text", [LAUGHS, OUTER])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_entities_of_its_own_are_refused_in_every_encoding(text: str, encoding: str):
    text = text.replace('<?xml version="1.0"?>', "")
    assert "declares entities" in refusal(text.encode(encoding))


def test_a_declaration_behind_a_comment_is_found():
    body = b"<!-- <rss> --><!DOCTYPE a [<!ENTITY b 'c'>]><rss version='2.0'/>"
    assert "declares" in refusal(body)


def test_a_doctype_inside_a_text_is_no_declaration():
    body = b"<rss version='2.0'><channel><title><![CDATA[<!DOCTYPE html>]]>Hi"
    assert read(Source(body)).feed.format == "rss20"


def test_more_than_the_allowed_bytes_is_refused():
    with pytest.raises(ProblemError):
        Source(b" " * (MAX_BYTES + 1))


def test_depth_has_an_end():
    body = b"<rss version='2.0'>" + b"<a>" * (MAX_DEPTH + 1)
    assert "deep" in refusal(body)


def test_tags_left_open_in_sloppy_html_are_not_taken_for_depth():
    text = "<rss><channel>" + "<item><b><i>x</b></item>" * 1000 + "<p>" * 500
    assert safe_xml(text) == text


def test_the_number_of_tags_and_attributes_has_an_end():
    assert "tags" in refusal(b"<rss>" + b"<a/>" * (MAX_TAGS + 1))
    many = "".join(f' a{n}="1"' for n in range(MAX_ATTRIBUTES + 1))
    for start in ("<a", "&lt;a", "&#60;a", "&#x3C;a"):
        assert "attributes" in refusal(f"<rss><channel>{start}{many}></channel></rss>".encode())


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><title>&#xD800;</title>",
        b"<rss><channel><title>&#99999999999999;</title>",
        b"<rss version='2.0'><channel><item></channel></item></rss>",
        b"<rss><![CDATA[",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content mode='base64'>%%%",
        b"<?xml version='1.0' encoding='rot13'?><rss version='2.0'/>",
        b"<?xml version='1.0' encoding='zlib'?><rss version='2.0'/>",
        b"<?xml version='1.0' encoding='utf-7'?><rss version='2.0'>+ADw-</rss>",
        b'{"items": [' + b"[" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": {"a": 1}}',
        b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50,
        b"<urlset><url>",
        b"\x00<rss/>",
        b"",
        b"\xff\xfe",
    ],
)
def test_broken_feeds_are_answered(body: bytes):
    try:
        assert all(item.title == item.text == "" for item in read(Source(body)).items)
    except ProblemError as error:
        assert error.problem.type == "feed-refused"


@given(st.binary(max_size=400), st.integers(0, 5))
def test_noise_is_answered(noise: bytes, kind: int):
    heads = [b"", b"<rss version='2.0'><channel><item>", b'{"items":[{"id":', b"BEGIN:VCALENDAR\n"]
    heads += [b"<urlset><url>", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>"]
    try:
        read(Source(heads[kind] + noise))
    except ProblemError as error:
        assert error.problem.type == "feed-refused"


@given(st.text(alphabet="<>/!-\"'= aimgsrcp&;\n", max_size=200))
def test_markup_never_survives_as_a_tag_or_a_script(words: str):
    assert "<script" not in plain(words + "<script>x</script>").lower() or "<script" in words
    for picture in pictures(words, "https://a.example/"):
        assert picture.url.startswith("https://a.example/")


def test_a_thousand_small_documents_of_a_feed_library_are_all_answered():

    answered = refused = 0
    with tarfile.open(shared_data("feeds-feedparser", "feedparser-tests.tar.gz")) as pack:
        for member in pack:
            file = pack.extractfile(member)
            if file is None:
                continue
            try:
                found = read(Source(file.read(), "https://example.org/feed"))
                answered += 1
                assert all(each.published is None or each.published.tzinfo for each in found.items)
            except ProblemError as error:
                assert error.problem.type == "feed-refused"
                refused += 1
    assert answered + refused == 2107
    assert refused <= 5


def test_a_moment_outside_the_calendar_is_unknown():
    body = b"<rss version='2.0'><channel><item><pubDate>Tue, 99 Nov 99999 08:00:00 GMT</pubDate>"
    found = read(Source(body + b"</item></channel></rss>"))
    assert [each.published for each in found.items] == [None]
