"""One live server with the demo workspace, one Chromium, and the owner who came by the claim link.

All browser tests run in one worker, one after the other: they share the server. Both end with the
last of them, for the browser keeps an event loop running that other tests would trip over.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.look import watched
from tests.browser.places import Known, learn
from tests.durability.server import Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BUILT = Path(__file__).resolve().parents[2] / "tolok" / "web" / "assets" / "built"
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--no-first-run"),
]
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent != HERE:
            continue
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group("browser"))
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
        elif not (BUILT / "app.js").exists():
            item.add_marker(pytest.mark.skip(reason="the front end is not built: make setup"))


@dataclass(frozen=True)
class Arrival:
    """What a new user met: the claim link, where it led, and the session it gave."""

    link: str
    led_to: str
    charts: int
    tiles: int
    faults: list[str]
    session: dict


@pytest.fixture(scope="package")
def server(tmp_path_factory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("site") / "data", demo=True).start()
    yield started
    started.stop()


@pytest.fixture(scope="package")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def arrival(server: Server, browser) -> Arrival:
    """One click on the link that the console printed."""
    link = re.search(r"http://\S+/claim/\S+", server.log.read_text("utf-8"))
    assert link, server.log.read_text("utf-8")
    context = browser.new_context(locale="en-GB", base_url=server.url)
    page, faults = watched(context)
    page.goto(link[0])
    arrived = Arrival(
        link=link[0],
        led_to=page.url,
        charts=page.locator("main svg[role=img], main figure svg").count(),
        tiles=page.locator("main .goals > li").count(),
        faults=faults,
        session=context.storage_state(),
    )
    context.close()
    return arrived


@pytest.fixture
def owner(server: Server, browser, arrival: Arrival) -> Iterator:
    """A context with the owner's session; pages of it are closed with it."""
    context = browser.new_context(
        locale="en-GB", base_url=server.url, storage_state=arrival.session
    )
    yield context
    context.close()


@pytest.fixture
def plain(server: Server, browser, arrival: Arrival) -> Iterator:
    """The same person with JavaScript switched off."""
    context = browser.new_context(
        locale="en-GB",
        base_url=server.url,
        storage_state=arrival.session,
        java_script_enabled=False,
    )
    yield context
    context.close()


@pytest.fixture(scope="package")
def known(server: Server, browser, arrival: Arrival) -> Known:
    """Ids of the demo's things, and a few things made beside them as the owner."""
    context = browser.new_context(base_url=server.url, storage_state=arrival.session)
    found = learn(context)
    context.close()
    return found
