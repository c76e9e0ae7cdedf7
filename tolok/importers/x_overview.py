"""X account overview download (2024 and later): one row per day, newest first.

The days are UTC (X's own analytics day, kpis.md §5).
"""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable

IMPORTER = DayTable(
    id="x_overview",
    name=Text("X account overview", "Ikhtisar akun X"),
    network="x",
    headers="x_overview",
    must=("date", "impressions", "engagements_native"),
    one_of=("reposts", "followers_lost", "posts_created"),
    proof=("reposts", "followers_lost", "posts_created"),
    zone="UTC",
)
