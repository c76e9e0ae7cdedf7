"""What every page shows around its content: menu, workspace, language, theme."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tolok.core.roles import VIEWER, allows
from tolok.core.text import Text
from tolok.services import connection_page, job_ops
from tolok.services.access import Scope
from tolok.web.clock import now
from tolok.web.routes import pages


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame. `nav` holds only pages that exist and may be opened."""
    scope: Scope | None = getattr(request, "tolok_scope", None)
    page = getattr(request, "tolok_page", None)
    theme = request.COOKIES.get("tolok_theme", "")
    return {
        "scope": scope,
        "workspace": scope.workspace if scope else None,
        "language": getattr(request, "LANGUAGE_CODE", "en"),
        "theme": theme if theme in ("light", "dark") else "",
        "nav": _nav(scope, page.id if page else "") if scope else [],
        "request_id": getattr(request, "tolok_id", ""),
        "can_edit": bool(scope and allows(scope.role, "editor")),
        "can_admin": bool(scope and allows(scope.role, "admin")),
        "worker_warning": _warning if scope else None,  # asked for by whole pages only
        "connection_warning": partial(_connections, scope) if scope else None,
    }


def _warning() -> Text | None:
    return job_ops.warning(datetime.now(UTC))  # for a warning our own clock will do


def _connections(scope: Scope) -> Text | None:
    """For everyone who reads numbers and posts; clients have no part in channels."""
    return connection_page.alert(scope, now()) if allows(scope.role, VIEWER) else None


def _nav(scope: Scope, current: str) -> list[dict[str, Any]]:
    shown = sorted(
        (p for p in pages() if p.nav and allows(scope.role, p.nav.role)),
        key=lambda p: p.nav.order if p.nav else 0,
    )
    return [
        {
            "label": p.nav.label,
            "icon": p.nav.icon,
            "url": reverse(p.routes[0].name, args=[scope.workspace.slug]),
            "current": p.id == current,
        }
        for p in shown
        if p.nav
    ]
