"""Campaigns: sets of posts with a common aim, a first day and, if known, a last one."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from tolok.core.errors import invalid, not_found
from tolok.core.text import Text, say
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.store.models import Campaign
from tolok.store.scope import within


def campaigns(scope: Scope) -> list[Campaign]:
    """The newest first day first."""
    return list(within(Campaign, scope.id))


def find_or_make(scope: Scope, name: str) -> UUID | None:
    """The campaign of that name, made when there is none yet; None for no name."""
    name = name.strip()[:120]
    if not name:
        return None
    with transaction.atomic():
        found, made = Campaign.objects.get_or_create(workspace=scope.workspace, name=name)
        if made:
            record(scope, scope.actor, "campaign.made", str(found.id))
    return found.id


def save(scope: Scope, form: Mapping[str, Any], campaign_id: str = "") -> Campaign:
    """Make or change one: name, starts, ends, note, utm. Raises ProblemError."""
    with transaction.atomic():
        row = _campaign(scope, campaign_id) if campaign_id else Campaign(workspace=scope.workspace)
        if "name" in form or not campaign_id:
            row.name = str(form.get("name") or "").strip()
        for field in ("starts", "ends"):
            if field in form:
                setattr(row, field, _day(form[field]))
        for field in ("note", "utm"):
            if field in form:
                setattr(row, field, str(form[field] or "").strip())
        _check(scope, row)
        row.save()
        record(scope, scope.actor, "campaign.saved", str(row.id))
    return row


def campaign_dict(row: Campaign) -> dict[str, object]:
    return {
        "id": str(row.id),
        "name": row.name,
        "starts": row.starts.isoformat() if row.starts else None,
        "ends": row.ends.isoformat() if row.ends else None,
        "note": row.note,
        "utm": row.utm,
    }


def _campaign(scope: Scope, campaign_id: str) -> Campaign:
    found = within(Campaign, scope.id).filter(id=row_id(campaign_id)).first()
    if found is None:
        raise not_found(Text("campaign", "kampanye"))
    return found


def _check(scope: Scope, row: Campaign) -> None:
    if not row.name:
        raise invalid(
            Text("A campaign needs a name.", "Kampanye memerlukan nama."),
            Text("Give it a name.", "Beri nama."),
        )
    if within(Campaign, scope.id).filter(name=row.name).exclude(id=row.id).exists():
        raise invalid(
            say("There is a campaign {n} already.", "Kampanye {n} sudah ada.", n=row.name),
            Text("Choose another name, or use that one.", "Pilih nama lain, atau pakai yang itu."),
        )
    if row.starts and row.ends and row.ends < row.starts:
        raise invalid(
            Text("The last day is before the first.", "Hari terakhir mendahului hari pertama."),
            Text("Set a later last day.", "Pilih hari terakhir yang lebih akhir."),
        )


def _day(value: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise invalid(
            say("{v} is no day.", "{v} bukan tanggal.", v=str(value)),
            Text("Write it as 2026-12-01.", "Tulis seperti 2026-12-01."),
        ) from None
