"""Facebook videos as Meta Business Suite lets them be downloaded, with their retention curves.

A video's asset id is no post id: the same reel is another row in the posts download.
"""

from collections.abc import Iterator

from tolok.core.ports import Answers, Event, Match
from tolok.core.sheet import Sheet
from tolok.core.text import Text
from tolok.lib.meta_content import ContentForm, content_events, sniff_content

FORM = ContentForm(
    headers="meta_facebook_videos",
    network="facebook",
    host="facebook.com",
    counts=(
        "views", "impressions", "reach", "engagements_native", "likes", "comments", "shares",
        "clicks", "video_views", "negative_feedback",
    ),
    prefix="video:",
)  # fmt: skip


class MetaFacebookVideos:
    id = "meta_facebook_videos"
    name = Text("Meta Business Suite: Facebook videos", "Meta Business Suite: video Facebook")

    def sniff(self, sheet: Sheet) -> Match | None:
        return sniff_content(sheet, FORM)

    def parse(self, sheet: Sheet, answers: Answers) -> Iterator[Event]:
        return content_events(sheet, answers, FORM)


IMPORTER = MetaFacebookVideos()
