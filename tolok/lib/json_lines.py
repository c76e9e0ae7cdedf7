"""Lists of JSON objects as lines: an array, {"data": […]}, or one object per line (NDJSON).

Reads item by item; nested objects become columns named "outer.inner", lists become JSON text.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from tolok.core.errors import Problem, ProblemError
from tolok.core.sheet import Cell, Line
from tolok.core.text import Text, say

CHUNK = 1 << 18
MAX_ITEM = 4_000_000
_SIGN = re.compile(r"[^\s,]")
_LIST = re.compile(r'"(?:data|items|rows|results|value|posts)"\s*:\s*\[')
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
            yield from _Reader(file).items()
    except (UnicodeDecodeError, RecursionError, ValueError, ArithmeticError) as error:
        raise _unreadable(file_name) from error


class _Reader:
    """Objects one by one from a buffer that holds little more than the one at hand."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.buffer = file.read(CHUNK)
        self.at = 0

    def items(self) -> Iterator[dict[str, Any]]:
        """All up to the end of the list; `ValueError` when it breaks off or holds other things."""
        inside_list = self._enter()
        while self._skip_space():
            sign = self.buffer[self.at]
            if sign == "]" and inside_list:
                return
            if sign != "{":
                raise ValueError(f"{sign!r} where an object should start")
            yield self._object()
        if inside_list:
            raise ValueError("the list does not end")

    def _enter(self) -> bool:
        """Past "[" or {"data": [ ; without either, the objects follow each other."""
        self._skip_space()
        if self.buffer[self.at : self.at + 1] == "[":
            self.at += 1
            return True
        found = _LIST.search(self.buffer, self.at, self.at + 4096)
        if found:
            self.at = found.end()
        return bool(found)

    def _skip_space(self) -> bool:
        """To the next sign that matters; False at the end of the file."""
        while True:
            found = _SIGN.search(self.buffer, self.at)
            if found:
                self.at = found.start()
                return True
            self.buffer, self.at = self.file.read(CHUNK), 0
            if not self.buffer:
                return False

    def _object(self) -> dict[str, Any]:
        while True:
            try:
                item, self.at = _DECODER.raw_decode(self.buffer, self.at)
                return item
            except json.JSONDecodeError:
                rest = self.buffer[self.at :]
                more = self.file.read(CHUNK)
                if not more or len(rest) > MAX_ITEM:
                    raise
                self.buffer, self.at = rest + more, 0


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
