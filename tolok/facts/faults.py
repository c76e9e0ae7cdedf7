"""What can befall the facts file, as Problems: in use, damaged, too new, or a full disk."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

FILE = "facts.duckdb"
_IN_USE = ("could not set lock", "unique file handle conflict")
_FULL = ("no space left", "disk full", "enough space")
_DAMAGED = ("corrupt", "not a valid duckdb", "could not read enough bytes", "deserializ")


@contextmanager
def told() -> Iterator[None]:
    """Turn an error of the engine, or a full disk, into a Problem."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise ProblemError(problem_of(str(error))) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise ProblemError(full()) from error


def problem_of(words: str) -> Problem:
    """Which Problem the engine's own words mean."""
    low = words.lower()
    if any(sign in low for sign in _IN_USE):
        return busy()
    if any(sign in low for sign in _FULL):
        return full()
    if any(sign in low for sign in _DAMAGED):
        return damaged(words)
    return failed(words)


def put_aside(folder: Path, now: datetime | None = None) -> Path | None:
    """Rename a damaged facts file, so that a new one is made; None when there is none."""
    place = folder / FILE
    if not place.exists():
        return None
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%d-%H%M%S")
    aside = folder / f"facts-damaged-{stamp}.duckdb"
    place.replace(aside)
    log = folder / f"{FILE}.wal"
    if log.exists():
        log.replace(folder / f"{aside.name}.wal")
    return aside


def busy() -> Problem:
    return Problem(
        type="facts-busy",
        title=Text("The facts are in use", "Data fakta sedang dipakai"),
        detail=Text(
            "Another process has opened the facts of this data folder.",
            "Proses lain telah membuka data fakta folder ini.",
        ),
        fix=Text(
            "Stop the other process, then try again.", "Hentikan proses lain itu, lalu coba lagi."
        ),
        status=503,
    )


def damaged(words: str) -> Problem:
    return Problem(
        type="facts-damaged",
        title=Text("The facts file is damaged", "Berkas data fakta rusak"),
        detail=say("The engine says: {w}", "Mesin data berkata: {w}", w=words[:300]),
        fix=Text(
            "Run: tolok facts rebuild. It puts the file aside and reads the raw files again.",
            "Jalankan: tolok facts rebuild. Berkas itu disisihkan, lalu berkas mentah dibaca lagi.",
        ),
        status=503,
    )


def newer(version: int, known: int) -> Problem:
    return Problem(
        type="facts-newer",
        title=Text("The facts were written by a newer Tolok", "Data fakta dari Tolok lebih baru"),
        detail=say(
            "The file has version {v}; this Tolok reads up to {k}.",
            "Berkas ini versi {v}; Tolok ini membaca sampai versi {k}.",
            v=version,
            k=known,
        ),
        fix=Text(
            "Update Tolok. The raw files are kept, so the facts can also be rebuilt.",
            "Perbarui Tolok. Berkas mentah tetap ada, jadi fakta juga dapat dibangun ulang.",
        ),
        status=503,
    )


def full() -> Problem:
    return Problem(
        type="disk-full",
        title=Text("The disk is full", "Disk penuh"),
        detail=Text(
            "The rows could not be written. Nothing that was in before is lost, and the file is "
            "kept.",
            "Baris tidak dapat ditulis. Yang sudah masuk tidak hilang, dan berkasnya disimpan.",
        ),
        fix=Text("Free some space, then try again.", "Kosongkan ruang disk, lalu coba lagi."),
        status=507,
    )


def failed(words: str) -> Problem:
    return Problem(
        type="facts-failed",
        title=Text("The facts could not do this", "Data fakta tidak dapat melakukannya"),
        detail=say("The engine says: {w}", "Mesin data berkata: {w}", w=words[:300]),
        fix=Text(
            "Try again. If it stays, run: tolok doctor.",
            "Coba lagi. Jika tetap begitu, jalankan: tolok doctor.",
        ),
        status=500,
    )
