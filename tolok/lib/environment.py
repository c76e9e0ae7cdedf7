"""Groups of settings in the environment."""

from collections.abc import Mapping


def by_network(environment: Mapping[str, str], prefix: str) -> dict[str, dict[str, str]]:
    """`TOLOK_APP_X_CLIENT_ID=a` → `{"x": {"client_id": "a"}}`; names without a part are left out.

    A network's id has no underscore, so the first one ends it.
    """
    found: dict[str, dict[str, str]] = {}
    for name, value in environment.items():
        network, _, key = name.removeprefix(prefix).lower().partition("_")
        if name.startswith(prefix) and network and key:
            found.setdefault(network, {})[key] = value
    return found
