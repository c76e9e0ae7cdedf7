"""Delivering what is due, as the job does it: one worker per process, its own event loop."""

import asyncio
import os
import platform
import sys
from datetime import UTC, datetime
from functools import cache
from random import SystemRandom

from django.db import connection

from tolok.services.accounts import networks
from tolok.services.delivery_engine import Engine
from tolok.services.delivery_rows import anything_due
from tolok.services.delivery_worker import Worker
from tolok.services.wire import wire

PG_THREADS = 4  # transactions at once; SQLite writes one after the other anyway


@cache
def worker_name() -> str:
    """Unlike that of any other process, also of an earlier one with the same id."""
    return f"{platform.node()[:40]}:{os.getpid()}:{SystemRandom().getrandbits(32):08x}"


def deliver() -> bool:
    """Deliver until nothing is due; whether anything was taken up."""
    if not anything_due(datetime.now(UTC)):
        return False
    return asyncio.run(_drain()) > 0


async def _drain() -> int:
    async with wire() as http:
        worker = Worker(worker_name(), networks(), http, rng=SystemRandom())
        threads = 1 if connection.vendor == "sqlite" else PG_THREADS
        return await Engine(worker, threads=threads, stopping=sys.is_finalizing).drain()
