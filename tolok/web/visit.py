"""A request as the doors hand it on: types only, nothing is made here."""

from django.http import HttpRequest

from tolok.services.access import Person, Scope
from tolok.web.page import Page


class Visit(HttpRequest):
    """Carries its id (every request), its page, and its workspace (pages in one)."""

    tolok_id: str
    tolok_page: Page
    tolok_scope: Scope


class PersonVisit(Visit):
    """A visit of somebody logged in: what a route that is not `open` gets."""

    user: Person
