"""Text limits as networks.md states them (November 2026), for tests only: real ones are data."""

from tolok.core.publishing.length import TextLimits, Unit

X = TextLimits(Unit.WEIGHTED, 280, url_cost=23, bare_urls=True)
BLUESKY = TextLimits(Unit.GRAPHEMES, 300, bytes=3000)
MASTODON = TextLimits(Unit.GRAPHEMES, 500, url_cost=23, local_mentions=True)
THREADS = TextLimits(Unit.EMOJI_BYTES, 500, links=5)
INSTAGRAM = TextLimits(Unit.CODE_POINTS, 2200, hashtags=30, mentions=20)
LINKEDIN = TextLimits(Unit.CODE_POINTS, 3000, escaped="\\|{}@[]()<>#*_~")
TIKTOK = TextLimits(Unit.UTF16, 2200)
YOUTUBE = TextLimits(Unit.BYTES, 5000, forbidden="<>", required=True)
ALL = (X, BLUESKY, MASTODON, THREADS, INSTAGRAM, LINKEDIN, TIKTOK, YOUTUBE)
