"""The page of the API's endpoints, from its OpenAPI document."""

from itertools import groupby
from typing import Any

from scripts.reference_pages.markdown import code, table
from tolok.api.app import api

LEAD = """
All addresses begin with `/api/v1`. A call carries `Authorization: Bearer TOKEN` (make a token on
your profile) or a browser's session. The whole description, with every field, is the OpenAPI
document at `/api/v1/openapi.json`. What is refused has the shape of [Problems](problems.md).
"""


def page() -> str:
    rows = sorted(_rows(), key=lambda row: row[0])
    parts = ["# API", LEAD.strip()]
    for tag, group in groupby(rows, key=lambda row: row[0]):
        parts += [f"## {tag}", table(("Call", "Address", "What it does"), [r[1:] for r in group])]
    return "\n\n".join(parts)


def _rows() -> list[tuple[str, str, str, str]]:
    paths: dict[str, dict[str, Any]] = api.get_openapi_schema(path_prefix="")["paths"]
    return [
        (
            call.get("tags", ["other"])[0],
            method.upper(),
            code(path),
            call.get("description") or f"{call['summary']}.",
        )
        for path, calls in paths.items()
        for method, call in calls.items()
    ]


PAGES = {"api.md": page}
