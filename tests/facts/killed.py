"""A process that takes in one batch after another until it is killed.

`python -m tests.facts.killed FOLDER FIRST`: says `batch N` before it begins, `done N` when the
store has said that it is in.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.facts.cast import SPACE, ZONE
from tolok.core.ports import About, PostRow
from tolok.facts.batch import Batch
from tolok.facts.scan import Scan
from tolok.facts.store import FactStore

EVENTS, SMALL, LARGE = 400, 3_000, 62_000  # the large ones go past the log, to the file
OTHERS = ("reach", "views", "comments", "shares", "saves", "clicks", "impressions")


def size(number: int) -> int:
    """How many rows a batch has; those that are not `EVENTS` are scanned from a file."""
    return (EVENTS, SMALL, EVENTS, LARGE)[number % 4]


def batch(number: int) -> Batch:
    moment = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=number)
    return Batch(f"b{number}", SPACE, moment, ZONE, {"": "page"}, f"{number}.csv")


def take(store: FactStore, folder: Path, number: int) -> None:
    """Every batch says `likes = number` of its rows: the last one to come in is the state.

    Beside it each says another count, so that columns come into the tables all along.
    """
    count, other = size(number), OTHERS[number % len(OTHERS)]
    if count == EVENTS:
        rows = [
            PostRow(at + 2, f"e{at}", None, {"likes": number, other: at}) for at in range(count)
        ]
        store.ingest(batch(number), [About("facebook", "post"), *rows])
        return
    path = folder / "in.csv"
    lines = "".join(f"s{at},{number},{at}\n" for at in range(count))
    path.write_text("Id,Likes,Other\n" + lines, encoding="utf-8")
    scan = Scan("post", path, {"Id": "post_id", "Likes": "likes", "Other": other})
    store.ingest_scan(batch(number), scan)


def tell(act: str, number: int) -> None:
    sys.stdout.write(f"{act} {number}\n")
    sys.stdout.flush()


def main(folder: Path, first: int) -> None:
    with FactStore.open(folder / "data", memory_mb=256, threads=2) as store:
        for number in range(first, first + 1000):
            tell("batch", number)
            take(store, folder, number)
            tell("done", number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
