"""Sprout Social's bulk file: date, time_24hr and message_text by its help page (October 2023).

The names of its columns for links, pictures and tags are assumed.
"""

from tolok.core.bulk import BulkFormat
from tolok.core.text import Text

FORMAT = BulkFormat(
    id="sprout",
    name=Text.same("Sprout Social"),
    columns={
        "date": ("date",),
        "time": ("time 24hr",),
        "text": ("message text",),
        "link": ("link", "link url", "url"),
        "media": ("image url", "image", "photo url", "media url"),
        "tags": ("tags", "tag"),
        "campaign": ("campaign",),
    },
    needed=("date", "time", "text"),
)
