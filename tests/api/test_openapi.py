"""The API's description is as reviewed: a changed call shows in the snapshot beside this test.

After a change that is meant: `python -m tests.api.test_openapi` writes the snapshot again.
"""

import json
import os
from pathlib import Path
from typing import Any

SNAPSHOT = Path(__file__).with_name("openapi.json")


def described() -> dict[str, Any]:
    """The OpenAPI document, without the version of the product."""
    from tolok.api.app import api

    found = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    found["info"]["version"] = "any"
    return found


def calls(document: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{method.upper()} {path}": call
        for path, methods in document["paths"].items()
        for method, call in methods.items()
    }


def test_the_calls_are_those_of_the_snapshot():
    reviewed, now = calls(json.loads(SNAPSHOT.read_text("utf-8"))), calls(described())
    assert now.keys() == reviewed.keys()
    assert not [name for name in now if now[name] != reviewed[name]]


def test_the_whole_document_is_the_snapshot():
    assert described() == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_call_is_under_a_heading_and_has_an_id_of_its_own():
    found = calls(described())
    assert not [name for name, call in found.items() if not call.get("tags")]
    ids = [call["operationId"] for call in found.values()]
    assert len(ids) == len(set(ids))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False) + "\n", "utf-8")
