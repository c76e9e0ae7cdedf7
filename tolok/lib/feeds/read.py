"""A feed of any kind, read by the reader that fits it best."""

from tolok.core.feeds.item import Reading
from tolok.core.registry import collect
from tolok.core.text import Text
from tolok.lib.feeds.discover import feed_links
from tolok.lib.feeds.reader import Reader
from tolok.lib.feeds.source import Source, refused, troubled


def readers() -> tuple[Reader, ...]:
    found = collect("tolok.lib.feeds.readers", "READER")
    return tuple(each for each in found if isinstance(each, Reader))


def read(source: Source) -> Reading:
    """Raises ProblemError (`feed-refused`) when there is no feed or it is not safe to read."""
    if not source.body.strip():
        raise refused(
            Text("The answer is empty.", "Jawabannya kosong."),
            Text("Check the address, or try later.", "Periksa alamatnya, atau coba nanti."),
        )
    score, best = max(
        ((reader.sniff(source), reader) for reader in readers()), key=lambda pair: pair[0]
    )
    if score <= 0:
        raise refused(_no_feed(source), _ENTER_FEED)
    return troubled(best.read(source), *source.decoded[1])


def _no_feed(source: Source) -> Text:
    links = feed_links(source.text, source.url)
    if not links:
        return Text("No feed was found at this address.", "Tidak ada feed di alamat ini.")
    names = ", ".join(link.url for link in links[:3])
    return Text(
        f"This is a page, not a feed. It links to: {names}",
        f"Ini halaman, bukan feed. Halaman ini menautkan ke: {names}",
    )


_ENTER_FEED = Text(
    "Enter the address of the feed itself, or of a page that links to it.",
    "Masukkan alamat feed itu sendiri, atau halaman yang menautkannya.",
)
