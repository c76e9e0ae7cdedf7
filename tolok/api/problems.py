"""`application/problem+json` (RFC 9457) with `fix`; `type` is the address of a docs page."""

import json

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

NOT_LOGGED_IN = Problem(
    type="not-logged-in",
    title=Text("Not logged in", "Belum masuk"),
    detail=Text("This call carries no valid token.", "Panggilan ini tanpa token yang sah."),
    fix=Text(
        "Send `Authorization: Bearer TOKEN`; make one under Settings → Tokens.",
        "Kirim `Authorization: Bearer TOKEN`; buat di Pengaturan → Token.",
    ),
    status=401,
)

OUR_FAULT = Problem(
    type="internal-error",
    title=Text("Something broke here", "Ada yang rusak di sini"),
    detail=Text(
        "The fault is ours, not yours. Nothing you saved before is lost.",
        "Kesalahan ada pada kami, bukan Anda. Yang sudah disimpan tidak hilang.",
    ),
    fix=Text(
        "Try again. If it stays, give your administrator the request id.",
        "Coba lagi. Jika tetap begitu, berikan id permintaan kepada pengelola.",
    ),
    status=500,
)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the caller's language, with both languages under `words`."""
    language = getattr(request, "LANGUAGE_CODE", "en")
    body = {
        "type": f"/docs/problems#{problem.type}",
        "title": problem.title.to(language),
        "status": problem.status,
        "detail": problem.detail.to(language),
        "fix": problem.fix.to(language),
        "request": getattr(request, "tolok_id", ""),
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        content_type="application/problem+json",
    )


def validation_problem(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "body"
    return problem_response(
        request,
        Problem(
            type="invalid-input",
            title=Text("That cannot be used", "Itu tidak dapat dipakai"),
            detail=say("{where}: {why}", "{where}: {why}", where=where, why=first["msg"]),
            fix=Text(
                "Correct this field; the OpenAPI file says what it takes.",
                "Perbaiki isian ini; berkas OpenAPI menjelaskan isinya.",
            ),
            status=422,
        ),
    )


def http_problem(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses; where our own reading of the body did, our words."""
    if isinstance(error.__cause__, ProblemError):
        return problem_response(request, error.__cause__.problem)
    return problem_response(
        request,
        Problem(
            type="malformed-request",
            title=Text("Not understood", "Tidak dimengerti"),
            detail=Text.same(str(error)),
            fix=Text("Correct the request.", "Perbaiki permintaannya."),
            status=error.status_code,
        ),
    )
