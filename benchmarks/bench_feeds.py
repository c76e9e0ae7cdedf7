"""Feeds: 10,000 entries through filters and templates, and how fast a feed is read.

Run from the repository root: `python -m benchmarks.bench_feeds`. Prints what | measured | target.
Processor time, so that a busy machine changes little.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from time import process_time

from tolok.core.feeds.decide import Candidate, Memory, Way, decide
from tolok.core.feeds.fill import Manner
from tolok.core.feeds.filters import Filter, Term, checked
from tolok.core.feeds.identity import digest, key, sort_out
from tolok.core.feeds.item import Item
from tolok.core.feeds.tagging import Tagging
from tolok.core.feeds.template import template
from tolok.core.feeds.throttle import Throttle
from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.publishing.utm import Utm
from tolok.lib.feeds.read import read
from tolok.lib.feeds.source import Source

NOW = datetime(2026, 11, 25, tzinfo=UTC)
COUNT = 10_000
LIMITS = {
    "weighted, 280": TextLimits(Unit.WEIGHTED, 280, url_cost=23, bare_urls=True),
    "graphemes, 300": TextLimits(Unit.GRAPHEMES, 300, bytes=3000),
    "code points, 500": TextLimits(Unit.CODE_POINTS, 500, url_cost=23, local_mentions=True),
}
WORDS = ("kopi", "susu", "pagi", "toko", "café", "kemarin", "harga", "naik", "panen", "petani")
WORDS += ("robusta", "seduh", "🙂", "promo")


def main() -> None:
    print("what | measured | target")
    print("--- | --- | ---")
    for row in rows():
        print(" | ".join(row))


def rows() -> Iterator[tuple[str, str, str]]:
    entries = items()
    for name, limits in LIMITS.items():
        start = process_time()
        found = decide(way(limits), candidates(entries), Memory(), NOW)
        spent = process_time() - start
        given = sum(each.what == "given" for each in found)
        yield (
            f"{COUNT:,} entries of 1,200 signs, 5 terms, 1 pattern, template ({name})",
            f"{spent:.2f} s, {given:,} posts",
            "<= 5 s",
        )
    start = process_time()
    known = {name: digest(item) for name, item in sort_out(entries, {}).new}
    new = sort_out(reversed(entries), known).new
    yield f"{COUNT:,} entries told apart, twice", f"{process_time() - start:.2f} s", "0 new"
    assert not new
    body = rss(entries[:500])
    start = process_time()
    found_items = read(Source(body)).items
    spent = process_time() - start
    yield f"RSS of {len(found_items)} entries, {len(body) / 1e6:.1f} MB", f"{spent:.2f} s", "-"


def items() -> list[Item]:
    """Words as frequent as in a language: few everywhere, most of them rare."""
    rng = Random(7)
    rare = ["".join(rng.choices("aiueokstnmrpbl", k=rng.randint(4, 10))) for _ in range(5_000)]
    return [
        Item(
            id=f"https://toko.example/{n}",
            title=" ".join((*rng.choices(WORDS, k=3), *rng.choices(rare, k=5))),
            text=" ".join(rng.choice(rng.choice((WORDS, rare))) for _ in range(180)),
            link=f"https://toko.example/{n}?from=feed",
            categories=tuple(rng.choices(WORDS, k=3)),
            author="Sari",
            published=NOW - timedelta(minutes=n),
            language="id",
        )
        for n in range(COUNT)
    ]


def candidates(entries: list[Item]) -> list[Candidate]:
    return [Candidate(key(item), item, "Toko", NOW) for item in entries]


def way(limits: TextLimits) -> Way:
    manner = Manner(
        template("{title}\n{text} [by {author}]\n{link}\n{hashtags}"),
        limits,
        tagging=Tagging(keywords=("kopi", "harga"), stop=("pagi",)),
        utm=Utm(campaign="{route}"),
    )
    terms = (Term("kopi"), Term("harga"), Term("panen", "title"))
    rule = Filter(
        any=terms,
        none=(
            Term("lowongan"),
            Term("iklan", how="part"),
            Term(r"\b(harga|promo)\W+\d{5,}\b", how="regex"),
        ),
        max_age=timedelta(days=30),
        languages=("id",),
    )
    about = {"network": "x", "route": "Toko"}
    return Way("r", "d", manner, about, checked(rule), Throttle(), same_title=0.9)


def rss(entries: list[Item]) -> bytes:
    rows = (
        f"<item><guid>{e.id}</guid><title>{e.title}</title><link>{e.link}</link>"
        f"<pubDate>Wed, 25 Nov 2026 00:00:00 GMT</pubDate><description>&lt;p&gt;{e.text}&lt;/p&gt;"
        "</description></item>"
        for e in entries
    )
    return f"<rss version='2.0'><channel><title>T</title>{''.join(rows)}</channel></rss>".encode()


if __name__ == "__main__":
    main()
