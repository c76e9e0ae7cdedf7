"""Every address of the web server: health, API, accounts, and the pages found by listing."""

from django.urls import include, path
from django.views.generic.base import RedirectView

from tolok.api.app import api
from tolok.web import health, metrics
from tolok.web.routes import page_urls

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/v1/", api.urls),
    # Addresses are kept in the profile; the log-in library's own page would be a second place.
    path("accounts/email/", RedirectView.as_view(pattern_name="profile")),
    path("accounts/", include("allauth.urls")),
    *page_urls(),
]
handler404 = "tolok.web.requests.missing"
handler500 = "tolok.web.requests.broken"
handler403 = "tolok.web.requests.forbidden"
handler400 = "tolok.web.requests.malformed"
