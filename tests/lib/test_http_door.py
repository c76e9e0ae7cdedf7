"""Nothing but the safe client opens a connection to another machine."""

import ast
from pathlib import Path

CODE = Path(__file__).resolve().parents[2] / "tolok"
DIALS = {"httpx", "httpcore", "requests", "aiohttp", "urllib3", "socket"}
DIALS |= {"urllib.request", "http.client", "ftplib", "websockets"}
MAY = {
    "lib/addresses.py",  # reads addresses
    "lib/http.py",
    "lib/http_body.py",
    "lib/http_failures.py",
    "lib/http_transport.py",  # dials
    "cli/client.py",  # talks to its own server on this machine
    "cli/groups/serve.py",  # listens
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_only_the_safe_client_dials():
    dialling = {
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if any(
            name == one or name.startswith(f"{one}.") for name in imported(path) for one in DIALS
        )
    }
    assert dialling <= MAY, dialling - MAY


def test_a_planted_import_would_be_seen(tmp_path: Path):
    for n, line in enumerate(
        (
            "import httpx",
            "from urllib import request",
            "import urllib.request",
            "import socket as s",
        )
    ):
        file = tmp_path / f"{n}.py"
        file.write_text(line)
        assert imported(file) & DIALS
