"""The generated pages are current, and every part that is found by listing has its entry."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import pictures
from scripts.reference_pages import settings
from tests.docs.commands import ROOT, environment
from tolok.core.measures import EVENTS, MEASURES, TERMS
from tolok.core.registry import collect
from tolok.lib.catalogue import goals, kpis, networks, starters, templates
from tolok.web.pages.docs.page import kinds

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "reference.py"), "check"]
    return subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, check=False
    )


def text(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def test_no_generated_page_is_stale():
    done = check(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_a_changed_a_missing_and_an_orphaned_page_are_found(tmp_path: Path):
    for name in ("tolok", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("built"))
    pages = tmp_path / "docs" / "reference"
    shutil.copytree(REFERENCE, pages)
    (pages / "states.md").write_text("changed", "utf-8")
    (pages / "settings.md").unlink()
    shutil.copy(pages / "measures.md", pages / "gone.md")
    done = check(tmp_path)
    assert done.returncode == 1
    for name in ("states.md", "settings.md", "gone.md"):
        assert f"stale: docs/reference/{name}\n" in done.stdout


@pytest.mark.parametrize(
    ("page", "ids"),
    [
        ("kpis.md", kpis),
        ("kpis.id.md", kpis),
        ("networks.md", networks),
        ("importers.md", lambda: [i.id for i in collect("tolok.importers", "IMPORTER")]),
        ("problems.md", lambda: [kind.type for kind in kinds()]),
    ],
)
def test_every_entry_can_be_linked_to(page: str, ids):
    anchors = set(re.findall(r'<a id="([\w-]+)">', text(page)))
    assert anchors == set(ids())


@pytest.mark.parametrize(
    ("folder", "constant", "name"),
    [
        ("tolok.analysis", "METHOD", "id"),
        ("tolok.jobs.kinds", "JOB", "name"),
        ("tolok.facts.engines", "ENGINE", "name"),
        ("tolok.web.pages", "PAGE", "id"),
    ],
)
def test_every_part_has_a_row(folder: str, constant: str, name: str):
    page = text("parts.md") + text("jobs.md")
    missing = [
        o for one in collect(folder, constant) if f"`{(o := getattr(one, name))}`" not in page
    ]
    assert not missing


def test_goals_measures_and_settings_have_a_row():
    rows = text("parts.md") + text("measures.md") + text("settings.md")
    wanted = [*goals(), *starters(), *templates(), *MEASURES, *TERMS, *EVENTS]
    wanted += settings.variables()
    assert not [id for id in wanted if f"`{id}`" not in rows]


def test_every_setting_that_is_explained_is_read_by_the_code():
    assert settings.WORDS.keys() == settings.variables().keys()


def links(page: Path) -> list[str]:
    """Local targets of a page's links, without their anchors."""
    found = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    return [target for target in found if "://" not in target and "pictures/" not in target]


PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    assert not [link for link in links(page) if not (page.parent / link).exists()]


def test_every_picture_is_one_that_the_script_takes():
    used = {n for p in PAGES for n in re.findall(r"pictures/([\w.-]+)", p.read_text("utf-8"))}
    assert used <= set(pictures.names())


def test_every_page_is_reached_from_the_index():
    seen, open_pages = set(), [DOCS / "index.md"]
    while open_pages:
        page = open_pages.pop().resolve()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        open_pages += [page.parent / link for link in links(page)]
    assert not [p for p in DOCS.rglob("*.md") if p.resolve() not in seen]
