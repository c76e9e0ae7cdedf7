"""Every kind of feed becomes the same plain entries."""

from datetime import UTC, datetime, timedelta

import pytest

from tolok.core.errors import ProblemError
from tolok.core.feeds.identity import key
from tolok.core.feeds.item import Reading
from tolok.lib.feeds.discover import feed_links
from tolok.lib.feeds.read import read, readers
from tolok.lib.feeds.source import Source

HOME = "https://toko.example/feed"


def reading(text: str, url: str = HOME, content_type: str = "") -> Reading:
    return read(Source(text.encode(), url, content_type))


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Toko &amp; Kopi</title><link>https://toko.example/</link><language>id</language>
<ttl>30</ttl><atom:link rel="hub" href="https://hub.example/"/>
<atom:link rel="self" href="https://toko.example/feed"/>
<item><title>Kopi &lt;b&gt;baru&lt;/b&gt;</title><link>/kopi?utm_source=rss</link>
<guid isPermaLink="false">kopi-1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0700</pubDate>
<author>sari@toko.example (Sari)</author><category>Kopi</category><category>Kopi</category>
<description>Singkat saja.</description>
<content:encoded><![CDATA[<p>Satu&nbsp;kalimat.</p><script>jahat()</script>
<p>Dua <img src="/besar.jpg" alt="Secangkir kopi"><img src="/p.gif" width="1"></p>]]>
</content:encoded>
<enclosure url="https://toko.example/suara.mp3" type="audio/mpeg" length="1234"/>
</item></channel></rss>"""


def test_rss_entries_are_read_whole():
    found = reading(RSS)
    item = found.items[0]
    assert (found.feed.format, found.feed.title) == ("rss20", "Toko & Kopi")
    assert found.feed.ttl == timedelta(minutes=30)
    assert found.feed.hubs == ("https://hub.example/",)
    assert found.feed.self_link == HOME
    assert item.title == "Kopi baru"
    assert item.link == "https://toko.example/kopi?utm_source=rss"
    assert item.text == "Satu kalimat.\nDua"
    assert item.summary == "Singkat saja."
    assert item.published == datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert item.categories == ("Kopi",)
    assert item.language == "id"


def test_an_authors_mail_address_is_not_taken():
    assert reading(RSS).items[0].author == "Sari"


def test_pictures_come_with_their_words_and_without_reader_counters():
    item = reading(RSS).items[0]
    assert [each.url for each in item.media] == [
        "https://toko.example/suara.mp3",
        "https://toko.example/besar.jpg",
    ]
    assert item.image is not None
    assert item.image.alt == "Secangkir kopi"


def test_atom_entries_keep_both_moments():
    found = reading(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>A</title>'
        "<entry><id>tag:a,2026:1</id><title type='text'>1 &lt; 2 &amp; 3</title>"
        '<link href="https://a.example/1"/><published>2026-01-02T03:04:05Z</published>'
        "<updated>2026-02-02T03:04:05Z</updated>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Hi <b>you</b></div>'
        "</content></entry></feed>"
    )
    item = found.items[0]
    assert item.title == "1 < 2 & 3"
    assert item.text == "Hi you"
    assert item.published == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert item.updated == datetime(2026, 2, 2, 3, 4, 5, tzinfo=UTC)


def test_an_update_is_not_taken_for_a_day_of_publication():
    found = reading(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id>'
        "<updated>2026-02-02T03:04:05Z</updated></entry></feed>"
    )
    assert found.items[0].published is None


def test_rss_091_with_its_old_doctype_is_read():
    found = reading(
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        '<rss version="0.91"><channel><title>Old</title>'
        "<item><title>Caf&eacute;</title><link>https://old.example/1</link></item></channel></rss>"
    )
    assert found.items[0].title == "Café"


def test_rss_10_is_read():
    found = reading(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        '<channel rdf:about="https://r.example/"><title>R</title><sy:updatePeriod>daily'
        "</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel>"
        '<item rdf:about="https://r.example/1"><title>One</title>'
        "<link>https://r.example/1</link></item></rdf:RDF>"
    )
    assert found.feed.format == "rss10"
    assert found.feed.ttl == timedelta(hours=6)
    assert key(found.items[0]) == "id:r.example/1"


def test_json_feed_is_read():
    found = reading(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "language": "en",'
        '"hubs": [{"type": "WebSub", "url": "https://hub.example/"}],'
        '"items": [{"id": 7, "url": "/7", "title": "Seven", "content_html": "<p>A</p><p>B</p>",'
        '"date_published": "2026-03-01T10:00:00+07:00", "tags": ["x", 3, "y"],'
        '"authors": [{"name": "Ana"}], "image": "https://j.example/p.png",'
        '"attachments": [{"url": "https://j.example/a.mp4", "mime_type": "video/mp4"}]}, "odd"]}'
    )
    item = found.items[0]
    assert (item.id, item.text, item.author) == ("7", "A\nB", "Ana")
    assert item.categories == ("x", "y")
    assert item.published == datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert [each.kind for each in item.media] == ["image", "video"]
    assert [each.code for each in found.feed.troubles] == ["unread"]


def test_a_sitemap_of_news_is_read_and_other_pages_are_counted():
    found = reading(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<url><loc>https://n.example/1</loc><news:news><news:publication><news:name>N</news:name>"
        "<news:language>id</news:language></news:publication>"
        "<news:publication_date>2026-11-01</news:publication_date><news:title>Satu</news:title>"
        "<news:keywords>a, b</news:keywords></news:news>"
        "<image:image><image:loc>https://n.example/1.jpg</image:loc></image:image></url>"
        "<url><loc>https://n.example/about</loc></url></urlset>"
    )
    item = found.items[0]
    assert (item.title, item.language, item.categories) == ("Satu", "id", ("a", "b"))
    assert item.image is not None
    assert [each.code for each in found.feed.troubles] == ["left-out"]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Acara
X-WR-TIMEZONE:Asia/Jakarta
BEGIN:VEVENT
UID:1@x
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Berlin:20270328T023000
SUMMARY:Pasar\\, pagi
DESCRIPTION:Baris satu\\nbaris
  dua
LOCATION:Aula
STATUS:CANCELLED
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTART:20270101T090000
SUMMARY:Dua
END:VEVENT
END:VCALENDAR
"""


