"""Lists of JSON objects as lines: an array, {"data": […]}, or one object per line (NDJSON).

Reads item by item; nested objects become columns named "outer.inner", lists become JSON text.
"""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from tolok.core.errors import Problem, ProblemError
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say

CHUNK = 1 << 18
MAX_ITEM = 4_000_000
LOOK = 1_000  # items whose keys make the header
_DECODER = json.JSONDecoder(parse_float=Decimal)
Lines = Callable[[], Iterator[Line]]


def json_records(path: Path, file_name: str) -> list[tuple[str, Lines]]:
    """One sheet: its first line holds the keys in the order first seen."""
    keys: dict[str, None] = {}
    for item in islice(_items(path, file_name), LOOK):
        keys.update(dict.fromkeys(_flat(item)))
    if not keys:
        raise _unreadable(file_name)
    header = list(keys)

    def lines() -> Iterator[Line]:
        yield Line(0, list(header))
        for number, item in enumerate(_items(path, file_name), start=1):
            flat = _flat(item)
            late = any(key not in keys and value is not None for key, value in flat.items())
            yield Line(number, [flat.get(key) for key in header], "width" if late else "")

    return [("", lines)]


def _flat(item: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for key, value in item.items():
        if isinstance(value, dict) and depth < 3:
            found.update(_flat(value, f"{prefix}{key}.", depth + 1))
        elif isinstance(value, dict | list):
            found[prefix + key] = json.dumps(value, ensure_ascii=False, default=str)
        else:
            found[prefix + key] = value
    return found


def _items(path: Path, file_name: str) -> Iterator[dict[str, Any]]:
    """The objects, wherever the first list of them starts."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            buffer = _to_first_item(file.read(CHUNK), file_name)
            while True:
                buffer = buffer.lstrip(" \t\r\n,")
                if not buffer or buffer[0] != "{":
                    more = "" if buffer else file.read(CHUNK)
                    if not more:
                        return
                    buffer = more
                    continue
                item, buffer = _next_item(buffer, file, file_name)
                yield item
    except (UnicodeDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        raise _unreadable(file_name) from error


def _to_first_item(text: str, file_name: str) -> str:
    """Past "[" or {"data": [ ; an object that holds no list of objects is an item itself."""
    text = text.lstrip()
    if text.startswith("["):
        return text[1:]
    for name in ("data", "items", "rows", "results", "value", "posts"):
        mark = text.find(f'"{name}"', 0, 4096)
        rest = text[mark + len(name) + 2 :].lstrip() if mark > 0 else ""
        if rest.startswith(":") and rest[1:].lstrip().startswith("["):
            return rest[1:].lstrip()[1:]
    if not text.startswith("{"):
        raise _unreadable(file_name)
    return text


def _next_item(buffer: str, file: Any, file_name: str) -> tuple[dict[str, Any], str]:
    while True:
        try:
            item, end = _DECODER.raw_decode(buffer)
            return item, buffer[end:]
        except json.JSONDecodeError:
            more = file.read(CHUNK)
            if not more or len(buffer) > MAX_ITEM:
                raise _unreadable(file_name) from None
            buffer += more


def _unreadable(file_name: str) -> ProblemError:
    return ProblemError(
        Problem(
            type="json-unreadable",
            title=say("{name} cannot be read", "{name} tidak dapat dibaca", name=file_name),
            detail=Text(
                "It is not a list of JSON objects, or it breaks off.",
                "Isinya bukan daftar objek JSON, atau terputus di tengah.",
            ),
            fix=Text(
                'Give a list of objects, {"data": [ … ]}, or one object per line.',
                'Berikan daftar objek, {"data": [ … ]}, atau satu objek per baris.',
            ),
            status=422,
        )
    )
