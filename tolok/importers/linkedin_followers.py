"""LinkedIn page followers: new followers per day, and who the followers are.

"Total followers" is the number gained that day (organic, sponsored and invited), not a level.
"""

from tolok.core.text import Text
from tolok.lib.bucket_table import BucketTable
from tolok.lib.day_table import DayTable
from tolok.lib.either import Either

NAME = Text("LinkedIn followers", "Pengikut LinkedIn")
WHO = ("location", "country", "job_function", "seniority", "industry", "company_size")

IMPORTER = Either(
    "linkedin_followers",
    NAME,
    DayTable(
        id="linkedin_followers",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        must=("date", "followers_gained"),
        one_of=("followers_organic", "followers_sponsored"),
        proof=("followers_organic",),
        zone="UTC",
        order="mdy",
    ),
    BucketTable(
        id="linkedin_followers",
        name=NAME,
        network="linkedin",
        headers="linkedin",
        dimensions=WHO,
        values=("followers_gained",),
        never=("date", "link"),
        proof=("job_function", "seniority", "company_size"),
    ),
)
