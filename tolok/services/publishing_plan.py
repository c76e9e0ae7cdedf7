"""How posts are mixed and their links marked in a workspace: shares, UTM template, hashtag sets.

Steps of approval stand in the same row and are kept by `approval`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError, invalid
from tolok.core.publishing.mix import checked_plan
from tolok.core.publishing.utm import Utm, checked
from tolok.core.text import Text, say
from tolok.lib.catalogue import holidays
from tolok.services.access import Scope, record
from tolok.services.post_form import read_tags
from tolok.store.models import ContentPlan
from tolok.store.scope import hold, within

KEYS = ("mix", "per_day", "country", "utm", "tag_sets")
UTM_KEYS = ("source", "medium", "campaign", "content", "term")
MOST_SETS = 50
MOST_KINDS = 20


@dataclass(frozen=True, slots=True)
class TagSet:
    name: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishingPlan:
    """`mix`: share (0 to 1) by type or pillar. `utm` None: links stay as they are written."""

    mix: Mapping[str, float]
    per_day: int | None
    country: str
    utm: Utm | None
    tag_sets: tuple[TagSet, ...]


def plan_of(scope: Scope) -> PublishingPlan:
    row = within(ContentPlan, scope.id).order_by("created_at").first()
    if row is None:
        return PublishingPlan({}, None, "", None, ())
    sets = tuple(TagSet(each["name"], tuple(each["tags"])) for each in row.tag_sets)
    return PublishingPlan(row.mix, row.per_day, row.country, utm_of(row.utm), sets)


def set_plan(scope: Scope, form: Mapping[str, Any]) -> PublishingPlan:
    """Change what `form` holds; what is left out stays. Raises ProblemError."""
    unknown = sorted(set(form) - set(KEYS))
    if unknown:
        raise invalid(
            say("There is no setting {k}.", "Tidak ada setelan {k}.", k=unknown[0]),
            say("Use one of: {known}.", "Pakai salah satu: {known}.", known=", ".join(KEYS)),
        )
    read = {"mix": _mix, "per_day": _per_day, "country": _country, "utm": _utm, "tag_sets": _sets}
    found = {key: read[key](value) for key, value in form.items()}
    with transaction.atomic():
        hold(scope.id)
        row = within(ContentPlan, scope.id).order_by("created_at").first()
        row = row or ContentPlan(workspace=scope.workspace)
        for key, value in found.items():
            setattr(row, key, value)
        row.save()
        record(scope, scope.actor, "publishing.settings", "", keys=sorted(found))
    return plan_of(scope)


def utm_of(form: Mapping[str, str]) -> Utm | None:
    return Utm(**{key: form.get(key, "") for key in UTM_KEYS}) if form else None


def plan_dict(plan: PublishingPlan) -> dict[str, Any]:
    utm = plan.utm
    return {
        "mix": dict(plan.mix),
        "per_day": plan.per_day,
        "country": plan.country,
        "utm": {key: getattr(utm, key) for key in UTM_KEYS} if utm else None,
        "tag_sets": [{"name": each.name, "tags": list(each.tags)} for each in plan.tag_sets],
    }


def countries() -> list[tuple[str, Text]]:
    return [(each.id, each.name) for each in holidays().values()]


def _mix(value: Any) -> dict[str, float]:
    """{} is no plan."""
    if not value:
        return {}
    if not isinstance(value, Mapping) or len(value) > MOST_KINDS:
        raise _wrong("mix")
    try:
        shares = {str(key).strip()[:60]: float(share) for key, share in value.items()}
    except (TypeError, ValueError):
        raise _wrong("mix") from None
    if any(not 0 <= share <= 1 for share in shares.values()) or "" in shares:
        raise _wrong("mix")
    return dict(checked_plan(shares))


def _per_day(value: Any) -> int | None:
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise _wrong("per_day") from None
    if not 1 <= number <= 1000:
        raise _wrong("per_day")
    return number


def _country(value: Any) -> str:
    wanted = str(value or "")
    if wanted and wanted not in holidays():
        raise _wrong("country")
    return wanted


def _utm(value: Any) -> dict[str, str]:
    """{} or None switches it off."""
    if not value:
        return {}
    if not isinstance(value, Mapping) or set(value) - set(UTM_KEYS):
        raise _wrong("utm")
    found = {key: str(value.get(key) or "").strip()[:200] for key in UTM_KEYS}
    if not any(found.values()):
        return {}
    checked(Utm(**found))
    return found


def _sets(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > MOST_SETS:
        raise _wrong("tag_sets")
    found: dict[str, list[str]] = {}
    for each in value:
        if not isinstance(each, Mapping) or not isinstance(each.get("tags"), Sequence):
            raise _wrong("tag_sets")
        tags = each["tags"].split() if isinstance(each["tags"], str) else each["tags"]
        name = str(each.get("name") or "").strip()[:60]
        found[name] = list(read_tags(tags))
    if any(not name or not tags for name, tags in found.items()):
        raise _wrong("tag_sets")
    return [{"name": name, "tags": tags} for name, tags in found.items()]


def _wrong(key: str) -> ProblemError:
    return invalid(_WRONG[key][0], _WRONG[key][1])


_WRONG: Mapping[str, tuple[Text, Text]] = {
    "mix": (
        Text("The content mix is not clear.", "Bauran kontennya tidak jelas."),
        Text(
            "Give each kind of post a share; together they make 100 %.",
            "Beri tiap jenis posting bagiannya; jumlahnya 100 %.",
        ),
    ),
    "per_day": (
        Text("The most posts a day is no number.", "Batas posting per hari bukan angka."),
        Text("Give a number from 1 to 1000, or none.", "Beri angka 1 sampai 1000, atau kosongkan."),
    ),
    "country": (
        Text("There is no list of holidays for it.", "Tidak ada daftar hari libur untuk itu."),
        Text("Choose one of the countries offered.", "Pilih salah satu negara yang tersedia."),
    ),
    "utm": (
        Text("The UTM template is not clear.", "Templat UTM tidak jelas."),
        Text(
            "Give source, medium, campaign, content and term as texts.",
            "Beri source, medium, campaign, content, dan term sebagai teks.",
        ),
    ),
    "tag_sets": (
        Text("The hashtag sets are not clear.", "Kumpulan tagarnya tidak jelas."),
        Text(
            "Give each set a name and at least one hashtag.",
            "Beri tiap kumpulan nama dan sedikitnya satu tagar.",
        ),
    ),
}
