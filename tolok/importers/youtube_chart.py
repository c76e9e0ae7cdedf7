"""YouTube Studio's Chart data: one row per day and traffic source, video, country or device.

Each row is a part of the day; YouTube draws only the largest parts, so they need not add up.
"""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable
from tolok.lib.youtube_parts import DETAILS, PARTS, part

IMPORTER = DayTable(
    id="youtube_chart",
    name=Text("YouTube Studio chart data", "Data grafik YouTube Studio"),
    network="youtube",
    headers="youtube",
    must=("date",),
    one_of=PARTS,
    proof=PARTS,
    parts=(*PARTS, *DETAILS),
    part=part,
    zone="America/Los_Angeles",
)
