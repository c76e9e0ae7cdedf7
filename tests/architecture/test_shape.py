"""Size, purity and completeness of the code, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "tolok"
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE = 400, 60, 200
# Libraries that are slow to import: loaded where they are used.
HEAVY = {"scipy", "duckdb", "typst", "vl_convert", "openpyxl", "xlrd", "ibis", "xlsxwriter"}
HEAVY |= {"granian", "rich", "django", "tolok", "cryptography"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def modules(folder: Path = CODE) -> list[Path]:
    return [p for p in sorted(folder.rglob("*.py")) if "migrations" not in p.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_400_lines():
    long = {short(p): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_no_function_is_longer_than_60_lines():
    long = {
        f"{short(p)}:{f.name}": f.end_lineno - f.lineno + 1
        for p in modules()
        for f in functions(parsed(p))
        if f.end_lineno - f.lineno + 1 > MAX_FUNCTION
    }
    assert not long


def test_no_template_is_longer_than_200_lines():
    long = [
        short(p)
        for p in CODE.rglob("*.html")
        if len(p.read_text("utf-8").splitlines()) > MAX_TEMPLATE
    ]
    assert not long


def test_no_file_is_called_utils_or_the_like():
    assert not [short(p) for p in modules() if p.stem in FORBIDDEN_NAMES]


def test_every_module_says_what_it_is_for():
    silent = [short(p) for p in modules() if p.stat().st_size and not ast.get_docstring(parsed(p))]
    assert not silent


def test_the_core_does_not_read_the_clock():
    readers = {"now", "today", "utcnow", "time", "monotonic"}
    clocks = [
        f"{short(p)}:{node.lineno}"
        for p in modules(CODE / "core")
        for node in ast.walk(parsed(p))
        if isinstance(node, ast.Attribute)
        and node.attr in readers
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time"}
    ]
    assert not clocks


def test_nothing_swallows_every_exception():
    allowed = {"tolok/jobs/guard.py", "tolok/jobs/attempt.py"}  # log it and live on
    broad = [
        f"{short(p)}:{node.lineno}"
        for p in modules()
        for node in ast.walk(parsed(p))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        and short(p) not in allowed
    ]
    assert not broad


def test_only_heavy_libraries_are_imported_inside_functions():
    inside = [
        f"{short(p)}:{node.lineno} {name}"
        for p in modules()
        for f in functions(parsed(p))
        for node in ast.walk(f)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
        if name.split(".")[0] not in HEAVY or (name.startswith("tolok") and "cli" not in p.parts)
    ]
    assert not inside


@pytest.fixture(scope="module")
def catalogue_names() -> set[str]:
    networks = {p.stem for p in (CODE / "catalogue" / "networks").glob("*.toml")}
    kpis = {p.stem for p in (CODE / "catalogue" / "kpis").glob("*.toml")}
    # words that are also plain words of the interface
    plain = {"web", "other", "ads", "reach", "posts", "links", "content_mix", "clicks", "leads"}
    plain |= {"comments", "likes", "shares", "views", "mentions", "consistency", "progress"}
    plain |= {"conversions", "followers", "impressions", "frequency", "revenue", "x", "replies"}
    plain |= {"engagements", "fans", "saves", "quotes", "reposts"}
    return (networks | kpis) - plain


def test_no_template_names_a_network_or_a_kpi(catalogue_names: set[str]):
    tag = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
    string = re.compile(r"['\"]([a-z0-9_]+)['\"]")
    named = [
        f"{short(p)}: {word}"
        for p in CODE.rglob("*.html")
        for part in tag.findall(p.read_text("utf-8"))
        for word in string.findall(part)
        if word in catalogue_names
    ]
    assert not named


PLUG_INS = {"importers": "IMPORTER", "analysis": "METHOD", "networks": "NETWORK"}


@pytest.mark.parametrize("folder", PLUG_INS)
def test_every_plug_in_has_a_test(folder: str):
    tests = "\n".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py"))
    untested = [
        p.stem
        for p in modules(CODE / folder)
        if p.parent == CODE / folder and not p.stem.startswith("_") and p.stem not in tests
    ]
    assert not untested


@pytest.mark.parametrize("folder", PLUG_INS)
def test_every_plug_in_ends_in_its_constant(folder: str):
    for path in modules(CODE / folder):
        if path.parent == CODE / folder and not path.stem.startswith("_"):
            last = parsed(path).body[-1]
            targets = getattr(last, "targets", [getattr(last, "target", None)])
            names = [getattr(target, "id", "") for target in targets]
            assert names == [PLUG_INS[folder]], short(path)


def test_no_stub_is_left():
    words = re.compile(r"raise NotImplementedError|\bTODO\b|\bFIXME\b|coming soon")
    found = [short(p) for p in [*modules(), *CODE.rglob("*.html")] if words.search(p.read_text())]
    assert not found
