"""Instagram posts, reels and stories as Meta Business Suite lets them be downloaded."""

from collections.abc import Iterator

from tolok.core.ports import Answers, Event, Match
from tolok.core.sheet import Sheet
from tolok.core.text import Text
from tolok.lib.meta_content import ContentForm, content_events, sniff_content

FORM = ContentForm(
    headers="meta_instagram_posts",
    network="instagram",
    host="instagram.com",
    counts=(
        "views", "impressions", "reach", "likes", "comments", "shares", "saves",
        "followers_gained", "replies", "profile_visits", "link_clicks",
    ),
)  # fmt: skip


class MetaInstagramPosts:
    id = "meta_instagram_posts"
    name = Text("Meta Business Suite: Instagram posts", "Meta Business Suite: posting Instagram")

    def sniff(self, sheet: Sheet) -> Match | None:
        return sniff_content(sheet, FORM)

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        return content_events(sheet, answers, FORM)


IMPORTER = MetaInstagramPosts()
