"""TikTok Studio's Viewers file: people per day. They are never added over days."""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable

IMPORTER = DayTable(
    id="tiktok_viewers",
    name=Text("TikTok Studio viewers", "Penonton TikTok Studio"),
    network="tiktok",
    headers="tiktok_viewers",
    must=("date", "viewers"),
    one_of=("new_viewers", "returning_viewers"),
    proof=("viewers",),
    only=True,
    zone="UTC",
)
