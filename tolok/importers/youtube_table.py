"""YouTube Studio's Table data by video: one row per video, the channel's total in the first row.

The counts cover the days chosen for the download; "Lifetime" gives counts since publication.
YouTube lists 500 videos at most: the total is then larger than the rows.
"""

from tolok.core.text import Text
from tolok.lib.post_table import PostTable

IMPORTER = PostTable(
    id="youtube_table",
    name=Text("YouTube Studio videos", "Video YouTube Studio"),
    network="youtube",
    headers="youtube",
    must=("post_id", "text"),
    one_of=("video_plays", "watch_time_h", "followers_net", "impressions", "engaged_views"),
    never=("date",),
    proof=("published",),
    kind="video",
    link="https://www.youtube.com/watch?v={id}",
    listed=500,
)
