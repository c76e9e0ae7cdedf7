"""The API: one NinjaAPI, its routers found by listing, problems as RFC 9457."""

import logging
from typing import Any

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tolok import __version__
from tolok.api.auth import Bearer, Session
from tolok.api.body import WholeText
from tolok.api.problems import (
    NOT_LOGGED_IN,
    OUR_FAULT,
    http_problem,
    problem_response,
    validation_problem,
)
from tolok.core.errors import ProblemError, not_found, unkeepable
from tolok.core.registry import collect
from tolok.core.text import Text

log = logging.getLogger("tolok.api")


def _make() -> NinjaAPI:
    made = NinjaAPI(
        title="Tolok",
        version=__version__,
        urls_namespace="api",
        auth=[Bearer(), Session()],
        docs_url=None,
        parser=WholeText(),
    )
    routers: Any = collect("tolok.api.routers", "ROUTER")
    for prefix, router in routers:
        made.add_router(prefix, router)
    made.exception_handler(ProblemError)(_problem)
    made.exception_handler(ValidationError)(validation_problem)
    made.exception_handler(AuthenticationError)(_login)
    made.exception_handler(HttpError)(http_problem)
    made.exception_handler(Http404)(_missing)
    made.exception_handler(DataError)(_unkeepable)
    made.exception_handler(Exception)(_our_fault)
    return made


def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem_response(request, error.problem)


def _login(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(request, NOT_LOGGED_IN)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(request, not_found(Text("thing", "hal")).problem)


def _unkeepable(request: HttpRequest, error: DataError) -> HttpResponse:
    log.warning("api.unkeepable", exc_info=error, extra={"fields": {"path": request.path}})
    return problem_response(request, unkeepable().problem)


def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: logged with its trace, answered without it."""
    log.error("api.failed", exc_info=error, extra={"fields": {"path": request.path}})
    return problem_response(request, OUR_FAULT)


api = _make()
