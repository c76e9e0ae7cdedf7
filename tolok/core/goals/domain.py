"""A domain as people write it, made the host that posts are counted by: no scheme, no "www."."""

import re

_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)")


def bare_domain(written: str) -> str:
    """The host in small letters without "www."; what holds no host stays as it is."""
    found = _HOST.match(written.strip().lower())
    return found[1] if found else written.strip().lower()


def bare_domains(written: str) -> tuple[str, ...]:
    """Several, separated by commas or spaces."""
    return tuple(dict.fromkeys(bare_domain(one) for one in re.split(r"[,\s]+", written) if one))
