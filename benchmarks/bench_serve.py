"""Starting: `tolok serve` to its first page, what it holds when idle, and the command line.

Wall-clock times: on a busy machine they say more of the machine, so CPU stands beside them.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import _table as table

ROOT = Path(__file__).resolve().parent.parent
TOLOK = (sys.executable, "-c", "import sys; from tolok.cli import main; sys.exit(main())")
IDLE_S = 5
WAIT_S = 120


def main() -> None:
    table.head()
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as folder:
        _serving(folder)
        _commands(folder)


def _serving(folder: str) -> None:
    with _server(folder, "--demo") as (first, _):
        table.row("first `tolok serve --demo`, with making the demo, to the page", first, None, "s")
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as fresh, _server(fresh) as (new, pid):
        cpu = f"CPU {_cpu_s(pid):.2f} s"
        table.row("`tolok serve` on an empty folder, to the page", new, 4, "s", cpu)
    starts, costs = [], []
    for _ in range(3):
        with _server(folder, "--demo") as (wall, pid):
            starts.append(wall)
            costs.append(_cpu_s(pid))
            if len(starts) == 3:
                time.sleep(IDLE_S)
                _idle(pid)
    cpu = f"CPU {median(costs):.2f} s; {min(starts):.2f} to {max(starts):.2f}"
    table.row("second `tolok serve --demo` to the page", median(starts), 4, "s", cpu)


def _idle(pid: int) -> None:
    """All resident memory of both processes counts, though they share pages."""
    every = _family(pid)
    each = [_memory_mb(one, "Rss") for one in every]
    fair = sum(_memory_mb(one, "Pss") for one in every)
    listed = ", ".join(f"{size:,.0f}" for size in each)
    note = f"each of {len(every)} processes: {listed} MB; {fair:,.0f} MB with shared pages once"
    table.row(f"resident memory {IDLE_S} s after the start", sum(each), 250, "MB", note)


def _commands(folder: str) -> None:
    period = ("--from", "2026-01-01", "--to", "2026-01-31", "--json")
    asked = ("kpi", "value", "reach", "--workspace", "sudut-cafe-demo", *period)
    table.row("`tolok --help`", *_timed(folder, "--help"))
    table.row("`tolok kpi value`, no server running", *_timed(folder, *asked))
    with _server(folder):
        _run(folder, *asked)
        table.row("`tolok kpi value`, asking the server", *_timed(folder, *asked))


def _timed(folder: str, *words: str) -> tuple[float, None, str, str]:
    walls, cpus = [], []
    for _ in range(3):
        before, start = os.times(), time.perf_counter()
        _run(folder, *words)
        walls.append(time.perf_counter() - start)
        after = os.times()
        used = after.children_user + after.children_system
        cpus.append(used - before.children_user - before.children_system)
    return median(walls), None, "s", f"CPU {median(cpus):.2f} s, n=3"


def _run(folder: str, *words: str) -> None:
    subprocess.run([*TOLOK, *words], check=True, capture_output=True, env=_env(folder), cwd=ROOT)


@contextmanager
def _server(folder: str, *words: str) -> Iterator[tuple[float, int]]:
    """A server on a free port, with the seconds until it gave its first page, and its pid."""
    port = _free_port()
    start = time.perf_counter()
    said = subprocess.PIPE
    command = [*TOLOK, "serve", "--port", str(port), *words]
    server = subprocess.Popen(command, env=_env(folder), cwd=ROOT, stderr=said, stdout=said)
    try:
        _first_page(port, server)
        yield time.perf_counter() - start, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def _first_page(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/") as page:
                page.read()
                return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                raise RuntimeError(server.communicate()[1].decode()) from None
            time.sleep(0.02)
    raise TimeoutError(f"no page within {WAIT_S} s")


def _env(folder: str) -> dict[str, str]:
    return {**os.environ, "TOLOK_DATA": folder, "TOLOK_LOG": "ERROR"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(deep for child in children for deep in _family(int(child)))]


def _memory_mb(pid: int, what: str) -> float:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(rf"^{what}:\s+(\d+)", text, re.MULTILINE)) / 1024


def _cpu_s(pid: int) -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [
        Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid)
    ]
    return sum(int(f[11]) + int(f[12]) for f in fields) / ticks


if __name__ == "__main__":
    main()
