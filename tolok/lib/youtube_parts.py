"""The dimensions by which YouTube Studio breaks numbers down, as fields of its headers."""

from tolok.core.sheet import Line
from tolok.lib.columns import Columns

AUDIENCE = (
    "traffic_source",
    "age",
    "gender",
    "country",
    "city",
    "subscription_status",
    "subscription_source",
    "device",
    "system",
    "content_type",
    "new_or_returning",
    "playback",
    "sharing",
    "subtitles",
    "playlist",
)
PARTS = (*AUDIENCE, "post_id")
DETAILS = ("text", "published", "duration")  # they describe a video, they count nothing


def part(line: Line, columns: Columns) -> str:
    """The part of the day: a traffic source by its name, any other as "country: ID"."""
    for name in PARTS:
        if name in columns:
            word = str(columns.cell(line, name) or "").strip() or "(none)"
            return word if name == "traffic_source" else f"{name}: {word}"
    return ""
