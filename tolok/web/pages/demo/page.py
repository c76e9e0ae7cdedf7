"""One click that removes the demo workspace."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from tolok.services.access import Scope
from tolok.services.demo import remove_demo
from tolok.web.page import Page, Route


def remove(request: HttpRequest, scope: Scope) -> HttpResponse:
    remove_demo(scope)
    messages.success(request, gettext("The demo workspace is gone."))
    return redirect("workspaces")


PAGE = Page(
    id="demo",
    routes=(
        Route("w/<slug:ws>/demo/remove/", "demo-remove", remove, role="admin", methods=("POST",)),
    ),
)
