"""`/metrics`: background work as Prometheus reads it, for this machine or whoever has the token."""

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.views.decorators.http import require_safe

from tolok.services.job_metrics import CONTENT_TYPE, text
from tolok.services.job_queue import now

# A proxy on this machine also calls from a loopback address: it says for whom, or for which name.
_LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}
_PASSED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for everybody else, as if there were no such page."""
    if not (_has_token(request) or _is_local(request)):
        raise Http404
    return HttpResponse(text(now()), content_type=CONTENT_TYPE)


def _has_token(request: HttpRequest) -> bool:
    wanted = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and secrets.compare_digest(given.encode(), wanted.encode())


def _is_local(request: HttpRequest) -> bool:
    if settings.METRICS != "loopback" or any(name in request.META for name in _PASSED_ON):
        return False
    if split_domain_port(request.get_host())[0] not in _LOCAL_NAMES:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
