"""Background work: how it stands, and given-up jobs run again or dropped."""

from django.http import HttpRequest
from ninja import Router

from tolok.api.auth import caller
from tolok.lib.ids import row_id
from tolok.services import job_ops

router = Router(tags=["operations"])


@router.get("/ops")
def look(request: HttpRequest) -> dict:
    """Queues by state, lateness, workers, recurring and given-up jobs."""
    return job_ops.overview_dict(job_ops.overview(caller(request)))


@router.post("/ops/jobs/{job}/run-again")
def run_again(request: HttpRequest, job: str) -> dict:
    """A given-up job is due at once, with five more attempts."""
    job_ops.run_again(caller(request), row_id(job))
    return {"id": job, "state": "ready"}


@router.delete("/ops/jobs/{job}")
def drop(request: HttpRequest, job: str) -> dict:
    """Forget a given-up job and its history."""
    job_ops.drop(caller(request), row_id(job))
    return {"id": job, "state": "dropped"}


ROUTER = ("", router)
