"""A plain text so that Discord shows it as it was written, and back again.

Signs that Discord would read as formatting, as a mention or as an emoji get a backslash. Links stay
as they are: inside them a backslash would be part of the address.
"""

import re

from tolok.core.publishing.spans import links

SIGNS = "\\*_~|`<["  # with a backslash wherever they stand
MOST = 2000  # a heading or list by accident is better than a post that is refused
_ANYWHERE = re.compile(r"[\\*_~|`<\[]")
_LINE_START = re.compile(r"^(\s*)(#{1,3}|>{1,3}|[-+]|-#)(?=\s)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")


def escaped(text: str) -> str:
    parts, at = [], 0
    for span in links(text):
        parts += [_ANYWHERE.sub(r"\\\g<0>", text[at : span.start]), text[span.start : span.end]]
        at = span.end
    parts.append(_ANYWHERE.sub(r"\\\g<0>", text[at:]))
    inline = "".join(parts)
    whole = _LINE_START.sub(r"\1\\\2", inline)
    return whole if len(whole) <= MOST else inline


def plain(content: str) -> str:
    return _ESCAPED.sub(r"\1", content)
