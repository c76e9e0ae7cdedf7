"""A small XML tree out of safe text, by defusedxml; for OPML and sitemaps."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - types; parsed by defusedxml

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tolok.core.text import Text
from tolok.lib.feeds.hardening import safe_xml
from tolok.lib.feeds.source import Source, refused

_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


def tree(source: Source) -> Element:
    """Raises ProblemError when the text is not well-formed or not safe.

    A bare `&` is the commonest fault of lists written by hand, and has one meaning only.
    """
    text = safe_xml(source.text).lstrip()
    try:
        return _parsed(text)
    except (ParseError, ValueError):
        text = _BARE.sub("&amp;", text)
    try:
        return _parsed(text)
    except (ParseError, ValueError, DefusedXmlException) as error:
        raise refused(
            Text("It is not well-formed XML.", "XML-nya tidak rapi."),
            Text(
                "Download it again, or ask the owner of the site to mend it.",
                "Unduh lagi, atau minta pemilik situs memperbaikinya.",
            ),
        ) from error


def _parsed(text: str) -> Element:
    return fromstring(text, forbid_dtd=True)


def name(node: Element) -> str:
    """The tag without its namespace, in small letters."""
    return str(node.tag).rpartition("}")[2].lower()


def space(node: Element) -> str:
    """The namespace, "" for none."""
    return str(node.tag).rpartition("}")[0].lstrip("{")


def child_text(node: Element, wanted: str) -> str:
    found = next((each for each in node if name(each) == wanted), None)
    return (found.text or "").strip() if found is not None else ""


def children(node: Element, wanted: str) -> Iterator[Element]:
    return (each for each in node if name(each) == wanted)
