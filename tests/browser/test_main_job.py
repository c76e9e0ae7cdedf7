"""Real exports through the Data page to a goal with its pace; with scripts and without."""

import pytest

from tests.browser import journey
from tests.browser.look import watched


@pytest.fixture(params=["owner", "plain"])
def person(request):
    """With JavaScript, and with it switched off."""
    page, faults = watched(request.getfixturevalue(request.param))
    page.set_default_timeout(20_000)
    return page, faults, request.param


def test_from_exports_to_a_goal_on_its_pace(person):
    page, faults, name = person
    slug = journey.make_workspace(page, f"Toko {name}")
    journey.bring_files(page, slug)
    looked = page.locator("main").inner_text()
    assert "Instagram" in looked
    assert page.locator("table tbody tr").count() > 10
    journey.answer_network(page, "Facebook")
    journey.commit(page)

    journey.open_batch(page, slug, journey.FILES[0][1])
    sums = page.locator("main").inner_text()
    for known in ("10,931", "7,783", "274"):  # views, reach and likes of the study's README
        assert known in sums
    page.goto(f"/w/{slug}/numbers/?from=2025-03-18&to=2025-04-14&network=instagram")
    assert "10,931" in page.locator("main").inner_text()
    page.goto(f"/w/{slug}/numbers/")
    assert page.locator(".tiles").count() == 1

    journey.set_goal(page, slug)
    goal = page.url
    seen = page.locator("main").inner_text()
    assert "followers on X" in seen
    assert page.locator("main figure svg").count() > 0

    journey.undo(page, slug, journey.FILES[3][1])
    assert "Undone" in page.locator("main").inner_text()
    page.goto(f"/w/{slug}/numbers/?from=2020-09-01&to=2022-11-12")
    assert "24,299" not in page.locator("main").inner_text()
    assert page.goto(goal).status == 200
    assert not faults
