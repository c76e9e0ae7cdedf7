"""Secrets at rest: sealed with the key file beside the database, opened only where used."""

import json
from collections.abc import Mapping
from functools import cache

from django.conf import settings

from tolok.lib.crypto import KeyFile


@cache
def keys() -> KeyFile:
    return KeyFile(settings.DATA.seal_keys)


def seal(secrets: Mapping[str, str]) -> str:
    """A table of secrets as one sealed text for the database."""
    return keys().seal(json.dumps(dict(secrets), sort_keys=True))


def open_sealed(sealed: str) -> dict[str, str]:
    """What `seal` was given. Raises ProblemError when the key is gone or the text was changed."""
    found = json.loads(keys().open_sealed(sealed))
    return {str(key): str(value) for key, value in found.items()}
