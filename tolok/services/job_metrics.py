"""The state of background work as Prometheus reads it (text format 0.0.4). Numbers of queues only:
no names of people, workspaces or posts."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tolok.services.job_ops import Overview, QueueState, look

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


def text(at: datetime) -> str:
    seen = look(at)
    lines: list[str] = []
    for name, words, samples in _families(seen):
        lines += [f"# HELP {name} {words}", f"# TYPE {name} gauge"]
        lines += [f"{name}{_labels(labels)} {_number(value)}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _families(seen: Overview) -> Iterator[tuple[str, str, list[Sample]]]:
    yield "tolok_workers", "Processes that showed life within a minute.", [({}, len(seen.workers))]
    yield "tolok_jobs", "Jobs of a queue by state.", _each(seen.queues, _states)
    yield "tolok_jobs_due", "Jobs whose time has come.", _each(seen.queues, _due)
    oldest = [
        ({"queue": q.name}, age) for q in seen.queues if (age := seen.oldest_s(q)) is not None
    ]
    yield "tolok_jobs_oldest_due_seconds", "How long the oldest due job has waited.", oldest
    words = "Attempts that ended within the last hour, by outcome."
    yield "tolok_job_attempts_last_hour", words, _each(seen.queues, _ends)
    words = "From the due time to the start, of the last hour."
    yield "tolok_job_lateness_seconds", words, _each(seen.queues, _late)


def _each(
    queues: Iterable[QueueState], samples: Callable[[QueueState], Iterator[Sample]]
) -> list[Sample]:
    return [sample for queue in queues for sample in samples(queue)]


def _states(queue: QueueState) -> Iterator[Sample]:
    for state in ("ready", "retry", "running", "dead"):
        yield {"queue": queue.name, "state": state}, getattr(queue, state)


def _due(queue: QueueState) -> Iterator[Sample]:
    yield {"queue": queue.name}, queue.due


def _ends(queue: QueueState) -> Iterator[Sample]:
    for outcome in ("done", "failed", "lapsed"):
        yield {"queue": queue.name, "outcome": outcome}, getattr(queue, outcome)


def _late(queue: QueueState) -> Iterator[Sample]:
    for share, value in (("0.5", queue.late_p50_s), ("0.99", queue.late_p99_s)):
        if value is not None:
            yield {"queue": queue.name, "quantile": share}, value


def _labels(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.3f}"
