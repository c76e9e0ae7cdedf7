"""What one server takes and is: limits and software, read at connection and with every check."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tolok.core.outcomes import Cause, Outcome
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.length import TextLimits
from tolok.core.publishing.media_rules import KindLimits, MediaLimits
from tolok.lib import answers
from tolok.networks.mastodon.calls import call

AS_OF, VERSION, LIMITS = "as_of", "version", "limits"  # names in `Account.facts`
_PARTS = ("statuses", "media_attachments", "polls")
MOST_LIMIT = 10**12  # a larger one limits nothing
# Servers of other software that speak the API: it names the software behind its version number.
_REAL_KEYS = ("", "glitch", "hometown")  # Mastodon and its close forks keep the key for an hour


async def facts(http: Http, account: Account, now: datetime) -> dict[str, Any]:
    """Limits of the server; an old server without this call keeps the documented ones."""
    try:
        about = answers.table(
            await call(http, account, "GET", "/api/v2/instance"), "GET", "version"
        )
    except Outcome as ending:
        if ending.cause in (Cause.GONE, Cause.INVALID):
            return {AS_OF: now.isoformat(), LIMITS: {}, VERSION: ""}
        raise
    given = about.get("configuration")
    return {
        AS_OF: now.isoformat(),
        VERSION: about["version"],
        LIMITS: {k: given[k] for k in _PARTS if k in given} if isinstance(given, dict) else {},
    }


def honours_key(account: Account) -> bool:
    """Does the server keep `Idempotency-Key`? Takahē and others take it and ignore it."""
    version = str(account.facts.get(VERSION, ""))
    software = version.partition("compatible;")[2]
    fork = version.partition("+")[2].partition(".")[0].partition("-")[0]
    return not software and fork.casefold() in _REAL_KEYS


def text_limits(account: Account, known: TextLimits) -> TextLimits:
    given = _part(account, "statuses")
    return replace(
        known,
        limit=_count(given, "max_characters", known.limit),
        url_cost=_count(given, "characters_reserved_per_url", known.url_cost or 23),
    )


def media_limits(account: Account, known: MediaLimits) -> MediaLimits:
    given, statuses = _part(account, "media_attachments"), _part(account, "statuses")
    most = _count(statuses, "max_media_attachments", known.most, least=0)
    return replace(
        known,
        most=most,
        alt=_count(given, "description_limit", known.alt or 1500),
        kinds=tuple(_kind(kind, given, most) for kind in known.kinds),
    )


def poll_limits(account: Account) -> tuple[int, int, int]:
    """Most options, and the shortest and longest life in seconds."""
    given = _part(account, "polls")
    return (
        _count(given, "max_options", 4),
        _count(given, "min_expiration", 300),
        _count(given, "max_expiration", 2_629_746),
    )


def _kind(known: KindLimits, given: Mapping[str, Any], most: int) -> KindLimits:
    name = "video" if known.kind == "video" else "image"
    mimes = given.get("supported_mime_types")
    taken = tuple(m for m in known.mimes if not isinstance(mimes, list) or m in mimes)
    return replace(
        known,
        mimes=taken,
        most=most if known.kind == "image" else known.most,
        bytes=_count(given, f"{name}_size_limit", known.bytes or 0) or None,
        pixels=_count(given, f"{name}_matrix_limit", known.pixels or 0) or None,
    )


def _part(account: Account, name: str) -> Mapping[str, Any]:
    limits = account.facts.get(LIMITS)
    found = limits.get(name) if isinstance(limits, dict) else None
    return found if isinstance(found, dict) else {}


def _count(given: Mapping[str, Any], key: str, otherwise: int, *, least: int = 1) -> int:
    found = answers.count(given.get(key))
    return otherwise if found is None or not least <= found <= MOST_LIMIT else found
