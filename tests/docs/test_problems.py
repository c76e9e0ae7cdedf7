"""Every type of Problem that the code may raise has an entry on the page its `type` leads to."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tolok.api.problems import problem_response
from tolok.core.errors import not_found
from tolok.core.text import Text
from tolok.web.pages.docs.page import kinds

ROOT = Path(__file__).resolve().parents[2]
MAKERS = {"Problem", "invalid", "_refused"}


def types_in(tree: ast.AST) -> Iterator[str]:
    """Types given by name (`type="…"`) or first to a maker of Problems."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in MAKERS:
            continue
        given = [k.value for k in node.keywords if k.arg == "type"]
        if node.func.id == "_refused" and node.args:
            given.append(node.args[0])
        for value in given:
            # of `a if x else b` both; of a call (a type that arrives from elsewhere) none
            values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            for one in values:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def types_in_code() -> set[str]:
    found = {"invalid-input"}  # what `invalid` says by itself
    for path in (ROOT / "tolok").rglob("*.py"):
        found |= set(types_in(ast.parse(path.read_text("utf-8"))))
    return found


def test_every_problem_type_is_explained_and_no_other():
    assert {kind.type for kind in kinds()} == types_in_code()


def test_the_reader_of_types_sees_each_way_to_give_one():
    code = """
Problem(type="a", title=t)
invalid(x, y, type="b")
_refused("c", name, x)
Problem(type="d" if vague else "e")
Problem(type=str(body["type"]))
other(type="f")
"""
    assert set(types_in(ast.parse(code))) == {"a", "b", "c", "d", "e"}


def test_each_explanation_differs_between_the_languages():
    same = [k.type for k in kinds() for t in (k.what, k.why, k.fix) if t.en == t.id]
    assert not same


@pytest.mark.django_db
def test_the_type_of_an_api_problem_is_an_address_that_answers(client, rf):
    answer = problem_response(rf.get("/"), not_found(Text("page", "halaman")).problem)
    address, _, anchor = json.loads(answer.content)["type"].partition("#")
    page = client.get(address)
    assert page.status_code == 200
    assert f'id="{anchor}"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Check the address, or ask the owner"), ("id", "Periksa alamatnya, atau minta akses")],
)
def test_the_page_speaks_both_languages(client, language, words):
    assert words in client.get(f"/docs/problems?lang={language}").content.decode()
