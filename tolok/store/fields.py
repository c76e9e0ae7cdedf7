"""JSON that both databases keep the same. PostgreSQL refuses NUL characters: they are left out."""

from typing import Any

from django.db import models


class Json(models.JSONField):
    """A plain JSONField to migrations. PostgreSQL keeps no order of keys: never rely on one."""

    def get_prep_value(self, value: Any) -> Any:
        return without_nul(super().get_prep_value(value))

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def without_nul(value: Any) -> Any:
    """The value with all its texts, and the names in it, cleaned."""
    if isinstance(value, str):
        return value.replace("\0", "") if "\0" in value else value
    if isinstance(value, dict):
        return {without_nul(key): without_nul(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(one) for one in value]
    return value
