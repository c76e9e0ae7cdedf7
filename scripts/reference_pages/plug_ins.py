"""The page of the parts that are found by listing a folder and have no page of their own."""

from typing import Any

from scripts.reference_pages.markdown import code, table
from tolok.core.registry import collect
from tolok.lib.catalogue import goals, starters, templates
from tolok.web.routes import pages

LEAD = """
Each of these is one file (a page: one folder), found by listing its folder.
[KPIs](kpis.md), [networks](networks.md), [importers](importers.md), [jobs](jobs.md),
[commands](cli.md) and [routers](api.md) have pages of their own. How to add one: `CONTRIBUTING.md`.
"""


def page() -> str:
    return "\n\n".join(
        (
            "# Parts",
            LEAD.strip(),
            "## Methods",
            "From `tolok/analysis`.",
            table(
                ("Method", "English", "Indonesian", "Fewest points"),
                [
                    [code(m.id), m.name.en, m.name.id, str(m.minimum)]
                    for m in _plugs("tolok.analysis", "METHOD")
                ],
            ),
            "## Engines",
            "From `tolok/facts/engines`.",
            table(("Engine",), [[code(e.name)] for e in _plugs("tolok.facts.engines", "ENGINE")]),
            "## Goals, starters and templates",
            "From `tolok/catalogue/goals`.",
            table(("Id", "English", "Indonesian"), _goal_rows()),
            "## Pages",
            "From `tolok/web/pages`. A page that needs no role is outside any workspace.",
            table(("Page", "Address", "Calls", "Least role", "To change"), _page_rows()),
        )
    )


def _plugs(package: str, name: str) -> tuple[Any, ...]:
    return collect(package, name)


def _goal_rows() -> list[list[str]]:
    found: list[Any] = [*goals().values(), *starters().values(), *templates().values()]
    return [[code(one.id), one.name.en, one.name.id] for one in found]


def _page_rows() -> list[list[str]]:
    return [
        [
            code(found.id),
            code(f"/{route.path}"),
            ", ".join(route.methods),
            "–" if route.role is None else route.role,
            route.post_role or "",
        ]
        for found in pages()
        for route in found.routes
    ]


PAGES = {"parts.md": page}
