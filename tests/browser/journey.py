"""The main job as a person does it: bring exports, answer a question, see numbers, set a goal.

The same steps with JavaScript and without: only what every browser can do is used.
"""

from datetime import UTC, date, datetime

from tests.shared import shared_data

FILES = (
    ("export-meta-oigetit", "Mar-18-2025_Apr-14-2025_1019826952924933.csv"),  # Instagram posts
    ("export-meta-oigetit", "Views.csv"),  # does not name its network
    ("export-x-wormhole-br", "account_overview_analytics.csv"),
    ("export-youtube-wholebrainhealth", "Totals.csv"),
)
PATIENCE = 60  # looks at a page that reads itself again


def make_workspace(page, name: str) -> str:
    """Its address part."""
    page.goto("/workspaces/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create workspace").click()
    return page.url.split("/w/")[1].split("/")[0]


def bring_files(page, slug: str) -> None:
    """Through the form of the Data page, up to the look before importing."""
    page.goto(f"/w/{slug}/data/")
    page.locator("#files").set_input_files([shared_data(*parts) for parts in FILES])
    page.get_by_role("button", name="Look at them").click()
    page.wait_for_url("**/data/upload/**")


def answer_network(page, network: str) -> None:
    """The one open question."""
    form = page.locator("form.problem-warn")
    assert form.count() == 1
    assert "Which network" in form.inner_text()
    form.get_by_label(network, exact=True).check()
    form.get_by_role("button", name="Answer").click()
    page.wait_for_load_state()


def commit(page) -> None:
    """Import, and look until everything is in."""
    page.get_by_role("button", name=f"Import {len(FILES)} files").click()
    page.wait_for_url("**/data/upload/**")
    for _ in range(PATIENCE):
        if page.get_by_text("Everything is in.").count():
            return
        page.wait_for_timeout(500)
        if not page.evaluate("Boolean(document.querySelector('[hx-trigger]'))"):
            continue
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def open_batch(page, slug: str, name: str) -> None:
    page.goto(f"/w/{slug}/data/")
    page.get_by_role("link", name=name).click()


def set_goal(page, slug: str) -> None:
    """Gain followers on X since January 2025, through all six steps."""
    page.goto(f"/w/{slug}/goals/new/")
    end = date(datetime.now(UTC).year + 1, 3, 31)
    page.get_by_label("Your goal in one sentence").fill(
        f"Gain 2,000 followers on X by 31 March {end.year}"
    )
    page.get_by_role("button", name="Next: the number").click()
    page.get_by_label("Which measure decides?").select_option("followers_gained")
    page.get_by_label("On which network or channel?").select_option("x")
    page.get_by_label("The number", exact=True).fill("2000")
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_url("**/set/achievable/")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_url("**/set/means/")
    page.get_by_label("Action 1", exact=True).fill("Answer every reply within the day")
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_url("**/set/dates/")
    page.get_by_label("First day", exact=True).fill("2025-01-01")
    page.get_by_label("Deadline", exact=True).fill(end.isoformat())
    page.get_by_role("button", name="Next", exact=True).click()
    page.wait_for_url("**/set/review/")
    page.get_by_role("button", name="Start the goal").click()
    page.wait_for_url(f"**/w/{slug}/goals/*/")


def undo(page, slug: str, name: str) -> None:
    open_batch(page, slug, name)
    page.get_by_role("button", name="Undo this import").click()
    page.wait_for_load_state()
