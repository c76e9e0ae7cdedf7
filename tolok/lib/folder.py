"""The data folder: every path inside it, and the secrets made on first run."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

MIN_KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class DataFolder:
    """`app.sqlite3`, `facts.duckdb` (derived), `raw/`, `spool/`, `media/`, `secret.key`, …"""

    root: Path

    @classmethod
    def from_env(cls) -> "DataFolder":
        """`TOLOK_DATA`, else `tolok-data` below the current folder."""
        folder = cls(Path(os.environ.get("TOLOK_DATA", "tolok-data")).expanduser().resolve())
        folder.prepare()
        return folder

    def prepare(self) -> None:
        with _usable(self.root):
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in ("raw", "spool", "media"):
                (self.root / name).mkdir(exist_ok=True)

    @property
    def app_database(self) -> Path:
        return self.root / "app.sqlite3"

    @property
    def facts(self) -> Path:
        return self.root / "facts.duckdb"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def seal_keys(self) -> Path:
        """The keys that log-ins of networks are sealed with; see `lib/crypto.KeyFile`."""
        return self.root / "seal.keys"

    @property
    def apps(self) -> Path:
        """What networks know this installation by, sealed; see `services/sign_in_apps`."""
        return self.root / "apps"

    @property
    def server_note(self) -> Path:
        """Where the running server wrote its address for the command line."""
        return self.root / "server.json"

    def hold(self) -> IO[str] | None:
        """Keep the folder for one server until the file is closed or the process ends.

        None when another server has it. Without POSIX locks it is not guarded.
        """
        with _usable(self.root):
            file = (self.root / "server.lock").open("a", encoding="ascii")
        if fcntl is None:
            return file
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def secret_key(self) -> str:
        """Signs sessions and links. A key shorter than 40 characters refuses to start."""
        return self._secret("secret.key")

    def operator_token(self) -> str:
        """Lets the command line on this machine act on every workspace of this folder."""
        return self._secret("operator.token")

    def _secret(self, name: str) -> str:
        path = self.root / name
        with _usable(path):
            if not path.exists():
                _write_private(path, secrets.token_urlsafe(48))
            value = path.read_text("ascii", "replace").strip()
        if len(value) < MIN_KEY_LENGTH:
            raise SystemExit(
                f"tolok: {path} holds a key of {len(value)} characters; at least "
                f"{MIN_KEY_LENGTH} are needed. Delete the file to have a new one made "
                "(everyone must then log in again)."
            )
        return value


def _write_private(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process of this folder was first
        return
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
    except OSError:  # a full disk must not leave an empty key behind
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    """What the system refuses about the path, in words."""
    try:
        yield
    except OSError as error:
        raise ProblemError(_unusable(error.filename or path, error)) from error


def _unusable(path: str | Path, error: OSError) -> Problem:
    return Problem(
        type="data-folder",
        title=Text("The data folder cannot be used", "Folder data tidak dapat dipakai"),
        detail=say("{p}: {e}.", "{p}: {e}.", p=str(path), e=error.strerror or str(error)),
        fix=Text(
            "Give the user that runs Tolok the folder and all in it, and free some space if the "
            "disk is full; or choose another folder: tolok --data DIR.",
            "Berikan folder beserta isinya kepada pengguna yang menjalankan Tolok, dan kosongkan "
            "ruang bila disk penuh; atau pilih folder lain: tolok --data DIR.",
        ),
        status=503,
    )
