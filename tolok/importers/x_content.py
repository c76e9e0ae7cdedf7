"""X content download (2024 and later): one row per post, replies included.

The file gives the day only; the second of publication stands in the post's id.
"""

from tolok.core.text import Text
from tolok.lib.post_table import PostTable
from tolok.lib.snowflakes import x_moment


def type_of(text: str) -> str:
    """X starts the text of a reply with the handle it answers; it names no other types."""
    return "reply" if text.startswith("@") else "repost" if text.startswith("RT @") else ""


IMPORTER = PostTable(
    id="x_content",
    name=Text("X content", "Konten X"),
    network="x",
    headers="x_content",
    must=("post_id", "published", "impressions"),
    one_of=("text", "link"),
    proof=("reposts", "detail_expands", "permalink_clicks"),
    type_of=type_of,
    id_in_link=r"/status/(\d+)",
    account_in_link=r"(?:x|twitter)\.com/(\w+)/status/",
    moment=x_moment,
    moment_is_publication=True,
)
