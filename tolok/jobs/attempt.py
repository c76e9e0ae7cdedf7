"""One attempt at one job: runs it and says how it ended. Whatever it raises becomes a reason."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from tolok.core.errors import ProblemError
from tolok.core.outcomes import Permanent, Temporary
from tolok.core.text import Text, say
from tolok.jobs.job import Task
from tolok.services import job_queue
from tolok.services.job_queue import Claimed, problem_of

log = logging.getLogger("tolok.jobs")
SHOWN = 500


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended. `problem` None: well. `written`: the queue knows already."""

    job: Claimed
    result: Any = None
    problem: Mapping[str, Any] | None = None
    again_in: timedelta | None = None
    final: bool = False
    written: bool = False

    def write(self) -> bool:
        """Tell the queue; False when the job is no longer ours and its result is void."""
        if self.written:
            return True
        at = job_queue.now()
        if self.problem is None:
            kept = job_queue.finish(self.job, at, self.result)
        else:
            kept = job_queue.fail(
                self.job, at, self.problem, again_in=self.again_in, final=self.final
            )
        if not kept:
            log.warning("job.lost", extra={"fields": _fields(self.job)})
        return kept


class _Lost(Exception):
    """The job is somebody else's by now: undo."""


def attempt(task: Task | None, job: Claimed) -> Ending:
    """Never raises: one bad job must not end the thread that took it."""
    try:
        if task is None:
            return Ending(job, problem=_unknown(job))
        return _atomic(task, job) if task.atomic else Ending(job, result=_run(task, job))
    except _Lost:
        return Ending(job, written=True)
    except Temporary as error:
        return Ending(job, problem=_network(error.reason, _LATER), again_in=error.retry_after)
    except Permanent as error:
        return Ending(job, problem=_network(error.reason, error.fix), final=True)
    except ProblemError as error:
        p = error.problem
        problem = problem_of(p.type, p.title, p.detail, p.fix)
        return Ending(job, problem=problem, final=p.status < 500)
    except Exception as error:  # noqa: BLE001 - the last line of defence
        log.exception("job.failed", extra={"fields": _fields(job)})
        return Ending(job, problem=_our_fault(error))


def _run(task: Task, job: Claimed) -> Any:
    """What the work gives back, as JSON keeps it: a result that JSON cannot write is a failure."""
    return json.loads(json.dumps(task.run(job)))


def _atomic(task: Task, job: Claimed) -> Ending:
    with transaction.atomic():
        ending = Ending(job, result=_run(task, job))
        if not ending.write():
            raise _Lost
    return Ending(job, written=True)


def _fields(job: Claimed) -> dict[str, Any]:
    return {"job": str(job.id), "kind": job.kind, "attempt": job.attempt}


def _network(reason: Text, fix: Text) -> dict[str, Any]:
    return problem_of(
        "network-refused", Text("The other side refused", "Pihak lain menolak"), reason, fix
    )


def _unknown(job: Claimed) -> dict[str, Any]:
    return problem_of(
        "unknown-job",
        Text("Nobody knows how to do this", "Tidak ada yang tahu caranya"),
        say(
            "This version has no kind of job called {k}.",
            "Versi ini tidak punya jenis tugas bernama {k}.",
            k=job.kind,
        ),
        Text(
            "Update all workers to the same version.",
            "Perbarui semua pekerja ke versi yang sama.",
        ),
    )


def _our_fault(error: Exception) -> dict[str, Any]:
    return problem_of(
        "job-failed",
        Text("The job failed", "Tugas gagal"),
        Text.same(f"{type(error).__name__}: {error}"[:SHOWN]),
        Text(
            "The server's log says more. Run it again when the cause is mended.",
            "Log server menjelaskan lebih lanjut. Jalankan lagi setelah penyebabnya diperbaiki.",
        ),
    )


_LATER = Text("It is tried again by itself.", "Akan dicoba lagi dengan sendirinya.")
