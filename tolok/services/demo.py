"""The demo workspace: made-up files that come in through the same door as real ones, and goals.


It lives apart from people's own workspaces, says so on every page, and goes with one click.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tolok.core.demo.truths import Truths
from tolok.core.demo.website import make_website
from tolok.core.demo.world import Account, make_world
from tolok.core.errors import invalid, not_found
from tolok.core.roles import OWNER
from tolok.core.text import Text
from tolok.services import imports
from tolok.services.access import Actor, Scope, record
from tolok.services.channels import make_channel
from tolok.services.demo_goals import make_goals
from tolok.services.fact_store import facts
from tolok.services.workspaces import make_workspace, workspace_dict
from tolok.store.models import Batch, Member, User, Workspace
from tolok.store.scope import within

SEED = 7
NAME = "Sudut Café (demo)"
ZONE = "Asia/Jakarta"
Say = Callable[[str], None]


def ensure_demo(*, say: Say, seed: int = SEED) -> Workspace:
    """The demo workspace, made when there is none; `say` is told what is being done."""
    found = Workspace.objects.filter(demo=True).first()
    if found is not None and within(Batch, found.id).filter(state="done").exists():
        return found
    if found is not None:  # an earlier making was cut short
        remove_demo(Scope(found, OWNER, Actor(operator=True)))
    return _make(say, seed)


def remove_demo(scope: Scope) -> None:
    """Delete the demo workspace with its numbers. Refused for any other workspace."""
    if not scope.workspace.demo:
        raise invalid(
            Text("This is not the demo workspace.", "Ini bukan ruang kerja contoh."),
            Text("Only the demo goes with one click.", "Hanya contoh yang terhapus sekali klik."),
        )
    for batch in within(Batch, scope.id):
        facts().undo(scope.key, str(batch.id))
    facts().set_channels(scope.key, [])
    with transaction.atomic():
        record(scope, scope.actor, "demo.removed", scope.workspace.slug)
        scope.workspace.delete()


def remove_by_operator(actor: Actor) -> dict[str, object]:
    """Delete the demo workspace from the command line; ProblemError 404 when there is none."""
    found = Workspace.objects.filter(demo=True).first()
    if found is None:
        raise not_found(Text("demo workspace", "ruang kerja contoh"))
    shown = workspace_dict(found)
    remove_demo(Scope(found, OWNER, actor))
    return shown


def _make(say: Say, seed: int) -> Workspace:
    say("Making the demo workspace: 18 months of a café on six networks, all made up")
    actor = Actor(operator=True)
    workspace = make_workspace(actor, NAME, demo=True, zone=ZONE, currency="IDR")
    for user in User.objects.all():
        Member.objects.create(workspace=workspace, user=user, role=OWNER)
    scope = Scope(workspace, OWNER, actor)
    truths = Truths(datetime.now(ZoneInfo(ZONE)).date() - timedelta(days=1))
    random = Random(seed)  # noqa: S311 - a made-up world, not a secret
    world = make_world(truths, random)
    with TemporaryDirectory(dir=settings.DATA.spool) as folder:
        for account in world:
            say(f"  importing {account.profile.network}: {len(account.posts)} posts")
            _bring(scope, account, Path(folder))
        _bring_website(scope, world, truths, random, Path(folder))
    say("  setting goals")
    make_goals(scope, truths)
    return workspace


def _bring(scope: Scope, account: Account, folder: Path) -> None:
    network, name = account.profile.network, account.profile.name
    channel = make_channel(scope, network, name, f"demo-{network}")
    measures = sorted(account.profile.offers)
    days = (
        [day.isoformat(), *(counts.get(m, "") for m in measures)]
        for day, counts in account.days.items()
    )
    path = _write(folder / f"{network}-days.csv", ["date", *measures], days)
    _import(scope, path, str(channel.id), ["date", *measures])
    names = sorted({name for post in account.posts for name in post.measures})
    rows = (
        [
            *(post.post_id, post.published.isoformat(sep=" "), post.type, post.text),
            *(post.link, post.tags),
            *(post.measures.get(n, "") for n in names),
        ]
        for post in account.posts
    )
    roles = ["post_id", "published", "type", "text", "link", "tags", *names]
    _import(scope, _write(folder / f"{network}-posts.csv", roles, rows), str(channel.id), roles)


def _bring_website(
    scope: Scope, world: Sequence[Account], truths: Truths, random: Random, folder: Path
) -> None:
    channel = make_channel(scope, "web", "sudut.example", "demo-web")
    found = list(make_website(tuple(world), truths, random))
    measures = list(found[0].measures)
    rows = ([d.day.isoformat(), d.source, "IDR", *(d.measures[m] for m in measures)] for d in found)
    roles = ["date", "source", "currency", *measures]
    _import(scope, _write(folder / "website.csv", roles, rows), str(channel.id), roles)


def _import(scope: Scope, path: Path, channel: str, roles: Sequence[str]) -> None:
    answers: Mapping[str, str] = {"importer": "generic", "mapping": json.dumps(list(roles))}
    received = imports.receive(
        scope, [(path.name, path)], channel=channel, answers=answers, observed_at=datetime.now(UTC)
    )
    done = imports.commit(scope, [b.id for b in received.batches], wait=True)
    failed: Iterator[Any] = (b.problem or b.questions for b in done if b.state != "done")
    for problem in failed:
        raise RuntimeError(f"{path.name}: {problem}")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path
