"""Facebook posts as Meta Business Suite lets them be downloaded (content table, 2024 and later)."""

from collections.abc import Iterator

from tolok.core.ports import Answers, Event, Match
from tolok.core.sheet import Sheet
from tolok.core.text import Text
from tolok.lib.meta_content import ContentForm, content_events, sniff_content

FORM = ContentForm(
    headers="meta_facebook_posts",
    network="facebook",
    host="facebook.com",
    counts=(
        "views", "impressions", "reach", "reach_organic", "reach_paid", "engagements_native",
        "likes", "comments", "shares", "clicks", "link_clicks", "other_clicks", "media_clicks",
        "video_views", "negative_feedback",
    ),
    sums=(
        ("engagements_native", ("likes", "comments", "shares")),
        ("clicks", ("link_clicks", "other_clicks", "media_clicks")),
    ),
)  # fmt: skip


class MetaFacebookPosts:
    id = "meta_facebook_posts"
    name = Text("Meta Business Suite: Facebook posts", "Meta Business Suite: posting Facebook")

    def sniff(self, sheet: Sheet) -> Match | None:
        return sniff_content(sheet, FORM)

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        return content_events(sheet, answers, FORM)


IMPORTER = MetaFacebookPosts()
