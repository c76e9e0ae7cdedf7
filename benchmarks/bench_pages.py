"""Pages of the demo workspace: CPU and queries for each GET when warm, CPU when cold, and bytes.

Cold means that the answers are read from the facts again, as after every import; the first GET of
a process also compiles its questions. Charts load after the page and are left out of its bytes.
"""

import gzip
import os
import re
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

import _table as table

os.environ["DJANGO_SETTINGS_MODULE"] = "tolok.config.settings"
os.environ.setdefault("TOLOK_LOG", "ERROR")
BUILT = Path(__file__).resolve().parent.parent / "tolok" / "web" / "assets" / "built"
TIMES = 30
PAGES = {
    "Goals": ("goals/", True),
    "Goal": ("goals/{goal}/", False),
    "Numbers": ("numbers/", True),
    "Posts": ("numbers/posts/", False),
    "KPI guide": ("kpis/", False),
    "Data": ("data/", False),
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as folder:
        os.environ["TOLOK_DATA"] = folder
        client, base, goal = _start()
        table.head()
        for name, (path, aimed) in PAGES.items():
            _page(client, name, f"{base}{path.format(goal=goal)}", aimed=aimed)


def _start() -> tuple[Any, str, str]:
    """A logged-in client on a fresh demo workspace, the address of it, and one of its goals."""
    from tolok.cli.process import migrate, setup

    setup()
    migrate()
    from django.conf import settings
    from django.test import Client

    from tolok.services.demo import ensure_demo
    from tolok.store.models import Goal, Member, User

    settings.ALLOWED_HOSTS = ["testserver"]
    start = process_time()
    workspace = ensure_demo(say=table.said)
    table.said(f"The demo took {process_time() - start:.2f} s CPU to make")
    user = User.objects.create(email="bench@example.com")
    Member.objects.create(workspace=workspace, user=user, role="owner")
    client = Client()
    client.force_login(user)
    goal = Goal.objects.filter(workspace=workspace).earliest("created_at")
    return client, f"/w/{workspace.slug}/", str(goal.id)


def _page(client: Any, name: str, path: str, *, aimed: bool) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tolok.services.fact_store import facts

    def cold() -> None:
        facts().changes += 1
        _get(client, path)

    first, _ = _once(client, path)
    again, spread = table.cpu_ms(cold, 5)
    warm, noise = table.cpu_ms(lambda: _get(client, path), TIMES)
    with CaptureQueriesContext(connection) as seen:
        html = _get(client, path)
    table.row(f"{name}: CPU of a GET", warm, 60 if aimed else None, "ms", noise)
    table.row(f"{name}: database queries", len(seen), 15 if aimed else None, "")
    table.row(f"{name}: CPU after the facts changed", again, None, "ms", spread)
    table.row(f"{name}: CPU of the first GET of a process", first, None, "ms")
    table.row(f"{name}: first load, compressed", _load_kb(html), 120 if aimed else None, "kB")


def _once(client: Any, path: str) -> tuple[float, bytes]:
    start = process_time()
    found = _get(client, path)
    return (process_time() - start) * 1000, found


def _get(client: Any, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return bytes(answer.content)


def _load_kb(html: bytes) -> float:
    """The page and what it links: style sheets, scripts, icons; not what loads after them."""
    linked = re.findall(rb'(?:href|src)="/static/([^"?]+)', html)
    named = {BUILT / name.decode() for name in linked}
    files = [path for path in named if path.is_file()]
    whole = [html, *(path.read_bytes() for path in files)]
    return sum(len(gzip.compress(part, 6)) for part in whole) / 1000


if __name__ == "__main__":
    main()
