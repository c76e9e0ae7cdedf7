"""Seals secrets (tokens of channels) with keys that live in a file, never in a database.

Newest key first: it seals, all of them open. Refuses a file that others may read or that is broken.
"""

import os
import stat
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_KEY_BYTES = 32
_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
Lines = list[str]


class KeyFile:
    """`KeyFile(data.root / "seal.keys")`. Made at the first use; other processes may rotate it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._version: tuple[int, ...] = ()
        self._keys: tuple[Fernet, ...] = ()

    def __repr__(self) -> str:
        return f"<KeyFile {self._path.name}>"

    def seal(self, secret: bytes | str) -> str:
        """ASCII text that only the keys of this file open. Two seals of one secret differ."""
        plain = secret.encode() if isinstance(secret, str) else secret
        return self._current()[0].encrypt(plain).decode("ascii")

    def open_sealed(self, token: str) -> bytes:
        """What was sealed; a Problem when no key of the file opens it or it was changed."""
        for key in self._current():
            if (plain := _opened(key, token)) is not None:
                return plain
        raise _unreadable()

    def reseal(self, token: str) -> str:
        """The same secret under the newest key; the token itself when it is so already."""
        if _opened(self._current()[0], token) is not None:
            return token
        return self.seal(self.open_sealed(token))

    def is_newest(self, token: str) -> bool:
        """Is it sealed with the key that seals now?"""
        return _opened(self._current()[0], token) is not None

    def count(self) -> int:
        """How many keys there are; 0 while there is no file yet."""
        return len(self._current()) if self._path.exists() else 0

    def rotate(self) -> int:
        """Put a new key first; how many there are now. Old tokens still open: `reseal` them."""
        return self._change(lambda lines: [_new_key(), *lines])

    def retire(self, tokens: Iterable[str]) -> int:
        """Forget the older keys that none of `tokens` needs; how many are gone.

        `tokens` must be all there are: what is sealed with a key that is gone never opens again.
        """
        sealed = list(tokens)
        gone: Lines = []

        def kept(lines: Lines) -> Lines:
            gone.extend(line for line in lines[1:] if not _needed(Fernet(line), sealed))
            return [line for line in lines if line not in gone]

        self._change(kept)
        return len(gone)

    def _current(self) -> tuple[Fernet, ...]:
        """The keys as the file is now: read again when it has changed."""
        if not self._path.exists():
            self._change(lambda lines: lines or [_new_key()])
        with self._usable():
            if _version(self._path.stat()) == self._version:
                return self._keys
            with self._path.open("rb") as file:
                version = _version(os.fstat(file.fileno()))
                content = file.read()
        lines = _checked(self._path.name, version[0], content)
        self._keys = tuple(Fernet(line) for line in lines)
        self._version = version
        return self._keys

    def _change(self, change: Callable[[Lines], Lines]) -> int:
        """Write what `change` makes of the keys, whole or not at all, one process at a time."""
        with self._usable(), self._locked():
            old: Lines = []
            if self._path.exists():
                mode = self._path.stat().st_mode
                old = _checked(self._path.name, mode, self._path.read_bytes())
            new = change(old)
            if new != old:
                _replace(self._path, "".join(f"{line}\n" for line in new))
            return len(new)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """What the system refuses about the file, in words."""
        try:
            yield
        except OSError as error:
            raise _refused_by_system(self._path.name, error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.with_name(f"{self._path.name}.lock").open("a", encoding="ascii") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def _opened(key: Fernet, token: str) -> bytes | None:
    try:
        return key.decrypt(token)
    except (InvalidToken, ValueError):  # ValueError: not even ASCII
        return None


def _needed(key: Fernet, tokens: Iterable[str]) -> bool:
    return any(_opened(key, token) is not None for token in tokens)


def _version(about: os.stat_result) -> tuple[int, ...]:
    return about.st_mode, about.st_mtime_ns, about.st_ino, about.st_size


def _replace(path: Path, text: str) -> None:
    """As 0600 and by rename: a crash leaves the old file or the new one."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # of a crash; the lock is ours
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    if fcntl is not None:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _checked(name: str, mode: int, content: bytes) -> Lines:
    """The keys of a file that is private and whole."""
    if fcntl is not None and mode & _OF_OTHERS:
        raise _bad_file(
            say(
                "Others on this machine can read or change {name}.",
                "Orang lain di mesin ini dapat membaca atau mengubah {name}.",
                name=name,
            ),
            say("Run: chmod 600 {name}", "Jalankan: chmod 600 {name}", name=name),
        )
    lines = content.decode("ascii", "replace").splitlines()
    bad = next((n for n, line in enumerate(lines, 1) if not _is_key(line)), None)
    if bad is not None or not lines:
        raise _bad_file(
            say(
                "Line {line} of {name} is not a key.",
                "Baris {line} di {name} bukan kunci.",
                name=name,
                line=bad or 1,
            ),
            say(
                "Put {name} back from a backup. Without it every channel must be connected again.",
                "Pulihkan {name} dari cadangan. Tanpanya semua kanal harus dihubungkan lagi.",
                name=name,
            ),
        )
    return lines


def _is_key(line: str) -> bool:
    try:
        return len(line) == 44 and len(urlsafe_b64decode(line)) == _KEY_BYTES
    except ValueError:
        return False


def _bad_file(detail: Text, fix: Text) -> ProblemError:
    title = Text("The key file cannot be used", "Berkas kunci tidak dapat dipakai")
    return ProblemError(Problem(type="key-file", title=title, detail=detail, fix=fix, status=500))


def _refused_by_system(name: str, error: OSError) -> ProblemError:
    return _bad_file(
        say("{name}: {e}.", "{name}: {e}.", name=name, e=error.strerror or str(error)),
        say(
            "Make {name} a file of the user that runs Tolok, free some space if the disk is full, "
            "or put it back from a backup.",
            "Jadikan {name} berkas milik pengguna yang menjalankan Tolok, kosongkan ruang bila "
            "disk penuh, atau pulihkan dari cadangan.",
            name=name,
        ),
    )


def _unreadable() -> ProblemError:
    return ProblemError(
        Problem(
            type="seal-broken",
            title=Text("A stored log-in cannot be read", "Login tersimpan tidak dapat dibaca"),
            detail=Text(
                "It was sealed with a key that is no longer in the key file, or it was changed.",
                "Login itu disegel dengan kunci yang tidak ada lagi di berkas kunci, atau isinya "
                "diubah.",
            ),
            fix=Text(
                "Put the key file back from a backup, or connect the channel again.",
                "Pulihkan berkas kunci dari cadangan, atau hubungkan lagi kanalnya.",
            ),
            status=500,
        )
    )
