"""The raw archive: every imported file and API answer as it came, named by its SHA-256.

Writing is atomic and flushed to disk before it returns; the same bytes are kept once. A name that
is not a SHA-256 is refused, so no name can lead out of the folder.
"""

import gzip
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast
from uuid import uuid4

from tolok.core.errors import not_found
from tolok.core.text import Text

_NAME = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What was put in: its name, its size before compression, and whether it was new."""

    sha256: str
    size: int
    new: bool


class RawArchive:
    """Files under `folder`, two levels deep: `ab/abcd….gz`."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def put(self, source: "IO[bytes] | bytes | Path") -> Kept:
        """Keep a copy; returns only when it is safely on disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{uuid4().hex}.part"
        try:
            name, size = self._write(source, draft)
            place = self._place(name)
            if place.exists():
                return Kept(name, size, new=False)
            place.parent.mkdir(exist_ok=True)
            draft.replace(place)
            _flush_folder(place.parent)
            _flush_folder(self.folder)
        finally:
            draft.unlink(missing_ok=True)
        return Kept(name, size, new=True)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Read the bytes as they came."""
        place = self._place(name)
        if not place.is_file():
            raise not_found(Text("raw file", "berkas mentah"))
        with gzip.open(place, "rb") as stream:
            yield cast(BinaryIO, stream)

    def copy(self, name: str, target: Path) -> None:
        """Unpack to a plain file, for readers that need one."""
        with self.open(name) as stream, target.open("wb") as file:
            shutil.copyfileobj(stream, file, _BLOCK)

    def has(self, name: str) -> bool:
        return self._place(name).is_file()

    def verify(self, name: str) -> bool:
        """Do the bytes still match their name?"""
        digest = hashlib.sha256()
        try:
            with self.open(name) as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        except (OSError, EOFError, ValueError):
            return False
        return digest.hexdigest() == name

    def names(self) -> Iterator[str]:
        """All names, in order."""
        for place in sorted(self.folder.glob("??/*.gz")):
            yield place.stem

    def _place(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise not_found(Text("raw file", "berkas mentah"))
        return self.folder / name[:2] / f"{name}.gz"

    @staticmethod
    def _write(source: "IO[bytes] | bytes | Path", draft: Path) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with draft.open("wb") as file:
            # A fixed name and time inside: the same bytes give the same archive file.
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed:
                for block in _blocks(source):
                    digest.update(block)
                    size += len(block)
                    packed.write(block)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest(), size


def _blocks(source: "IO[bytes] | bytes | Path") -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
    elif isinstance(source, Path):
        with source.open("rb") as stream:
            yield from _blocks(stream)
    else:
        while block := source.read(_BLOCK):
            yield block


def _flush_folder(folder: Path) -> None:
    """The name of a new file is safe only when its folder is on disk too (POSIX)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
