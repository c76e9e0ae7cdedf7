"""What to do with the entries that a feed holds when it is read for the first time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tolok.core.feeds.item import Item, oldest_first
from tolok.core.text import Text, say


class First(StrEnum):
    NONE = "none"  # they count as seen; only what comes later is posted
    LATEST = "latest"  # the newest n
    SINCE = "since"  # all since a moment


@dataclass(frozen=True, slots=True)
class FirstFetch:
    policy: First = First.NONE
    latest: int = 1
    since: datetime | None = None


def passed_over(rule: FirstFetch, items: Sequence[tuple[str, Item]]) -> dict[str, Text]:
    """The keys that are not posted, each with its reason."""
    by_item = {id(item): key for key, item in items}
    order = [by_item[id(item)] for item in oldest_first(item for _, item in items)]
    match rule.policy:
        case First.NONE:
            return dict.fromkeys(order, _OLDER)
        case First.LATEST:
            words = say(
                "At the first read only the newest {n} are posted.",
                "Pada pembacaan pertama hanya {n} terbaru yang diposting.",
                n=rule.latest,
            )
            return dict.fromkeys(order[: max(0, len(order) - max(0, rule.latest))], words)
        case First.SINCE:
            return {key: _EARLIER for key, item in items if not _since(item, rule.since)}


def _since(item: Item, since: datetime | None) -> bool:
    """An entry that tells no moment may be old: it is passed over."""
    return since is not None and item.when is not None and item.when >= since


_OLDER = Text(
    "It was in the feed before the feed was added.",
    "Sudah ada di feed sebelum feed ini ditambahkan.",
)
_EARLIER = Text(
    "It is older than the day from which entries are posted.",
    "Lebih lama daripada hari mulai posting.",
)
