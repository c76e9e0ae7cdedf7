"""Take a ZIP or a folder as a list of files. Refuses bombs, escapes, links and endless nesting."""

import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

MAX_MEMBERS = 2_000
MAX_TOTAL = 4 * 1024**3
MAX_RATIO = 200
RATIO_FROM = 10 * 1024**2  # small members may shrink as much as they like
MAX_DEPTH = 3
_NOISE = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
_CHUNK = 1 << 20


def is_archive(path: Path) -> bool:
    """A ZIP that is not a workbook or another document in ZIP's clothes."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as pack:
            names = set(pack.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return True
    return not names & {"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"}


def unpack(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Every file of the archive, also of archives inside it, as (name shown, file on disk).

    Files land in `folder` under numbers, so no name of the archive can point elsewhere.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taker = _Taker(folder)
    taker.take(path, path.name, depth=1)
    return taker.found


def walk(folder: Path) -> list[tuple[str, Path]]:
    """The plain files below a folder in order of name; links and hidden files are left out."""
    found = sorted(_files(folder))
    if len(found) > MAX_MEMBERS:
        raise _refused(folder.name, _MANY, _LESS)
    return [(path.relative_to(folder).as_posix(), path) for path in found]


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [n for n in folders if not _hidden(n)]
        for name in names:
            path = Path(root, name)
            if not _hidden(name) and path.is_file() and not path.is_symlink():
                yield path


def _hidden(name: str) -> bool:
    return name in _NOISE or name.startswith(".")


class _Taker:
    """Unpacks with one budget over all levels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[tuple[str, Path]] = []
        self.members = 0
        self.total = 0

    def take(self, path: Path, shown: str, *, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _refused(shown, _DEEP, _LESS)
        try:
            with zipfile.ZipFile(path) as pack:
                for member in pack.infolist():
                    self._member(pack, member, shown, depth)
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError) as error:
            raise _refused(shown, _DAMAGED, _AGAIN) from error
        except (NotImplementedError, RuntimeError) as error:  # unknown method, password
            raise _refused(shown, _LOCKED, _AGAIN) from error

    def _member(
        self, pack: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str, depth: int
    ) -> None:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if member.is_dir() or any(_hidden(part) for part in parts if part not in ("..", ".")):
            return
        if ".." in parts or (parts and (parts[0] == "/" or parts[0].endswith(":"))):
            raise _refused(shown, _escapes(member.filename), _AGAIN)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _refused(shown, _link(member.filename), _AGAIN)
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise _refused(shown, _MANY, _LESS)
        name = f"{shown}/{'/'.join(parts)}"
        target = self.folder / f"{self.members:05}{_suffix(parts)}"
        self._write(pack, member, target, name)
        if is_archive(target):
            self.take(target, name, depth=depth + 1)
            target.unlink()
        else:
            self.found.append((name, target))

    def _write(
        self, pack: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, name: str
    ) -> None:
        written = 0
        limit = max(RATIO_FROM, member.compress_size * MAX_RATIO)
        with pack.open(member) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                self.total += len(chunk)
                if written > limit or self.total > MAX_TOTAL:
                    raise _refused(name, _BOMB, _LESS)
                if shutil.disk_usage(self.folder).free < 4 * _CHUNK:
                    raise _refused(name, _FULL, _LESS)
                out.write(chunk)


def _suffix(parts: tuple[str, ...]) -> str:
    suffix = PurePosixPath(parts[-1]).suffix.lower() if parts else ""
    return suffix if suffix in (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".json", ".zip") else ""


_MANY = Text("It holds more than 2,000 files.", "Isinya lebih dari 2.000 berkas.")
_DEEP = Text(
    "It holds archives inside archives, more than three deep.",
    "Ada arsip di dalam arsip, lebih dari tiga tingkat.",
)
_BOMB = Text(
    "It unpacks to far more than it weighs; that is not what an export looks like.",
    "Isinya mengembang jauh melebihi ukurannya; berkas ekspor tidak seperti itu.",
)
_FULL = Text("The disk is nearly full.", "Ruang penyimpanan hampir penuh.")
_DAMAGED = Text("The archive is damaged.", "Arsip ini rusak.")
_LOCKED = Text(
    "It is protected by a password or packed in an unknown way.",
    "Arsip ini dikunci kata sandi atau dikemas dengan cara yang tidak dikenal.",
)
_LESS = Text(
    "Unpack it yourself and import the files that hold numbers.",
    "Buka sendiri arsipnya, lalu impor berkas yang berisi angka.",
)
_AGAIN = Text(
    "Download it again, or unpack it yourself and import the files.",
    "Unduh ulang, atau buka sendiri arsipnya dan impor berkas-berkasnya.",
)


def _escapes(name: str) -> Text:
    return say(
        'It holds "{name}", a path that leads outside.',
        'Di dalamnya ada "{name}", alamat yang mengarah ke luar.',
        name=name[:80],
    )


def _link(name: str) -> Text:
    return say(
        'It holds "{name}", a link instead of a file.',
        'Di dalamnya ada "{name}", sebuah pintasan, bukan berkas.',
        name=name[:80],
    )


def _refused(name: str, detail: Text, fix: Text) -> ProblemError:
    return ProblemError(
        Problem(
            type="archive-refused",
            title=say("{name} was not taken in", "{name} tidak diterima", name=name),
            detail=detail,
            fix=fix,
            status=422,
        )
    )
