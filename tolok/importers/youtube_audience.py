"""YouTube Studio's Table data by traffic source, country, age, gender or device.

The file names no days: the break-down is dated with the last day in the name of the download, else
with the day of the import.
"""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.people_words import spelling
from tolok.lib.youtube_parts import AUDIENCE

IMPORTER = BucketTable(
    id="youtube_audience",
    name=Text("YouTube Studio audience and traffic sources", "Audiens dan sumber YouTube Studio"),
    network="youtube",
    headers="youtube",
    dimensions=AUDIENCE,
    values=("video_plays", "watch_time_h", "watch_share", "followers_net", "impressions"),
    never=("date", "post_id"),
    proof=("watch_time_h", "watch_share", "average_view_duration", "click_rate"),
    spelling=spelling,
)
