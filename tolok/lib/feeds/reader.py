"""What a reader of one kind of feed is: it says how well it fits, and reads."""

from collections.abc import Callable
from dataclasses import dataclass

from tolok.core.feeds.item import Reading
from tolok.core.text import Text
from tolok.lib.feeds.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """`sniff` looks at the head only: 0 not mine, 1 surely. `read` raises ProblemError alone."""

    id: str
    name: Text
    sniff: Callable[[Source], float]
    read: Callable[[Source], Reading]
