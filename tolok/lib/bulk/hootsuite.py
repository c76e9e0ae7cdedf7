"""Hootsuite's bulk file: no header; day with time, message, link (guides of 2015 and 2016)."""

from tolok.core.bulk import BulkFormat
from tolok.core.text import Text

FORMAT = BulkFormat(
    id="hootsuite",
    name=Text.same("Hootsuite"),
    columns={"at": (), "text": (), "link": ()},
    needed=("at", "text"),
    header=False,
)
