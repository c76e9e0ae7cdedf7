"""Remarks on days of the calendar, and the holidays of the chosen country."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from tolok.core.errors import invalid, not_found
from tolok.core.publishing.holidays import Holiday
from tolok.core.text import Text, say
from tolok.lib.catalogue import holidays
from tolok.lib.ids import row_id
from tolok.services.access import Scope, record
from tolok.store.models import CalendarNote
from tolok.store.scope import within


def notes(scope: Scope, first: date, last: date) -> list[CalendarNote]:
    rows = within(CalendarNote, scope.id).filter(first__lte=last, last__gte=first)
    return list(rows.order_by("first", "created_at"))


def add_note(scope: Scope, form: Mapping[str, Any]) -> CalendarNote:
    """`first`, `last` ("" = the same day) and `words`. Raises ProblemError."""
    first = _day(form.get("first"))
    last = _day(form.get("last")) if form.get("last") else first
    words = str(form.get("words") or "").strip()
    if not words or len(words) > 300:
        raise invalid(
            Text("A note needs 1 to 300 characters.", "Catatan memerlukan 1 sampai 300 karakter."),
            Text("Write a short one.", "Tulis yang singkat."),
        )
    if last < first:
        raise invalid(
            Text("The last day is before the first.", "Hari terakhir mendahului hari pertama."),
            Text("Set a later last day.", "Pilih hari terakhir yang lebih akhir."),
        )
    with transaction.atomic():
        row = CalendarNote.objects.create(
            workspace=scope.workspace, first=first, last=last, words=words, author=scope.actor.user
        )
        record(scope, scope.actor, "note.made", str(row.id))
    return row


def remove_note(scope: Scope, note_id: str) -> None:
    with transaction.atomic():
        row = within(CalendarNote, scope.id).filter(id=row_id(note_id)).first()
        if row is None:
            raise not_found(Text("note", "catatan"))
        row.delete()
        record(scope, scope.actor, "note.removed", note_id)


def free_days(country: str, first: date, last: date) -> tuple[Holiday, ...]:
    """Holidays of a country; none where no country is chosen."""
    known = holidays().get(country)
    return known.between(first, last) if known else ()


def note_dict(row: CalendarNote) -> dict[str, str]:
    return {
        "id": str(row.id),
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "words": row.words,
    }


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        raise invalid(
            say("{v} is no day.", "{v} bukan tanggal.", v=str(value or "–")),
            Text("Write it as 2026-12-01.", "Tulis seperti 2026-12-01."),
        ) from None
