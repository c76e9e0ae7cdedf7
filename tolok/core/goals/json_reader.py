"""Reads one JSON object key by key, collecting a Problem for each slip with the path to it."""

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Self, TypeVar

from tolok.core.errors import Problem
from tolok.core.goals.goal import BUDGET_TYPES, Mode, Nature
from tolok.core.quantity import Money
from tolok.core.text import Text, say

T = TypeVar("T")
LONGEST_TEXT = 2000
LONGEST_LIST = 200


class Reader:
    """`path` is where this object lies; `problems` is shared with the objects inside it."""

    def __init__(self, data: dict[str, object], path: str, problems: list[Problem]) -> None:
        self.data = data
        self.path = path
        self.problems = problems
        self.seen: set[str] = set()

    @classmethod
    def of(cls, data: object, path: str = "", problems: list[Problem] | None = None) -> Self:
        found = [] if problems is None else problems
        if isinstance(data, dict) and all(isinstance(key, str) for key in data):
            return cls(data, path, found)
        reader = cls({}, path, found)
        reader.refuse("", "must be an object", "harus berupa objek", data)
        return reader

    def refuse(self, key: str, en: str, id: str, value: object = None) -> None:
        where = ".".join(part for part in (self.path, key) if part) or "goal"
        shown = f" ({str(value)[:60]})" if value is not None else ""
        self.problems.append(
            Problem(
                type="goal-file",
                title=Text("The goal cannot be read", "Sasaran tidak dapat dibaca"),
                detail=Text(f"{where} {en}{shown}.", f"{where} {id}{shown}."),
                fix=say(
                    "Correct “{w}” and send it again.", "Perbaiki “{w}” lalu kirim lagi.", w=where
                ),
                status=422,
            )
        )

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in sorted(set(self.data) - self.seen):
            self.refuse(key, "is not a known field", "bukan kolom yang dikenal")

    def take(self, key: str) -> object:
        self.seen.add(key)
        return self.data.get(key)

    def fixed(self, key: str, value: str) -> None:
        found = self.take(key)
        if found not in (None, value):
            self.refuse(key, f"must be {value}", f"harus {value}", found)

    def text(self, key: str, *, needed: bool = False) -> str:
        value = self.take(key)
        if value is None:
            value = ""
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            self.refuse(key, "must be a short text", "harus teks pendek", value)
            return ""
        if needed and not value.strip():
            self.refuse(key, "is missing", "belum diisi")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._list(key)
        if not all(isinstance(value, str) and value for value in found):
            self.refuse(key, "must be a list of texts", "harus daftar teks", found)
            return ()
        return tuple(str(value) for value in found)

    def day(self, key: str, *, needed: bool = False) -> date | None:
        value = self.take(key)
        if value is None:
            if needed:
                self.refuse(key, "is missing", "belum diisi")
            return None
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.refuse(
            key, "must be a date like 2027-03-31", "harus tanggal seperti 2027-03-31", value
        )
        return None

    def number(self, key: str, *, needed: bool = False) -> float | None:
        value = self.take(key)
        if value is None:
            if needed:
                self.refuse(key, "is missing", "belum diisi")
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            self.refuse(key, "must be a number", "harus bilangan", value)
            return None
        return float(value)

    def positive(self, key: str, default: float) -> float:
        found = self.positive_or_none(key)
        return default if found is None else found

    def positive_or_none(self, key: str) -> float | None:
        value = self.number(key)
        if value is not None and value <= 0:
            self.refuse(key, "must be above 0", "harus di atas 0", value)
            return None
        return value

    def whole(self, key: str, *, most: int = 10**12) -> int | None:
        value = self.number(key)
        if value is None:
            return None
        if value != int(value) or not 0 <= value <= most:
            self.refuse(
                key, f"must be a whole number from 0 to {most}", f"harus 0 sampai {most}", value
            )
            return None
        return int(value)

    def yes_no(self, key: str) -> bool | None:
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(key, "must be true, false or null", "harus true, false, atau null", value)
        return None

    def one_of(self, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.take(key)
        if value is None and default:
            return default
        if isinstance(value, str) and value in allowed:
            return value
        listed = ", ".join(allowed)
        self.refuse(key, f"must be one of: {listed}", f"harus salah satu dari: {listed}", value)
        return default or allowed[0]

    def mode(self, key: str) -> Mode:
        return Mode(self.one_of(key, tuple(mode.value for mode in Mode)))

    def nature(self, key: str) -> Nature:
        return Nature(self.one_of(key, tuple(nature.value for nature in Nature)))

    def money(self, key: str) -> Money | None:
        value = self.take(key)
        return None if value is None else self._money(key, value)

    def moneys(self, key: str) -> dict[str, Money]:
        value = self.take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.refuse(key, "must be an object", "harus berupa objek", value)
            return {}
        found = {}
        for name, part in value.items():
            if name not in BUDGET_TYPES:
                listed = ", ".join(BUDGET_TYPES)
                self.refuse(f"{key}.{name}", f"must be one of: {listed}", f"harus: {listed}")
            elif (money := self._money(f"{key}.{name}", part)) is not None:
                found[name] = money
        return found

    def inner(self, key: str) -> "Reader":
        value = self.take(key)
        return Reader.of({} if value is None else value, self._at(key), self.problems)

    def inner_or_none(self, key: str) -> "Reader | None":
        return None if self.take(key) is None else self.inner(key)

    def each(self, key: str, read: Callable[["Reader"], T]) -> list[T]:
        return [
            read(Reader.of(value, self._at(f"{key}[{place}]"), self.problems))
            for place, value in enumerate(self._list(key))
        ]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _list(self, key: str) -> list[object]:
        value = self.take(key)
        if value is None:
            return []
        if isinstance(value, list) and len(value) <= LONGEST_LIST:
            return value
        self.refuse(
            key,
            f"must be a list of at most {LONGEST_LIST}",
            f"harus daftar paling banyak {LONGEST_LIST}",
        )
        return []

    def _money(self, key: str, value: object) -> Money | None:
        amount = value.get("amount") if isinstance(value, dict) else None
        code = value.get("currency") if isinstance(value, dict) else None
        try:
            if isinstance(amount, str) and isinstance(code, str):
                number = Decimal(amount)
                if number.is_finite() and number >= 0:
                    return Money(number, code)
        except (InvalidOperation, ValueError):
            pass
        self.refuse(
            key,
            'must be money like {"amount": "15.00", "currency": "USD"}',
            'harus uang seperti {"amount": "15.00", "currency": "USD"}',
            value,
        )
        return None


def _finite(value: int | float) -> bool:
    return abs(value) < 1e15 if isinstance(value, int) else math.isfinite(value)
