"""TikTok Studio's FollowerActivity file: followers active in each hour of a day."""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable

IMPORTER = BucketTable(
    id="tiktok_follower_activity",
    name=Text("TikTok Studio follower activity", "Aktivitas pengikut TikTok Studio"),
    network="tiktok",
    headers="tiktok_followers",
    dimensions=("hour",),
    values=("active",),
    proof=("active",),
    day="date",
)
