"""Language and theme stay as chosen; a live chart; a page that is not there."""

import re

from tests.browser.look import watched


def test_language_and_theme_stay_as_chosen(owner, known):
    page, faults = watched(owner)
    page.goto(f"/w/{known.demo}/goals/")
    page.locator(".nav-foot").get_by_role("button", name="Indonesia").click()
    assert page.locator("html").get_attribute("lang") == "id"
    page.locator(".nav-foot button[name=theme]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(f"/w/{known.demo}/numbers/")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("data-theme")) == ("id", "dark")
    assert "Angka" in page.locator("h1").inner_text()
    page.locator(".nav-foot").get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert not faults


def test_a_chart_becomes_live_under_the_content_policy(owner, known):
    page, faults = watched(owner)
    page.goto(f"/w/{known.demo}/numbers/")
    figure = page.locator("figure[data-chart]").first
    assert figure.locator("> svg:visible").count() == 1
    figure.locator("[data-chart-draw]").click()
    figure.locator(".chart-live svg").wait_for()
    assert figure.locator(".chart-live path").count() > 0
    assert not faults


def test_an_unknown_goal_shows_the_problem_with_the_request_id(owner, known):
    page, _ = watched(owner)
    answer = page.goto(f"/w/{known.demo}/goals/00000000-0000-7000-8000-000000000000/")
    assert answer.status == 404
    shown = page.locator(".problem").inner_text()
    number = re.search(r"Request (\w{12})", shown)
    assert number, shown
    assert number[1] == answer.headers["x-request-id"]
    assert page.get_by_role("link", name="To the start").is_visible()
