"""Google Analytics (Universal) downloads by day or by country, of sites measured before 2023.

Bounce rate and averages come without their numerator: they are kept as text, never as counts. UA's
bounce is not GA4's (kpis.md §5).
"""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.day_table import DayTable
from tolok.lib.either import Either

ID = "ga_universal"
NAME = Text("Google Analytics (Universal)", "Google Analytics (Universal)")

IMPORTER = Either(
    ID,
    NAME,
    DayTable(
        id=ID,
        name=NAME,
        network="web",
        headers=ID,
        must=("date",),
        one_of=("web_page_views", "bounce_rate", "sessions"),
        proof=("web_page_views", "bounce_rate", "pages_per_session"),
        only=True,
        blank_total=True,
    ),
    BucketTable(
        id=ID,
        name=NAME,
        network="web",
        headers=ID,
        dimensions=("country",),
        values=("users", "new_users", "sessions", "web_page_views"),
        never=("date",),
        proof=("bounce_rate", "pages_per_session"),
    ),
)
