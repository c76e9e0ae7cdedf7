"""Posts of the calendar as small cards. In Python, because a view holds hundreds of them."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from tolok.services.calendar_page import Chip
from tolok.web.templatetags.words import clock, words

register = template.Library()


@register.simple_tag
def chips(shown: Iterable[Chip], base: str, can_edit: bool) -> SafeString:
    """One list item per post: a link to it and, where it may still move, a box to tick."""
    made = "".join(_chip(each, base, can_edit=can_edit) for each in shown)
    return mark_safe(made)  # noqa: S308 - every part is escaped below


def _chip(chip: Chip, base: str, *, can_edit: bool) -> str:
    look, text = chip.look, conditional_escape(chip.text or gettext("Without text"))
    at, tone = clock(chip.at), f" status-{look.tone}" if look.tone else ""
    marks = "".join(f'<span class="net-dot" aria-hidden="true">{m}</span>' for m in chip.marks)
    more = f"<span>+{chip.more_marks}</span>" if chip.more_marks else ""
    box = ""
    if chip.free and can_edit:
        label = f"{gettext('Choose')}: {at} {text}"
        box = (
            f'<input class="check" type="checkbox" name="post" value="{chip.id}" form="bulk"'
            f' aria-label="{label}">'
        )
    return (
        f'<li><a class="chip {look.chip}" href="{base}{chip.id}/"><span class="chip-top">'
        f'<span>{at}</span>{marks}{more}</span><span class="chip-text">{text}</span>'
        f'<span class="sr">{conditional_escape(chip.names)}</span><span class="status{tone}">'
        f'<svg class="i i-sm" aria-hidden="true"><use href="#k-{look.icon}"/></svg>'
        f"{conditional_escape(words(look.word))}</span></a>{box}</li>"
    )
