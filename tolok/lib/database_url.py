"""A PostgreSQL address as Django's database settings. Other engines are refused by name."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_SCHEMES = ("postgres", "postgresql")


def postgresql(url: str) -> dict[str, Any]:
    """`postgresql://USER:PASSWORD@HOST:PORT/NAME?sslmode=require`; ValueError says what is wrong.

    The message never shows the address: it holds a password.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in _SCHEMES or not name:
        raise ValueError("a database address begins with postgresql:// and ends with its name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
