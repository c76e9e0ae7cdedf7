"""TikTok Business Suite downloads: overview and followers by day, audience, videos.

"--" and "NAN" mean that TikTok reported nothing; they are never 0.
"""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.day_table import DayTable
from tolok.lib.either import Either
from tolok.lib.people_words import spelling
from tolok.lib.post_table import PostTable
from tolok.lib.snowflakes import tiktok_moment

ID = "tiktok_business"
NAME = Text("TikTok Business Suite", "TikTok Business Suite")

IMPORTER = Either(
    ID,
    NAME,
    DayTable(
        id=ID,
        name=NAME,
        network="tiktok",
        headers=ID,
        must=("date",),
        one_of=("reach", "leads", "phone_clicks", "followers_net", "followers_lost"),
        proof=("reach", "leads", "phone_clicks", "followers_net"),
        zone="UTC",
    ),
    PostTable(
        id=ID,
        name=NAME,
        network="tiktok",
        headers=ID,
        must=("link", "published", "video_plays"),
        proof=("saves", "reach"),
        kind="video",
        id_in_link=r"/(?:video|photo)/(\d+)",
        account_in_link=r"tiktok\.com/@([\w.]+)/",
        moment=tiktok_moment,
    ),
    BucketTable(
        id=ID,
        name=NAME,
        network="tiktok",
        headers=ID,
        dimensions=("gender", "age", "country", "city"),
        values=("share", "followers"),
        never=("date", "link"),
        weak=True,
        spelling=spelling,
    ),
)
