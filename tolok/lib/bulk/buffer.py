"""Buffer's bulk file. Its header is assumed, not verified: a changed one falls to the questions."""

from tolok.core.bulk import BulkFormat
from tolok.core.text import Text

FORMAT = BulkFormat(
    id="buffer",
    name=Text.same("Buffer"),
    columns={
        "text": ("text",),
        "media": ("image url", "image urls", "image"),
        "tags": ("tags", "tag"),
        "at": ("posting time", "scheduled at"),
    },
    needed=("text", "at"),
    queue=True,
)
