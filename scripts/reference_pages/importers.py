"""The page of importers: what each reads, and by which columns it knows its files."""

import importlib
import pkgutil
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

from scripts.reference_pages.markdown import code
from tolok.core.registry import collect
from tolok.lib.catalogue import read_folder

LEAD = (
    "Files are recognised by their shape, values and known header words, never by their name "
    "alone. Header words in other languages stand in `tolok/catalogue/headers`. When two importers "
    "fit equally, Tolok asks. `tolok import FILE --dry-run` says how a file would be read."
)


def page() -> str:
    package = importlib.import_module("tolok.importers")
    names = sorted(i.name for i in pkgutil.iter_modules(package.__path__) if i.name[0] != "_")
    found = zip(names, collect("tolok.importers", "IMPORTER"), strict=True)
    return "\n\n".join(["# Importers", LEAD, *(_importer(name, one) for name, one in found)])


def _importer(module: str, importer: Any) -> str:
    parts = [
        f'## <a id="{importer.id}"></a>{importer.name.en}',
        f"{code(importer.id)} — {importer.name.id}",
        (importlib.import_module(f"tolok.importers.{module}").__doc__ or "").strip(),
    ]
    shapes = [_shape(shape) for shape in getattr(importer, "shapes", (importer,))]
    return "\n\n".join([*parts, *filter(None, shapes)])


def _shape(shape: Any) -> str:
    """Which columns make the shape known; nothing for an importer with rules of its own."""
    headers = getattr(shape, "headers", "")
    if not isinstance(headers, str) or not headers:
        return ""
    lines = [
        f"- {label}: {_named(headers, getattr(shape, field))}"
        for field, label in (
            ("must", "Needs the columns"),
            ("one_of", "and one of"),
            ("dimensions", "Broken down by one of"),
            ("values", "with one of"),
            ("proof", "Surer with"),
            ("never", "Not when there is"),
        )
        if getattr(shape, field, ())
    ]
    network = getattr(shape, "network", "")
    return "\n".join(([f"- Network: {code(network)}"] if network else []) + lines)


def _named(headers: str, fields: Iterable[str]) -> str:
    return ", ".join(_word(headers, field) for field in fields)


def _word(headers: str, field: str) -> str:
    """The English header word of a field, as the catalogue has it; else its own name."""
    for file in (headers, "common"):
        words = _headers().get(file, {}).get(field)
        if isinstance(words, dict) and words.get("en"):
            return f"“{words['en'][0]}”"
    return field.replace("_", " ")


@cache
def _headers() -> dict[str, dict[str, Any]]:
    found = read_folder("headers", ".toml")
    return {name.removesuffix(".toml"): tomllib.loads(text) for name, text in found}


PAGES = {"importers.md": page}
