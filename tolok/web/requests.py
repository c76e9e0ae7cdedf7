"""What happens to every request: an id, the reader's language, and one shape for problems."""

import logging
import secrets
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from tolok.core.errors import Problem, ProblemError, not_found, unkeepable
from tolok.core.text import Text
from tolok.lib.logs import request_id
from tolok.web.visit import Visit

log = logging.getLogger("tolok.web")
Next = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives each request an id, which logs, error pages and the `X-Request-Id` header carry."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponse:
        request.tolok_id = secrets.token_hex(6)
        mark = request_id.set(request.tolok_id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(mark)
        response["X-Request-Id"] = request.tolok_id
        return response


class LanguageMiddleware:
    """`?lang=` wins and is remembered; then the cookie; then what the browser asks for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wished = request.GET.get("lang", "")
        language = wished if wished in ("en", "id") else get_language_from_request(request)
        request.LANGUAGE_CODE = "id" if language.startswith("id") else "en"
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        if wished in ("en", "id"):
            response.set_cookie("tolok_language", wished, max_age=31_536_000, samesite="Lax")
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ProblemMiddleware:
    """Turns a ProblemError of a page into a page; the API does the same in its own shape."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):
            log.warning("page.unkeepable", exc_info=error)
            error = unkeepable()
        return problem_page(request, error.problem) if isinstance(error, ProblemError) else None


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page that says what happened, why and what to do; it never shows another's data."""
    return render(request, "parts/problem_page.html", {"problem": problem}, status=problem.status)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, not_found(Text("page", "halaman")).problem)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(
        request,
        Problem(
            type="not-permitted",
            title=Text("Not permitted", "Tidak diizinkan"),
            detail=Text("This request was refused.", "Permintaan ini ditolak."),
            fix=Text("Go back, reload the page and try again.", "Kembali, muat ulang, coba lagi."),
            status=403,
        ),
    )


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(
        request,
        Problem(
            type="malformed-request",
            title=Text("Not understood", "Tidak dimengerti"),
            detail=Text("The request was not well formed.", "Permintaan tidak berbentuk benar."),
            fix=Text("Go back, reload the page and try again.", "Kembali, muat ulang, coba lagi."),
            status=400,
        ),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Our own fault. The id leads to the line in the log."""
    return problem_page(
        request,
        Problem(
            type="internal-error",
            title=Text("Something broke here", "Ada yang rusak di sini"),
            detail=Text(
                "The fault is ours, not yours. Nothing you saved before is lost.",
                "Kesalahan ada pada kami, bukan Anda. Yang sudah disimpan tidak hilang.",
            ),
            fix=Text(
                "Try again. If it stays, give your administrator the request id below.",
                "Coba lagi. Jika tetap begitu, berikan id permintaan di bawah kepada pengelola.",
            ),
            status=500,
        ),
    )
