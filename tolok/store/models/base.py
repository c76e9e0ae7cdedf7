"""What all rows share: a time-ordered id, and the workspace they belong to."""

from typing import Any

from django.db import models

from tolok.core.errors import invalid
from tolok.core.text import Text, say
from tolok.lib.ids import uuid7


class Row(models.Model):
    """A row with a UUIDv7 id. A text that does not fit is refused, on SQLite as on PostgreSQL."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        written = kwargs.get("update_fields")
        for field in self._meta.concrete_fields:
            if written is not None and field.name not in written:
                continue
            if isinstance(field, models.CharField | models.TextField):
                _check(field.name, getattr(self, field.attname), field.max_length)
        super().save(*args, **kwargs)


class Owned(Row):
    """A row of one workspace. Reads go through `tolok.store.scope.within`, never `objects.all`."""

    workspace = models.ForeignKey("store.Workspace", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


def _check(name: str, value: object, most: int | None) -> None:
    if not isinstance(value, str):
        return
    if most is not None and len(value) > most:
        raise invalid(
            say(
                "{f} is too long: {n} characters.", "{f} terlalu panjang: {n} karakter.",
                f=name, n=len(value),
            ),
            say("Use at most {n}.", "Pakai paling banyak {n}.", n=most),
        )  # fmt: skip
    if "\0" in value or not value.isascii() and not _encodes(value):
        raise invalid(
            say("{f} holds a character that is none.", "{f} memuat karakter tak sah.", f=name),
            Text("Type it anew.", "Ketik ulang."),
        )


def _encodes(value: str) -> bool:
    """False for half of a character, as broken programs send it."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
