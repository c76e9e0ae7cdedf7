"""LinkedIn page content: the "Metrics" sheet (days) and the "All posts" sheet (posts).

Above both headers stands a line that explains the columns. Unique impressions are people.
"""

from tolok.core.text import Text
from tolok.lib.day_table import DayTable
from tolok.lib.either import Either
from tolok.lib.post_table import PostTable

NAME = Text("LinkedIn content", "Konten LinkedIn")

IMPORTER = Either(
    "linkedin_content",
    NAME,
    DayTable(
        id="linkedin_content",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        must=("date", "impressions"),
        one_of=("impressions_organic", "clicks_organic", "reactions_organic"),
        never=("link", "followers_gained", "page_views"),
        proof=("impressions_organic", "reach_organic"),
        zone="UTC",
        order="mdy",
    ),
    PostTable(
        id="linkedin_content",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        must=("link", "published", "impressions"),
        proof=("click_rate", "rate"),
        order="mdy",
        id_in_link=r"urn:li:(?:activity|share|ugcPost):(\d+)",
    ),
)
