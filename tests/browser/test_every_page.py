"""Every page, in both languages and themes and at three widths: sound, accessible, not too wide."""

from dataclasses import fields
from functools import cache

import pytest

from tests.browser.look import WIDTHS, Seen, see
from tests.browser.places import ACCOUNTS, NO_PAGE, PLACES, Known
from tolok.web.routes import pages

BLANK = Known(*[f.name for f in fields(Known)])
ROWS = [(name, n) for name, of in PLACES.items() for n in range(len(of(BLANK)))]
ROWS += [("accounts", n) for n in range(len(ACCOUNTS))]
ROWS.append(("unknown", 0))


def test_every_route_that_shows_a_page_has_a_row():
    shown = {route.name for page in pages() for route in page.routes if "GET" in route.methods}
    posted = {route.name for page in pages() for route in page.routes} - shown
    assert set(PLACES) | set(NO_PAGE) == shown | posted
    assert not set(PLACES) & set(NO_PAGE)


@pytest.fixture(scope="module")
def look(server, browser, arrival, known):
    """Each page is opened once in each language, whatever is asked of it."""
    people = {"en": "en-GB", "id": "id-ID"}
    contexts = {
        (name, language): browser.new_context(
            locale=locale, base_url=server.url, storage_state=state
        )
        for language, locale in people.items()
        for name, state in (("owner", arrival.session), ("nobody", None))
    }

    @cache
    def seen(name: str, n: int, language: str) -> Seen:
        who = "nobody" if name in ("accounts", "shared", "join", "review-guest") else "owner"
        return see(contexts[who, language], path_of(name, n, known))

    yield seen
    for context in contexts.values():
        context.close()


def path_of(name: str, n: int, known: Known) -> str:
    if name == "accounts":
        return ACCOUNTS[n]
    if name == "unknown":
        return f"/w/{known.demo}/goals/00000000-0000-7000-8000-000000000000/"
    return PLACES[name](known)[n]


@pytest.fixture(params=ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def row(request):
    return request.param


@pytest.fixture(params=["en", "id"])
def seen(request, row, look) -> Seen:
    return look(*row, request.param)


def test_the_page_answers_in_the_language_without_a_fault(row, seen, request):
    name, _ = row
    assert seen.status == (404 if name == "unknown" else 200)
    assert seen.language == request.node.callspec.params["seen"]
    allowed = ("404 (Not Found)",) if name == "unknown" else ()
    assert not [fault for fault in seen.faults if not any(a in fault for a in allowed)]


def test_axe_finds_nothing_serious_in_either_theme(seen):
    assert not seen.axe["light"] + seen.axe["dark"]


def test_nothing_is_wider_than_the_screen(seen):
    assert {width: parts for width, parts in seen.wide.items() if parts} == {}
    assert set(seen.wide) == set(WIDTHS)
