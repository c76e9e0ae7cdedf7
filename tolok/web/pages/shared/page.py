"""The KPI guide behind a share link: one page, no way into the workspace, no figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tolok.services import guide, share
from tolok.services.guide_print import guide_pdf
from tolok.web.page import Page, Route


def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The KPIs in use, with what each means and how it is made."""
    scope = share.open_share(secret)
    shown = {
        "name": scope.workspace.name,
        "secret": secret,
        "sections": guide.shared_sections(scope),
    }
    return _unlisted(render(request, "pages/shared/page.html", shown))


def pdf(request: HttpRequest, secret: str) -> HttpResponse:
    """The same on paper."""
    content = guide_pdf(share.open_share(secret), request.LANGUAGE_CODE)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kpi-guide-{request.LANGUAGE_CODE}.pdf"'
    return _unlisted(response)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep it out of search engines, shared caches and the address other sites are told."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


PAGE = Page(
    id="shared",
    routes=(
        Route("shared/<str:secret>/", "shared", shared, role=None, open=True),
        Route("shared/<str:secret>/kpis.pdf", "shared-pdf", pdf, role=None, open=True),
    ),
)
