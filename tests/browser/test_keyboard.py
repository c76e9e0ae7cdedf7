"""Without a mouse: every control is reached, keys do what the help says and can be put off."""

import pytest

from tests.browser.look import watched

# Of a group of radio buttons Tab reaches one and the arrows the rest.
CONTROLS = """[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((el) => el.checkVisibility() && el.getClientRects().length && !el.disabled)
  .filter((el) => el.tabIndex >= 0 && !["hidden", "radio"].includes(el.type))"""
MEET = "() => { document.activeElement.dataset.met = 'yes'; }"
MISSED = f"""() => {CONTROLS}
  .filter((el) => !el.dataset.met).map((el) => el.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(owner):
    found, faults = watched(owner)
    yield found
    assert not faults


@pytest.fixture
def space(known) -> str:
    return f"/w/{known.demo}"


def test_the_first_tab_skips_the_menu(page, space):
    page.goto(f"{space}/goals/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("where", ["goals/", "numbers/", "data/", "goals/new/"])
def test_tab_reaches_every_control(page, space, where):
    page.goto(f"{space}/{where}")
    stops = page.evaluate(f"() => {CONTROLS}.length")
    for _ in range(stops + 40):
        page.keyboard.press("Tab")
        page.evaluate(MEET)
    assert page.evaluate(MISSED) == []


def test_keys_lead_where_the_help_says(page, space):
    page.goto(f"{space}/goals/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog#keys").is_visible()
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/numbers/**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**from=*")
    page.keyboard.press("x")
    page.wait_for_url("**compare=off**")
    page.keyboard.press("x")
    page.wait_for_url(lambda url: "compare" not in url)
    page.keyboard.press("g")
    page.keyboard.press("g")
    page.wait_for_url("**/goals/")
    page.keyboard.press("n")
    page.wait_for_url("**/goals/new/")


def test_escape_closes_the_panel_and_gives_the_focus_back(page, space):
    page.goto(f"{space}/numbers/")
    opener = page.locator("main .tile a[href*='why=']").first
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("#why h2").wait_for()
    assert page.evaluate("document.activeElement.closest('#why') !== null")
    page.keyboard.press("Escape")
    page.locator("#why h2").wait_for(state="detached")
    assert opener.evaluate("el => el === document.activeElement")


def test_keys_rest_while_one_types_and_when_switched_off(page, space):
    page.goto(f"{space}/goals/new/")
    page.get_by_label("Your goal in one sentence").press_sequentially("going nowhere? x")
    assert page.url.endswith("/goals/new/")
    assert not page.locator("dialog#keys").is_visible()
    page.goto("/profile/")
    page.get_by_role("button", name="Switch shortcut keys off").click()
    try:
        page.goto(f"{space}/goals/")
        page.keyboard.press("?")
        page.keyboard.press("n")
        assert page.url.endswith("/goals/")
        assert not page.locator("dialog#keys").is_visible()
    finally:
        page.goto("/profile/")
        page.get_by_role("button", name="Switch shortcut keys on").click()
