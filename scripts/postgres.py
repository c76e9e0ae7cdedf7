"""Run a command beside a private PostgreSQL that lives in a temporary folder and ends with it.

`postgres.py [--or-skip] COMMAND…`: the command finds the address in TOLOK_TEST_DATABASE_URL.
It listens on this machine only, on a free port, with a password of its own; nothing is kept.
PostgreSQL refuses to run as root, so then it runs as the user `postgres`, or else `nobody`.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

WHERE = "TOLOK_TEST_DATABASE_URL"
START_LIMIT_S = 60
STOP_LIMIT_S = 20
# Debian makes and starts a cluster on installing; a test needs none.
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/tolok-tests.conf")
# The data is thrown away, so nothing need survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Missing(Exception):
    """There is no PostgreSQL to start; the message says why."""


def main(words: list[str]) -> int:
    may_skip = words[:1] == ["--or-skip"]
    command = words[1:] if may_skip else words
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with contextlib.ExitStack() as stack:
            url = os.environ.get(WHERE) or stack.enter_context(private_server())
            return _run(command, {**os.environ, WHERE: url})
    except Missing as reason:
        print(f"== No tests on PostgreSQL: {reason}", flush=True)
        return 0 if may_skip else 1


@contextlib.contextmanager
def private_server() -> Iterator[str]:
    """The address of a new, empty server, which ends with the block however that ends."""
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="tolok-postgres-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        password = secrets.token_urlsafe(24)
        _make(programs, folder, password, user)
        port = _free_port()
        with _started(programs, folder, port, user):
            yield f"postgresql://tolok:{password}@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of initdb and postgres; Debian keeps one a version, out of the PATH."""
    for attempt in ("look", "install"):
        if attempt == "install":
            _install()
        debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        newest = sorted(debian, key=lambda path: int(path.parts[-3]))
        on_path = shutil.which("initdb")
        found = [*([Path(on_path).resolve()] if on_path else []), *newest]
        if found:
            return found[-1].parent
    raise Missing("the package postgresql did not bring initdb")


def _user() -> pwd.struct_passwd | None:
    """Whom to become; None when we are not root and can stay who we are."""
    if os.geteuid() != 0:
        return None
    if not shutil.which("setpriv"):
        raise Missing("it refuses to run as root, and setpriv is not installed")
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("it refuses to run as root, and there is neither a user postgres nor nobody")


def _install() -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing("it is not installed, and we are not root on a Debian")
    print("== Installing PostgreSQL for the tests", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    NO_CLUSTER.write_text("create_main_cluster = false\n", "utf-8")
    try:
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
        ):
            done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
            if done.returncode:
                raise Missing(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
    finally:
        NO_CLUSTER.unlink(missing_ok=True)


def _make(programs: Path, folder: Path, password: str, user: pwd.struct_passwd | None) -> None:
    secret = folder / "password"
    secret.write_text(password, "ascii")
    if user:
        os.chown(secret, user.pw_uid, user.pw_gid)
    options = ["-A", "scram-sha-256", "-U", "tolok", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [
            *_as(user),
            *(str(programs / "initdb"), "-D", str(folder / "data")),
            *(*options, f"--pwfile={secret}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"initdb failed: {done.stderr.strip()[-300:]}")


@contextlib.contextmanager
def _started(
    programs: Path, folder: Path, port: int, user: pwd.struct_passwd | None
) -> Iterator[None]:
    settings = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *FAST)
    log = folder / "log"
    with log.open("ab") as out:
        server = subprocess.Popen(
            [
                *_as(user),
                *(str(programs / "postgres"), "-D", str(folder / "data")),
                *(word for setting in settings for word in ("-c", setting)),
            ],
            stdout=out,
            stderr=out,
            start_new_session=True,  # Ctrl-C is for the command; we end the server after it
        )
    try:
        if not _answers(programs, port, server):
            raise Missing(f"it did not start: {log.read_text('utf-8', 'replace')[-300:]}")
        yield
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown: it does not wait for its clients
        try:
            server.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)  # at once; its data is not needed
            server.wait()


def _as(user: pwd.struct_passwd | None) -> list[str]:
    """The words before a program: run as that user, and end when this process ends."""
    if not shutil.which("setpriv"):
        return []
    become = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else []
    return ["setpriv", *become, "--pdeathsig", "INT", "--"]


def _answers(programs: Path, port: int, server: subprocess.Popen[bytes]) -> bool:
    ask = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end and server.poll() is None:
        if subprocess.run(ask, check=False).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str], environment: dict[str, str]) -> int:
    """The command's exit code; it ends before the server does."""
    running = subprocess.Popen(command, env=environment)
    try:
        return running.wait()
    except KeyboardInterrupt:  # the terminal told the command as well
        running.wait()
        return 130
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
