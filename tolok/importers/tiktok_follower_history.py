"""TikTok Studio's FollowerHistory file: followers at the end of each day, and the change."""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable

IMPORTER = DayTable(
    id="tiktok_follower_history",
    name=Text("TikTok Studio follower history", "Riwayat pengikut TikTok Studio"),
    network="tiktok",
    headers="tiktok_followers",
    must=("date", "followers", "followers_net"),
    proof=("followers_net",),
    zone="UTC",
)
