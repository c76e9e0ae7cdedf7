"""`Idempotency-Key` on POST: a call that is sent twice is done once and answered twice."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tolok.api.problems import problem_response
from tolok.core.errors import ProblemError
from tolok.services import kept_calls

PREFIX = "/api/"
HEADER = "Idempotency-Key"


class IdempotencyMiddleware:
    """Stands around the API's POST calls; the others may be repeated anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None or request.method != "POST" or not request.path.startswith(PREFIX):
            return self.get_response(request)
        try:
            turn = kept_calls.take_turn(key, _caller(request), _asked(request))
        except ProblemError as error:
            return problem_response(request, error.problem)
        if turn.answer is not None:
            return _again(turn.answer)
        return self._done(request, turn, key)

    def _done(self, request: HttpRequest, turn: kept_calls.Turn, key: str) -> HttpResponse:
        answered = False
        try:
            response = self.get_response(request)
            answered = True
        finally:
            if not answered:
                kept_calls.give_up(turn)
        answer = kept_calls.Answer(
            response.status_code, response.headers.get("Content-Type", ""), response.content
        )
        kept_calls.keep(turn, key, _caller(request), answer)
        return response


def _caller(request: HttpRequest) -> str:
    """The credential itself, which only the caller and this request hold."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return request.headers.get("Authorization", "") or f"session {session}"


def _asked(request: HttpRequest) -> bytes:
    """What tells one call from another. Of files that are sent only the size: they are not read
    twice, and each sending draws another boundary."""
    head = f"{request.get_full_path()}\n".encode()
    if request.content_type == "multipart/form-data":
        return head + request.headers.get("Content-Length", "").encode()
    return head + request.body


def _again(answer: kept_calls.Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.type)
    response["Idempotency-Replayed"] = "true"
    return response
