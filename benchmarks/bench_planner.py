"""Planning: the calendar with 2,000 posts in view, and 1,000 posts scheduled through the API.

The posts per second count the CPU of the whole call, on both sides of the API in one process that
served such a call before: a server imports and compiles once.
"""

import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from typing import Any

import _table as table

os.environ["DJANGO_SETTINGS_MODULE"] = "tolok.config.settings"
os.environ.setdefault("TOLOK_LOG", "ERROR")
POSTS, AT_ONCE, TIMES, BULK_TIMES = 2000, 1000, 15, 5
TARGETS = {"cpu": 80, "queries": 12, "kb": 200, "per_s": 500}
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
MONDAY = (NOW + timedelta(days=14 - NOW.weekday())).replace(hour=0)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as folder:
        os.environ["TOLOK_DATA"] = folder
        client, base, channels = _start()
        table.head()
        _schedule(client, base, channels)
        _fill(base, channels)
        day = f"{MONDAY:%Y-%m-%d}"
        for view in ("week", "month", "agenda", "day"):
            _page(client, view, f"/w/{base}/calendar/?view={view}&day={day}")


def _start() -> tuple[Any, str, list[Any]]:
    from tolok.cli.process import migrate, setup

    setup()
    migrate()
    from django.conf import settings
    from django.test import Client

    from tolok.services.seals import seal
    from tolok.store.models import Channel, Connection, Member, User, Workspace

    settings.ALLOWED_HOSTS = ["testserver"]
    workspace = Workspace.objects.create(slug="bench", name="Bench", zone="Asia/Jakarta")
    user = User.objects.create(email="bench@example.com")
    Member.objects.create(workspace=workspace, user=user, role="owner")
    channels = []
    for number in range(4):
        channel = Channel.objects.create(
            workspace=workspace, network="mastodon", name=f"C{number}", remote_id=f"c{number}"
        )
        Connection.objects.create(
            workspace=workspace,
            channel=channel,
            sign_in="app_password",
            server="https://example.org",
            remote_id=f"c{number}",
            sealed=seal({"token": "t"}),
        )
        channels.append(channel)
    client = Client()
    client.force_login(user)
    return client, workspace.slug, channels


def _schedule(client: Any, base: str, channels: list[Any]) -> None:
    body = json.dumps(
        {
            "posts": [
                {
                    "content": {
                        "text": f"Kopi susu nomor {n}, buka jam 9. https://example.com/{n}"
                    },
                    "channels": [str(channels[n % 4].id)],
                    "when": {"kind": "at", "at": (MONDAY + timedelta(minutes=7 * n)).isoformat()},
                }
                for n in range(AT_ONCE)
            ]
        }
    )

    def post() -> None:
        answer = client.post(
            f"/api/v1/workspaces/{base}/planner/posts/many", body, content_type="application/json"
        )
        if answer.status_code != 200:
            raise RuntimeError(answer.content.decode())

    post()
    spent, noise = table.cpu_ms(post, BULK_TIMES)
    name = f"{AT_ONCE:,} posts through the API: ms for each"
    each = spent / AT_ONCE
    table.row(name, each, 1000 / TARGETS["per_s"], "ms", f"warm; of the whole call: {noise}")
    table.said(f"That is {1000 / each:,.0f} posts/s, target {TARGETS['per_s']:,}")


def _fill(base: str, channels: list[Any]) -> None:
    """Two thousand in one week, some of them sent, failed, unsure or in review."""
    from tolok.store.models import Delivery, Post

    Post.objects.all().delete()
    states = ["scheduled"] * 6 + ["published", "failed", "person_decides", "in_review"]
    kinds = ["photo", "reel", "link", "poll", ""]
    rows = []
    for number in range(POSTS):
        at = MONDAY + timedelta(seconds=number * 7 * 86400 // POSTS)
        post = Post(
            workspace=channels[0].workspace,
            content={"text": f"Kopi susu nomor {number} datang lagi, dan kali ini dengan es batu."},
            stage="planned",
            due_at=at,
            type=kinds[number % 5],
        )
        rows.append((post, at, states[number % 10], channels[number % 4]))
    Post.objects.bulk_create([post for post, *_ in rows])
    Delivery.objects.bulk_create(
        Delivery(
            workspace=post.workspace,
            post=post,
            channel=channel,
            state=state,
            since=NOW,
            planned_at=at,
            due_at=at,
        )
        for post, at, state, channel in rows
    )


def _page(client: Any, view: str, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def get() -> bytes:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return bytes(answer.content)

    get()
    spent, noise = table.cpu_ms(get, TIMES)
    with CaptureQueriesContext(connection) as seen:
        html = get()
    if os.environ.get("BENCH_SQL"):
        table.said("\n".join(each["sql"][:160] for each in seen.captured_queries))
    name = f"Calendar, {view}, {POSTS:,} posts"
    table.row(f"{name}: CPU", spent, TARGETS["cpu"], "ms", noise)
    table.row(f"{name}: database queries", len(seen), TARGETS["queries"], "")
    table.row(f"{name}: size, uncompressed", len(html) / 1000, TARGETS["kb"], "kB")


if __name__ == "__main__":
    main()
