"""TikTok Studio's Content file: one row per video with its counts so far.

Dates have no year; the year is that of the upload, which stands in the video's id. Titles may hold
a comma that TikTok does not quote: the link shows where the title ends.
"""

import re
from collections.abc import Sequence

from tolok.core.sheet import Cell, Line
from tolok.core.text import Text
from tolok.lib.columns import Columns
from tolok.lib.post_table import PostTable
from tolok.lib.snowflakes import tiktok_moment

ID_IN_LINK = r"/(?:video|photo)/(\d+)"


def rejoined(line: Line, columns: Columns) -> Line:
    """The line with a title cut at its commas put together again; as it was when that is unsure."""
    title, link = columns.index("text"), columns.index("link")
    extra = len(line.cells) - len(columns.header)
    if title is None or link != title + 1 or extra < 1 or line.fault not in ("", "quote"):
        return line
    if not re.search(ID_IN_LINK, str(line.cells[link + extra])):
        return line
    cells: Sequence[Cell] = line.cells
    whole = ",".join(str(cell) for cell in cells[title : link + extra])
    return Line(line.number, [*cells[:title], whole, *cells[link + extra :]])


IMPORTER = PostTable(
    id="tiktok_content",
    name=Text("TikTok Studio videos", "Video TikTok Studio"),
    network="tiktok",
    headers="tiktok_content",
    must=("link", "published", "video_plays"),
    proof=("made",),
    kind="video",
    id_in_link=ID_IN_LINK,
    account_in_link=r"tiktok\.com/@([\w.]+)/",
    moment=tiktok_moment,
    mend=rejoined,
)
