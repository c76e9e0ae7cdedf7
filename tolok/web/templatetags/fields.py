"""Form fields of others (allauth's) in our look, and roles in words."""

from django import template
from django.forms import BoundField, CheckboxInput

from tolok.core.roles import ROLE_NAMES
from tolok.core.text import Text

register = template.Library()


@register.filter
def as_input(field: BoundField) -> str:
    """The widget in our look; a wrong one points at the words that say why."""
    attrs: dict[str, str | bool] = {"class": "check" if is_check(field) else "input"}
    if field.errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}-error"}
    return field.as_widget(attrs=attrs)


@register.filter
def role_name(role: str) -> Text:
    """`viewer` → viewer, pembaca."""
    return ROLE_NAMES.get(role, Text.same(role))


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
