"""Break-downs that a file lists in its own way: age with gender, sources of views.

Read as they came: the last of each channel. Nothing is put together but disjoint parts of one list.
"""

from dataclasses import dataclass
from datetime import date

from tolok.core.text import Text
from tolok.services.access import Scope
from tolok.services.fact_store import facts
from tolok.services.numbers_cache import remembered

NAMES = {
    "age_gender": Text("Age and gender", "Usia dan gender"),
    "traffic_source": Text("Where views come from", "Asal tayangan"),
    "content_type": Text("Kind of content", "Jenis konten"),
    "device": Text("Device", "Perangkat"),
    "industry": Text("Industry", "Industri"),
    "seniority": Text("Seniority", "Jenjang jabatan"),
    "job_function": Text("Job function", "Fungsi kerja"),
    "company_size": Text("Company size", "Ukuran perusahaan"),
    "location": Text("Place", "Tempat"),
}
_GENDERS = {
    "female": Text("women", "perempuan"),
    "male": Text("men", "laki-laki"),
    "women": Text("women", "perempuan"),
    "men": Text("men", "laki-laki"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One bucket of one channel's list. `share` is of what is listed."""

    channel: str
    dimension: str
    bucket: str
    share: float | None
    count: int | None


def listed(scope: Scope, until: date, channel: str = "") -> tuple[Listed, ...]:
    """The last lists known on `until`, by channel."""
    rows = remembered(scope.key, ("listed", until), lambda: _read(scope.key, until))
    return tuple(row for row in rows if not channel or row.channel == channel)


def _read(workspace: str, until: date) -> tuple[Listed, ...]:
    with facts().reading() as cursor:
        found = cursor.execute(
            "SELECT channel, dimension, bucket, share, count FROM audience_latest "
            "WHERE workspace = $workspace AND day <= $until "
            "AND list_contains($names, dimension) "
            "QUALIFY day = max(day) OVER (PARTITION BY channel, dimension) "
            "ORDER BY channel, dimension, coalesce(share, 0) DESC, count DESC, bucket",
            {"workspace": workspace, "until": until, "names": list(NAMES)},
        ).fetchall()
    wholes: dict[tuple[str, str], int] = {}
    for channel, dimension, _, _, count in found:
        wholes[channel, dimension] = wholes.get((channel, dimension), 0) + (count or 0)
    return tuple(
        Listed(channel, dimension, bucket, _share(share, count, wholes[channel, dimension]), count)
        for channel, dimension, bucket, share, count in found
    )


def _share(share: float | None, count: int | None, whole: int) -> float | None:
    if share is not None:
        return float(share)
    return count / whole if count is not None and whole else None


def bucket_words(dimension: str, bucket: str) -> Text:
    """`18-24 female` in words; other buckets as the file names them."""
    band, _, gender = bucket.rpartition(" ")
    words = _GENDERS.get(gender.lower())
    if dimension != "age_gender" or words is None:
        return Text.same(bucket)
    return Text(f"{band}, {words.en}", f"{band}, {words.id}")


def by_part(rows: tuple[Listed, ...]) -> dict[str, dict[str, float]]:
    """Age and gender apart, from lists that give both together: their buckets do not overlap."""
    made: dict[str, dict[str, float]] = {"age": {}, "gender": {}}
    for row in rows:
        band, _, gender = row.bucket.rpartition(" ")
        if row.dimension == "age_gender" and row.share is not None and band:
            made["age"][band] = made["age"].get(band, 0.0) + row.share
            made["gender"][gender] = made["gender"].get(gender, 0.0) + row.share
    return made