def test_events_of_a_calendar_become_entries():
    found = reading(CALENDAR)
    first, second = found.items
    assert (first.title, first.text, first.place) == (
        "Pasar, pagi",
        "Baris satu\nbaris dua",
        "Aula",
    )
    assert first.withdrawn
    assert second.starts == datetime(2027, 1, 1, 2, tzinfo=UTC)
    assert found.feed.title == "Acara"


def test_a_calendar_whose_parts_do_not_close_is_refused():
    with pytest.raises(ProblemError) as caught:
        reading("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n")
    assert caught.value.problem.type == "feed-refused"


def test_a_page_is_refused_with_the_feeds_it_links_to():
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" title="Berita" '
        'href="/rss.xml"></head><body>x</body></html>'
    )
    with pytest.raises(ProblemError) as caught:
        reading(page)
    assert "https://toko.example/rss.xml" in caught.value.problem.detail.en
    assert feed_links(page, HOME)[0].title == "Berita"


def test_an_id_is_the_same_wherever_the_feed_lies():
    text = "<rss version='2.0'><channel><item><guid>7</guid><link>/a</link></item></channel></rss>"
    old, new = (
        reading(text, "https://a.example/f").items[0],
        reading(text, "https://b.example/f").items[0],
    )
    assert key(old) == key(new) == "id:7"
    assert new.link == "https://b.example/a"


def test_every_reader_has_a_name_of_its_own():
    names = [each.id for each in readers()]
    assert len(names) == len(set(names)) == 4


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/"])
def test_links_that_are_no_web_address_are_dropped(link: str):
    found = reading(f"<rss version='2.0'><channel><item><link>{link}</link></item></channel></rss>")
    assert found.items[0].link == ""


def test_a_body_in_another_encoding_than_declared_is_read_and_said():
    text = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Café</title>'
    found = read(Source(text.encode("latin-1") + b"</channel></rss>"))
    assert found.feed.title == "Café"
    assert [each.code for each in found.feed.troubles] == ["encoding"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251"])
def test_each_encoding_gives_the_same_words(encoding: str):
    declared = "utf-16" if encoding == "utf-16-le" else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>Кофе'
    body = (text + "</title></channel></rss>").encode(encoding)
    assert read(Source(body)).feed.title == "Кофе"
