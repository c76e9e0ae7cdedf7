"""LinkedIn page visitors: page views per day, and who the visitors are.

Unique visitors of several pages or devices overlap; they are kept as text, never added.
"""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.day_table import DayTable
from tolok.lib.either import Either

NAME = Text("LinkedIn visitors", "Pengunjung LinkedIn")
WHO = ("location", "country", "job_function", "seniority", "industry", "company_size")

IMPORTER = Either(
    "linkedin_visitors",
    NAME,
    DayTable(
        id="linkedin_visitors",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        must=("date",),
        one_of=("page_views", "overview_page_views"),
        proof=("page_views", "overview_page_views"),
        zone="UTC",
        order="mdy",
        stands_for={"overview_page_views": "page_views"},
    ),
    BucketTable(
        id="linkedin_visitors",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        dimensions=WHO,
        values=("visitor_views",),
        never=("date", "link"),
        proof=("job_function", "seniority", "company_size"),
        prefix="visitor_",
    ),
)
