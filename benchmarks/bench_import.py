"""Imports through the services: real exports as they come, and a large hand-kept table.

Everything is kept as in daily use: raw archive and databases on disk, flushed. CPU beside the wall
clock shows how much of a time is the machine's. Needs ../shared/data for the real exports.
"""

import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import _table as table

os.environ["DJANGO_SETTINGS_MODULE"] = "tolok.config.settings"
os.environ.setdefault("TOLOK_LOG", "ERROR")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = ("export-meta-oigetit", "export-x-wormhole-br", "uci-facebook-metrics")
ROWS = 500_000
COUNTS = ("impressions", "reach", "likes", "comments", "shares")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tolok-bench-") as folder:
        os.environ["TOLOK_DATA"] = folder
        scope = _scope()
        table.head()
        _exports(scope)
        _by_hand(scope, Path(folder))


def _scope() -> Any:
    from tolok.cli.process import migrate, setup

    setup()
    migrate()
    from tolok.services.access import Actor, enter
    from tolok.services.workspaces import make_workspace

    actor = Actor(operator=True)
    return enter(actor, make_workspace(actor, "Bench", zone="Asia/Jakarta").slug)


def _exports(scope: Any) -> None:
    files = [path for name in SETS for path in sorted((SHARED / name).glob("*.csv"))]
    if not files:
        table.said(f"real exports are not measured: {SHARED} is absent")
        return
    for what in ("real exports", "real exports, unchanged"):
        _measured(scope, f"{what}, {len(files)} files", files, {"network": "facebook"})


def _by_hand(scope: Any, folder: Path) -> None:
    from tolok.services.channels import make_channel

    channel = str(make_channel(scope, "instagram", "bench", "bench").id)
    small, large = ROWS // 100, ROWS
    for rows, what in ((small, "hand-kept CSV, row by row"), (large, "hand-kept CSV, whole")):
        path = _written(folder / f"{rows}.csv", rows)
        _measured(scope, f"{what}, {rows:,} rows", [path], {"importer": "generic"}, channel)
        with path.open("a", encoding="utf-8") as file:  # other bytes, so not the same file
            file.write("last,2026-01-01 08:00:00,photo,1,1,1,1,1\n")
        again = f"{what}, {rows:,} rows again and one more"
        _measured(scope, again, [path], {"importer": "generic"}, channel)


def _measured(
    scope: Any, what: str, paths: list[Path], answers: dict[str, str], channel: str = ""
) -> None:
    from tolok.services import import_run, imports

    wall, cpu = perf_counter(), process_time()
    named = [(path.name, path) for path in paths]
    received = imports.receive(scope, named, channel=channel, answers=answers)
    report = import_run.finish(scope, received, dry_run=False)
    wall, cpu = perf_counter() - wall, process_time() - cpu
    read = sum(file["rows"]["read"] for file in report["files"])
    new = sum(file["rows"]["new"] for file in report["files"])
    note = f"{read:,} rows read, {new:,} new; wall {wall:.2f} s"
    table.row(f"{what}: CPU", cpu, None, "s", note)
    if read:
        table.row(f"{what}: rows for each CPU second", read / cpu, None, "rows")


def _written(path: Path, rows: int) -> Path:
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(("post_id", "published", "type", *COUNTS)) + "\n")
        file.writelines(_lines(rows, chance))
    return path


def _lines(rows: int, chance: random.Random) -> Iterator[str]:
    for at in range(rows):
        day = f"202{at % 6}-{1 + at % 12:02}-{1 + at % 28:02} {at % 24:02}:15:00"
        kind = ("photo", "video", "link")[at % 3]
        counts = ",".join(str(chance.randrange(9000)) for _ in COUNTS)
        yield f"p{at},{day},{kind},{counts}\n"


if __name__ == "__main__":
    sys.exit(main())
