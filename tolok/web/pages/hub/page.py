"""The address that hubs call (WebSub): they ask whether we meant it, and send what is new.

No log-in: the token in the address names the feed, a signature with its secret proves the sender.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.csrf import csrf_exempt

from tolok.services import feed_hub
from tolok.web.clock import now
from tolok.web.page import Page, Route


@csrf_exempt
def called(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a hub asks. POST: a hub tells. 404 for every address that is not ours."""
    if request.method == "POST":
        return _told(request, token)
    answer = feed_hub.confirm(token, request.GET.dict(), now())
    if answer is None:
        return HttpResponseNotFound(content_type="text/plain")
    return HttpResponse(answer, content_type="text/plain; charset=utf-8")


def _told(request: HttpRequest, token: str) -> HttpResponse:
    signature = request.headers.get("X-Hub-Signature", "")
    try:
        body = request.body
    except RequestDataTooBig:  # the next regular read takes what is too much for a call
        return HttpResponse(status=413)
    kind = request.headers.get("Content-Type", "")
    if not feed_hub.take_in(token, signature, body, kind, now()):
        return HttpResponseNotFound(content_type="text/plain")
    return HttpResponse(status=202)


PAGE = Page(
    id="hub",
    routes=(
        Route("hub/<str:token>/", "hub", called, role=None, methods=("GET", "POST"), open=True),
    ),
)
