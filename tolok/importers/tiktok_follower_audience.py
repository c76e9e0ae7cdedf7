"""TikTok Studio's FollowerGender and FollowerTopTerritories files: shares of followers today."""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.people_words import spelling

IMPORTER = BucketTable(
    id="tiktok_follower_audience",
    name=Text("TikTok Studio follower audience", "Audiens pengikut TikTok Studio"),
    network="tiktok",
    headers="tiktok_followers",
    dimensions=("gender", "country"),
    values=("share",),
    proof=("share",),
    spelling=spelling,
)
