"""What a page is: one folder in `pages/`, ending in one PAGE constant."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tolok.core.roles import VIEWER

MOST_DIGITS = 9  # of a number in an address or a form

# A view of a workspace page takes (request, scope, **url arguments); `scope` is None on open pages.
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One address. `role` is the least role that may use it; None = outside any workspace.

    `open`: also without logging in (claim links, share links). A method that is not named answers
    405. `post_role`: the least role for anything but GET, when it is higher than `role`.
    """

    path: str
    name: str
    view: Callable[..., HttpResponse]
    role: str | None = VIEWER
    post_role: str | None = None
    methods: tuple[str, ...] = ("GET",)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Nav:
    """A place in the main menu: its English label (a gettext id), icon and order."""

    label: str
    icon: str
    order: int
    role: str = VIEWER


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its addresses. The first route is where its menu entry leads."""

    id: str
    routes: tuple[Route, ...]
    nav: Nav | None = None


def start_of(request: HttpRequest) -> int:
    """Where a long list goes on (`?at=`); its beginning when that is no place in a list."""
    at = request.GET.get("at", "")
    return int(at) if at.isdecimal() and len(at) < MOST_DIGITS else 0


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
