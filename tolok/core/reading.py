"""Read one TOML file of the catalogue with types; refuse it naming file, key and reason.

Knows nothing of what the file is about. A key nobody asked for is refused too: a misspelt key must
not be silently without effect.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import cast

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import LANGUAGES, Text


def refuse(file: str, key: str, why: Text) -> ProblemError:
    """The one error of a catalogue file."""
    where = f"{file}: {key}" if key else file
    return ProblemError(
        Problem(
            type="bad-catalogue-file",
            title=Text("A catalogue file cannot be used", "Berkas katalog tidak dapat dipakai"),
            detail=Text(f"{where}: {why.en}", f"{where}: {why.id}"),
            fix=Text(
                f"Correct {key or 'the file'} in {file}, then start again.",
                f"Perbaiki {key or 'berkas'} di {file}, lalu mulai lagi.",
            ),
            status=422,
        )
    )


def read_toml(text: str, file: str) -> "Table":
    """The file's top table."""
    try:
        return Table(file, "", tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = str(error)
        raise refuse(
            file, "", Text(f"this is not TOML ({reason})", f"ini bukan TOML ({reason})")
        ) from error


class Table:
    """A TOML table that remembers which of its keys were read."""

    def __init__(self, file: str, path: str, values: Mapping[str, object]) -> None:
        self.file = file
        self.path = path
        self._values = values
        self._read: set[str] = set()

    def refuse(self, key: str, en: str, id: str) -> ProblemError:
        return refuse(self.file, self._at(key), Text(en, id))

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self._not(key, "text", "teks")
        return value.strip()

    def one_of(self, key: str, allowed: frozenset[str] | tuple[str, ...], default: str = "") -> str:
        value = self.text(key, default or None)
        if value not in allowed:
            listed = ", ".join(sorted(allowed))
            raise self.refuse(
                key, f"{value!r} is none of: {listed}", f"{value!r} bukan salah satu dari: {listed}"
            )
        return value

    def number(self, key: str, default: float | None = None) -> float:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._not(key, "a number", "angka")
        if not -1e15 < value < 1e15:
            raise self._not(key, "a number of sensible size", "angka yang wajar")
        return float(value)

    def whole(self, key: str, default: int | None = None) -> int:
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not -(10**15) < value < 10**15:
            raise self._not(key, "a whole number", "bilangan bulat")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when the key is absent."""
        value = self._get(key, False)
        if not isinstance(value, bool):
            raise self._not(key, "true or false", "true atau false")
        return value

    def span(self, key: str) -> tuple[float, float] | None:
        """Two numbers, the lower one first, such as [0.5, 140]; None when the key is absent."""
        if key not in self._values:
            return None
        value = self._get(key, None)
        fits = isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
        if (
            not fits
            or not 0 <= cast("list[float]", value)[0] <= cast("list[float]", value)[1] < 1e15
        ):
            raise self._not(key, "two numbers, the lower one first", "dua angka, yang kecil dulu")
        low, high = cast("list[float]", value)
        return float(low), float(high)

    def day(self, key: str) -> date | None:
        """A date, or None when the key is absent."""
        if key not in self._values:
            return None
        value = self._get(key, None)
        if type(value) is not date:
            raise self._not(key, "a date such as 2025-11-15", "tanggal seperti 2025-11-15")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts without repeats."""
        value = self._get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise self._not(key, "a list of texts", "daftar teks")
        items = tuple(cast("list[str]", value))
        for item in items:
            if items.count(item) > 1:
                raise self.refuse(key, f"{item!r} is listed twice", f"{item!r} tercantum dua kali")
        return items

    def words(self, key: str) -> Text:
        """A table with the words in both languages, neither empty."""
        table = self.table(key)
        found = {language: table.text(language) for language in LANGUAGES}
        for language, words in found.items():
            if not words:
                raise table.refuse(language, "no words given", "tidak ada kata-katanya")
        table.done()
        return Text.from_dict(found)

    def words_or_none(self, key: str) -> Text | None:
        return self.words(key) if self.has(key) else None

    def own_words(self) -> Text:
        """The `en` and `id` of this very table."""
        found = {language: self.text(language) for language in LANGUAGES}
        for language, words in found.items():
            if not words:
                raise self.refuse(language, "no words given", "tidak ada kata-katanya")
        return Text.from_dict(found)

    def table(self, key: str) -> "Table":
        value = self._get(key, None)
        if not isinstance(value, dict):
            raise self._not(key, "a table", "tabel")
        return Table(self.file, self._at(key), value)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """The `[[key]]` tables, in their order; none when the key is absent."""
        if key not in self._values:
            return ()
        value = self._get(key, None)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self._not(key, "a list of tables", "daftar tabel")
        return tuple(
            Table(self.file, f"{self._at(key)}[{place}]", values)
            for place, values in enumerate(value, start=1)
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._values)

    def done(self) -> None:
        """Refuse the first key that nobody read."""
        for key in self._values:
            if key not in self._read:
                raise self.refuse(key, "unknown key", "kunci tidak dikenal")

    def _get(self, key: str, default: object) -> object:
        self._read.add(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            raise self.refuse(key, "missing", "tidak ada")
        return default

    def _not(self, key: str, en: str, id: str) -> ProblemError:
        return self.refuse(key, f"must be {en}", f"harus berupa {id}")

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
