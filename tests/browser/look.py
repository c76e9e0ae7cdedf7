"""How a page is looked at: its faults in the console, its width, and what axe finds."""

from dataclasses import dataclass
from pathlib import Path

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1280, 768, 360)
GRAVE = ("serious", "critical")
# Colours are all that changes with the theme, so the second look is for contrast alone.
RUN = """async (only) => {
  const found = await axe.run(document, only ? { runOnly: only } : {});
  return found.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.target.join(" "))]);
}"""
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((el) => el.getBoundingClientRect().right > room + 1)
    .slice(0, 5)
    .map((el) => el.tagName.toLowerCase() + "." + el.className);
}"""


@dataclass(frozen=True)
class Seen:
    """One page in one language: faults, grave findings of axe by theme, overflow by width."""

    status: int
    language: str
    faults: list[str]
    axe: dict[str, list[str]]
    wide: dict[int, list[str]]


def watched(context):
    """A new page, and the list that its script errors and refused content will fill."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda r: faults.extend(_lost(r)))
    return page, faults


def _lost(request) -> list[str]:
    """A request that failed; one that ended because the page was left is none."""
    why = request.failure or ""
    return [] if "ERR_ABORTED" in why else [f"failed: {request.url} {why}"]


def see(context, path: str) -> Seen:
    """Open one page once, and look at it in both themes and at three widths."""
    page, faults = watched(context)
    page.emulate_media(reduced_motion="reduce")  # no colour is measured on its way to another
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(path)
    written = page.locator("html").get_attribute("lang") or ""
    own_faults = list(faults)
    wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide[width] = page.evaluate(WIDE)
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    axe = {"light": _axe(page, None)}
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    axe["dark"] = _axe(page, ["color-contrast", "link-in-text-block"])
    page.close()
    return Seen(answer.status, written, own_faults, axe, wide)


def _axe(page, only: list[str] | None) -> list[str]:
    """Run from a string in an isolated place, so that the page's own policy stays as strict."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
    found = page.evaluate(RUN, only)
    return [f"{name}: {places}" for impact, name, places in found if impact in GRAVE]
