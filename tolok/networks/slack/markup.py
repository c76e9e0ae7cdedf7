"""A plain text in the form that Slack takes, and back: three signs are escaped, links stand in < >.

docs.slack.dev, "Formatting message text", read 2026-11.
"""

import html
import re

_LINK = re.compile(r"<((?:https?|mailto):[^|>]*)(?:\|([^>]*))?>", re.IGNORECASE)
_NAMED = re.compile(r"<[@#!][^|>]*\|([^>]*)>")
_BARE = re.compile(r"<([@#!])([^|>]*)>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(shown: str) -> str:
    """Links whole, mentions and channels by their names, signs as they were written."""
    text = _LINK.sub(_link, shown)
    text = _BARE.sub(r"\1\2", _NAMED.sub(r"\1", text))
    return html.unescape(text)


def _link(found: "re.Match[str]") -> str:
    """Of a mail address or a bare domain the words are what was written."""
    address, words = found[1], found[2]
    bare = address.removeprefix("mailto:").removeprefix("http://").removeprefix("https://")
    return words if words and words.rstrip("/") == bare.rstrip("/") else address
