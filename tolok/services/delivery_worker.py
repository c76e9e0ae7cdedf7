"""What one worker has at hand: a clock, dice, the wire, and a thread for its transactions."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, TypeVar

from django.db import close_old_connections

from tolok.core.ports import Network
from tolok.core.publishing.http import Http
from tolok.services import delivery_rows
from tolok.services.delivery_case import Case

T = TypeVar("T")
Hook = Callable[[str], None]


def silent(_: str) -> None:
    """The hook of every day. Tests put one there that ends the process at a step."""


@dataclass(slots=True)
class Worker:
    """`hook` is told "before X" and "after X" around the commit of every step X."""

    name: str
    networks: Mapping[str, Network]
    http: Http
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    rng: Random = field(default_factory=Random)
    hook: Hook = silent
    pool: Executor | None = None

    async def db(self, act: Callable[..., T], *given: Any) -> T:
        """Run a transaction in a thread, so that the loop never waits for a disk."""

        def run() -> T:
            close_old_connections()
            return act(*given)

        return await asyncio.get_running_loop().run_in_executor(self.pool, run)

    async def step(self, case: Case, after: str, **about: Any) -> None:
        """One committed step of the case's row. Raises LostHold."""

        def enter() -> None:
            case.row = delivery_rows.enter(case.hold, after, self.clock(), known=case.row, **about)

        await self.written(after, enter)

    async def written(self, name: str, act: Callable[..., T], *given: Any) -> T:
        """Run a transaction that the hook is told of."""

        def run() -> T:
            self.hook(f"before {name}")
            made = act(*given)
            self.hook(f"after {name}")
            return made

        return await self.db(run)
