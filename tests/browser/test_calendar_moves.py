"""A post of the calendar moves by drag and by keys, and stands afterwards where it was put."""

import subprocess
import sys

import pytest

from tests.browser.look import watched
from tests.browser.planned import SLUG


@pytest.fixture(scope="module")
def post(server, arrival) -> str:
    """The id of a post planned for Wednesday, 5 March 2031 at 09:00."""
    command = [sys.executable, "-m", "tests.browser.planned"]
    done = subprocess.run(
        command, env=server._environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def page(owner, post):
    found, faults = watched(owner)
    found.goto(f"/w/{SLUG}/calendar/?day=2031-03-05")
    yield found
    assert not faults


def put(page, day: str, hour: int) -> None:
    """Drag the post to the two hours of a day that begin at `hour`."""
    target = page.locator(f"[data-day='{day}'] .cell[data-hour='{hour}']")
    page.locator("[data-calendar] .chip").drag_to(target)
    page.locator(f"[data-day='{day}'] .cell[data-hour='{hour}'] .chip").wait_for()


def times(page) -> list[str]:
    """Where the posts stand, asked anew."""
    page.goto(f"/w/{SLUG}/calendar/?day=2031-03-05")
    there = "each => each.closest('[data-day]').dataset.day + each.textContent.trim().slice(0, 5)"
    return page.locator("[data-calendar] .chip").evaluate_all(f"all => all.map({there})")


def test_a_drag_to_another_day_keeps_the_minutes_and_one_to_another_hour_takes_it(page):
    put(page, "2031-03-07", 8)
    assert times(page) == ["2031-03-0709:00"]
    put(page, "2031-03-05", 18)
    assert times(page) == ["2031-03-0518:00"]


def test_shift_and_an_arrow_move_the_post_by_a_day(page):
    (before,) = times(page)
    page.locator("[data-calendar] .chip").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("[data-day='2031-03-06'] .chip").wait_for()
    (after,) = times(page)
    assert (before[:10], after[:10]) == ("2031-03-05", "2031-03-06")
    assert before[10:] == after[10:]
