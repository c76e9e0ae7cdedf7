"""The engine that delivers posts: one event loop, one lane per channel, one call per decision.

It repeats nothing by itself: what may have gone out is looked up first, as
`core/publishing/retry.py` says. Every step is committed before what it announces is done.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections

from tolok.core.outcomes import Permanent
from tolok.services import delivery_rows
from tolok.services.delivery_case import fix_of, open_case
from tolok.services.delivery_look import look
from tolok.services.delivery_rows import Hold, LostHold
from tolok.services.delivery_send import send
from tolok.services.delivery_worker import Worker

log = logging.getLogger("tolok.delivery")
LANES = 32  # channels that are served at the same time
BEAT = timedelta(seconds=15)
IN_A_ROW = 20  # posts of one lane before others that wait get their turn
PAUSE_S = 0.2  # between looks for due rows while others are under way


@dataclass(slots=True)
class Engine:
    """Serves lanes with one `Worker`. `threads`: transactions at once (SQLite has one writer)."""

    worker: Worker
    lanes: int = LANES
    threads: int = 1
    stopping: Callable[[], bool] = lambda: False
    taken: int = field(default=0, init=False)
    _holds: dict[UUID, Hold] = field(default_factory=dict, init=False)
    _tasks: dict[Hold, asyncio.Task[None]] = field(default_factory=dict, init=False)

    async def drain(self) -> int:
        """Deliver until nothing is due and nothing is under way; how many rows were taken up."""
        with ThreadPoolExecutor(self.threads, thread_name_prefix="delivery") as pool:
            self.worker.pool = pool
            beat = asyncio.create_task(self._beat())
            try:
                return await self._drain()
            finally:
                beat.cancel()
                await asyncio.gather(*self._tasks.values(), return_exceptions=True)
                for _ in range(self.threads):
                    await self.worker.db(connections.close_all)

    async def _drain(self) -> int:
        await self.worker.db(delivery_rows.sort_out, self.worker.clock())
        while True:
            holds = await self._take()
            for hold in holds:
                self._tasks[hold] = asyncio.create_task(self._serve(hold))
                self._tasks[hold].add_done_callback(_told)
            self.taken += len(holds)
            if not self._tasks:
                return self.taken
            await asyncio.wait(
                self._tasks.values(), timeout=PAUSE_S, return_when=asyncio.FIRST_COMPLETED
            )

    async def _take(self) -> list[Hold]:
        free = self.lanes - len(self._tasks)
        if free <= 0 or self.stopping():
            return []
        worker = self.worker
        return await worker.written("taking", delivery_rows.take, worker.name, worker.clock(), free)

    async def _serve(self, hold: Hold) -> None:
        """Work on a lane, row by row, each until it rests; it is free again whatever happens."""
        found: Hold | None = hold
        try:
            for left in reversed(range(IN_A_ROW)):
                if found is None:
                    return
                await self._one(found)
                found = await self._next(found) if left else None
        finally:
            try:
                await self.worker.db(delivery_rows.let_go, self.worker.name, hold.channel_id)
            finally:  # not before: a drain ends when nothing is under way and no lane is free
                self._tasks.pop(hold, None)

    async def _one(self, hold: Hold) -> None:
        self._holds[hold.channel_id] = hold
        try:
            await self._work(hold)
        except LostHold:
            log.warning("delivery.lost", extra={"fields": {"delivery": str(hold.id)}})
        finally:
            self._holds.pop(hold.channel_id, None)

    async def _next(self, hold: Hold) -> Hold | None:
        """The next row of the same lane, without a look through all of them."""
        worker = self.worker
        if self.stopping():
            return None
        found = await worker.written(
            "taking", delivery_rows.take_next, worker.name, hold.channel_id, worker.clock()
        )
        self.taken += found is not None
        return found

    async def _work(self, hold: Hold) -> None:
        worker = self.worker
        try:
            case = await worker.db(open_case, hold, worker.networks)
        except Permanent as ending:
            return await worker.db(_put_aside, hold, ending, worker.clock())
        await (look if case.row.state == "reconciling" else send)(worker, case)
        return None

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT.total_seconds())
            worker = self.worker
            await worker.db(
                delivery_rows.beat, worker.name, list(self._holds.values()), worker.clock()
            )


def _told(task: "asyncio.Task[None]") -> None:
    """A fault of our own: the row stays held, and its lease sends it to be looked up."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.error("delivery.broken", exc_info=error)


def _put_aside(hold: Hold, ending: Permanent, now: datetime) -> None:
    """A row whose log-in cannot even be opened waits for a person, or is asked about later."""
    row = delivery_rows.held(hold)
    state = "unknown" if row.state == "reconciling" else "needs_auth"
    due = now + timedelta(minutes=10) if state == "unknown" else None
    delivery_rows.enter(hold, state, now, due=due, why=ending.reason, fix=fix_of(ending))
