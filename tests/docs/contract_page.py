"""What docs/reference/json-contracts.md promises, and how an answer is held against it."""

import json
import re
from typing import Any

from tests.docs.commands import ROOT

PAGE = ROOT / "docs" / "reference" / "json-contracts.md"
PUBLISHING = ("post", "connection", "queue", "feed", "route", "calendar", "media", "keys")


def of_publishing(command: str) -> bool:
    """Those are tried within the test's process, beside a network that needs no wire."""
    return command.split()[1] in PUBLISHING


def shapes() -> dict[str, Any]:
    """Command → the shape that stands under its heading."""
    parts = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = {part.partition("\n")[0]: re.search(r"```json\n(.*?)```", part, re.S) for part in parts}
    return {name: json.loads(block[1]) for name, block in found.items() if block}


def differences(shape: Any, found: Any, where: str = "") -> list[str]:
    """Where an answer is not of the shape. A text in the shape stands for any value."""
    if isinstance(shape, str) or found is None:
        return []
    if isinstance(shape, list):
        if not isinstance(found, list):
            return [f"{where} is no list"]
        if len(shape) > 1:
            return [] if len(shape) == len(found) else [f"{where} has {len(found)} entries"]
        return [d for one in found for d in differences(shape[0], one, f"{where}[]")]
    if not isinstance(found, dict):
        return [f"{where} is no object"]
    (any_key,) = [k for k in shape if k.startswith("<")] or [None]
    if any_key:
        return [d for k, v in found.items() for d in differences(shape[any_key], v, f"{where}.{k}")]
    wrong = [f"{where}.{key} is missing" for key in shape.keys() - found.keys()]
    wrong += [f"{where}.{key} is not promised" for key in found.keys() - shape.keys()]
    for key in shape.keys() & found.keys():
        wrong += differences(shape[key], found[key], f"{where}.{key}")
    return sorted(wrong)


def seen(shape: Any, found: Any, where: str = "") -> set[str]:
    """The objects of the shape that an answer really held."""
    if isinstance(shape, list) and isinstance(found, list) and len(shape) == 1:
        return set().union(*(seen(shape[0], one, where) for one in found))
    if not (isinstance(shape, dict) and isinstance(found, dict)):
        return set()
    inner = {where}
    for key, part in shape.items():
        values = found.values() if key.startswith("<") else [found.get(key)]
        for value in values:
            inner |= seen(part, value, f"{where}.{key}")
    return inner
