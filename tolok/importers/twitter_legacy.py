"""Twitter's tweet activity download (2014 to 2023): one row per post, times with their offset.

Promoted counts are kept as text: X does not say whether the plain columns include them.
"""

from tolok.core.text import Text
from tolok.lib.post_table import PostTable
from tolok.lib.snowflakes import x_moment


def type_of(text: str) -> str:
    return "reply" if text.startswith("@") else "repost" if text.startswith("RT @") else ""


IMPORTER = PostTable(
    id="twitter_legacy",
    name=Text("Twitter activity (before 2024)", "Aktivitas Twitter (sebelum 2024)"),
    network="x",
    headers="twitter_legacy",
    must=("post_id", "published", "impressions"),
    proof=("post_id",),
    type_of=type_of,
    id_in_link=r"/status/(\d+)",
    account_in_link=r"(?:x|twitter)\.com/(\w+)/status/",
    moment=x_moment,
)
