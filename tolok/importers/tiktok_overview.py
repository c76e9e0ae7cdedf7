"""TikTok Studio's Overview file: one row per day, the year left out.

The words of the dates are in the language of the interface, the header is English.
"""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable

IMPORTER = DayTable(
    id="tiktok_overview",
    name=Text("TikTok Studio overview", "Ikhtisar TikTok Studio"),
    network="tiktok",
    headers="tiktok_overview",
    must=("date", "video_plays", "profile_visits"),
    proof=("video_plays",),
    only=True,
    zone="UTC",
)
