"""YouTube Studio's Totals, and Table data by date: one row per day of the whole channel.

"Subscribers" is the change of the day, not the level. Days end at midnight Pacific time.
"""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable
from tolok.lib.youtube_parts import DETAILS, PARTS

IMPORTER = DayTable(
    id="youtube_totals",
    name=Text("YouTube Studio totals", "Total YouTube Studio"),
    network="youtube",
    headers="youtube",
    must=("date",),
    one_of=("video_plays", "followers_net", "watch_time_h"),
    never=(*PARTS, *DETAILS),
    proof=("watch_time_h", "followers_net", "click_rate", "average_view_duration"),
    weak=True,
    zone="America/Los_Angeles",
)
