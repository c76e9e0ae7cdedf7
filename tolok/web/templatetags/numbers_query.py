"""Tags for pages whose whole state is in the address: hidden fields that keep it, downloads."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

_LABELS = {
    "csv": "CSV",
    "excel": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "parquet": "Parquet",
}


@register.simple_tag(takes_context=True)
def kept_query(context: template.Context, names: str) -> SafeString:
    """A hidden field for each of these query parameters that is set."""
    given = context["request"].GET
    found = [(name, given[name]) for name in names.split() if given.get(name)]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', found)


@register.simple_tag(takes_context=True)
def downloads(context: template.Context, what: str) -> list[tuple[str, str, str]]:
    """(form, words, address) of each file that a table can be had as."""
    query = context["request"].GET.copy()
    for name in ("why", "page", "lang"):
        query.pop(name, None)
    slug = context["scope"].workspace.slug
    asked = f"?{query.urlencode()}" if query else ""
    made: list[tuple[str, str, str]] = []
    for form, label in _LABELS.items():
        words = gettext("CSV for Excel") if form == "excel" else label
        address = reverse("numbers-export", args=[slug, what, form])
        made.append((form, words, format_html("{}{}", address, asked)))
    return made
