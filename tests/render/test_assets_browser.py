"""The scripts in a real browser under the strict content policy that the server sends."""

import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.render.gallery import BUILT, goal_page, numbers_page

CHROMIUM = shutil.which("chromium")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(not (BUILT / "app.js").exists(), reason="assets are not built"),
]


class Handler(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the test's own output is what counts."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("site")
    shutil.copytree(BUILT, folder / "built")
    for name, make in (("goal", goal_page), ("numbers", numbers_page)):
        for ending, theme in (("", "light"), ("-dark", "dark")):
            text = make(theme=theme).replace(BUILT.as_uri(), "/built")
            (folder / f"{name}{ending}.html").write_text(text)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.said = []
    tab.on("console", lambda message: tab.said.append(message.text))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    yield tab
    said = [text for text in tab.said if "404" not in text]
    context.close()
    assert said == []


def test_question_mark_lists_the_keys_of_this_page(page, site):
    page.goto(f"{site}/numbers.html")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    keys = page.locator("#keys")
    assert keys.is_visible()
    assert "Earlier" in keys.inner_text()
    assert "g n" in keys.inner_text()
    page.keyboard.press("Escape")
    assert not keys.is_visible()


def test_keys_press_the_visible_thing_and_rest_while_typing(page, site):
    page.goto(f"{site}/goal.html")
    page.evaluate(
        """() => {
        window.pressed = [];
        document.addEventListener('click', (e) => {
          const key = e.target.closest('[data-key], [data-go]');
          if (key) { e.preventDefault(); window.pressed.push(key.dataset.key ?? key.dataset.go); }
        });
        const input = document.createElement('input');
        input.id = 'typed';
        document.querySelector('main').append(input);
      }"""
    )
    page.keyboard.press("n")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.focus("#typed")
    page.keyboard.press("n")
    assert page.evaluate("window.pressed") == ["n", "calendar"]
    assert page.input_value("#typed") == "n"
    page.evaluate("document.activeElement.blur(); document.body.dataset.shortcuts = 'off'")
    page.keyboard.press("n")
    assert page.evaluate("window.pressed") == ["n", "calendar"]


def test_escape_empties_the_panel_and_gives_its_column_back(page, site):
    page.goto(f"{site}/numbers.html")
    before = page.locator(".main").bounding_box()["width"]
    page.keyboard.press("Escape")
    assert not page.locator(".drawer").is_visible()
    assert page.locator(".main").bounding_box()["width"] > before


def test_a_chart_comes_alive_only_when_asked(page, site):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{site}/goal.html")
    assert not any("charts-" in url for url in loaded)
    page.locator("[data-chart-draw]").click()
    page.wait_for_selector(".chart-live svg")
    assert page.locator(".chart-live path").count() > 3
    band = page.locator(".chart-live .mark-area path").first
    assert band.evaluate("(el) => getComputedStyle(el).fill") != "none"
    assert not page.locator("[data-chart] > svg.draw-large").is_visible()
    assert all(url.startswith(site) for url in loaded)


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["goal", "numbers"])
def test_nothing_sticks_out_sideways(page, site, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/{name}.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "size"), [(360, "small"), (768, "medium"), (1280, "large")])
def test_one_drawing_is_shown_and_it_is_the_one_that_fits(page, site, width, size):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/goal.html")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('.chart')[0].querySelectorAll(':scope > svg')]
        .filter((s) => s.getClientRects().length).map((s) => s.getAttribute('class'))"""
    )
    assert shown == [f"draw-{size}"]


@pytest.mark.parametrize("name", ["goal", "goal-dark", "numbers", "numbers-dark"])
def test_axe_finds_no_fault(page, site, name):
    axe = BUILT.parents[3] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        pytest.skip("axe-core is not installed")
    page.goto(f"{site}/{name}.html")
    page.evaluate(axe.read_text())
    result = page.evaluate("axe.run()")
    found = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in result["violations"]]
    assert found == []


def test_dark_pages_print_dark_on_white(page, site):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{site}/goal-dark.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".nav").is_visible()


def test_chosen_files_are_named_in_the_drop_zone(page, site):
    page.goto(f"{site}/goal.html")
    page.evaluate(
        """() => {
        const zone = document.createElement('form');
        zone.dataset.drop = '';
        zone.innerHTML = '<input type="file" multiple><output data-drop-names></output>';
        document.querySelector('main').append(zone);
      }"""
    )
    files = [{"name": n, "mimeType": "text/csv", "buffer": b"a"} for n in ("a.csv", "b.csv")]
    page.locator("[data-drop] input").set_input_files(files)
    assert page.locator("[data-drop-names]").inner_text() == "a.csv, b.csv"
