"""The page that the `type` of each Problem leads to; open to all, for it says nothing of anyone."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tolok.core.reading import Table, read_toml
from tolok.core.text import Text
from tolok.web.page import Page, Route

FILE = Path(__file__).with_name("problems.toml")


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of Problem: its HTTP status, what happened, why it happens, what to do next."""

    type: str
    status: int
    what: Text
    why: Text
    fix: Text


@cache
def kinds() -> tuple[Kind, ...]:
    """Every type, in alphabetical order."""
    top = read_toml(FILE.read_text("utf-8"), FILE.name)
    return tuple(_kind(type, top.table(type)) for type in sorted(top.keys))


def problems(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/docs/page.html", {"kinds": kinds()})


def _kind(type: str, table: Table) -> Kind:
    words = (table.words(part) for part in ("what", "why", "fix"))
    found = Kind(type, table.whole("status"), *words)
    table.done()
    return found


PAGE = Page(
    id="docs",
    routes=(Route("docs/problems", "docs-problems", problems, role=None, open=True),),
)
