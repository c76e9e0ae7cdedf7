"""Addresses out of feeds: absolute, of the web, without signs that break a line or a header."""

import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

_BAD = re.compile(r"[\x00-\x20\x7f<>\"]")
_LONGEST = 2000


def web_address(value: object, base: str = "") -> str:
    """The absolute address, "" when it is none of http or https."""
    words = str(value or "").strip()
    if not words or len(words) > _LONGEST:
        return ""
    try:
        found = urljoin(base, words) if base else words
        parts = urlsplit(found)
        host, _ = parts.hostname, parts.port  # a port that is no number raises
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username:
        return ""
    found = _BAD.sub(lambda sign: f"%{ord(sign[0]):02X}", found)
    return found if len(found) <= _LONGEST else ""


def addresses(values: Iterable[object], base: str = "") -> tuple[str, ...]:
    """Those that are web addresses, in order, each once."""
    found = (web_address(value, base) for value in values)
    return tuple(dict.fromkeys(url for url in found if url))
