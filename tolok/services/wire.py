"""The one client that connectors and feeds call through, as the settings of this machine allow."""

from django.conf import settings

from tolok.lib.http import SafeClient


def wire() -> SafeClient:
    """A client for one event loop. Own networks are reached only where a setting names them."""
    allowed = tuple(settings.OWN_NETWORKS)
    return SafeClient(allow=allowed, plain_http=bool(allowed))
