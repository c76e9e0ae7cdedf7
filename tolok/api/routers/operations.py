"""What the operator of the machine asks: the doctor, and the facts as a whole."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tolok.api.auth import caller, scope_of
from tolok.services import demo, doctor, operations
from tolok.services.access import only_operator
from tolok.services.workspaces import workspace_dict

router = Router(tags=["operations"])


@router.get("/doctor")
def examine(request: HttpRequest) -> dict:
    """One line per check; no secrets."""
    only_operator(caller(request))
    return {
        "checks": [
            {
                "name": c.name,
                "level": c.level,
                "words": c.words.as_dict(),
                "fix": c.fix.as_dict() if c.fix else None,
            }
            for c in doctor.examine()
        ]
    }


@router.post("/facts/rebuild")
def rebuild(request: HttpRequest) -> dict:
    """Make the facts again from the raw files; the answer says whether they came out equal."""
    only_operator(caller(request))
    return operations.rebuild()


@router.get("/facts/audit")
def audit(request: HttpRequest) -> dict:
    """Do the derived tables equal a recompute, and is every raw file whole?"""
    only_operator(caller(request))
    return operations.audit()


@router.get("/workspaces/{workspace}/facts/{table}")
def export(request: HttpRequest, workspace: str, table: str, format: str = "csv") -> HttpResponse:
    """One table of the facts as a file: csv, json or parquet."""
    scope = scope_of(request, workspace)
    return HttpResponse(
        operations.export(scope, table, format), content_type="application/octet-stream"
    )


@router.post("/demo")
def make_demo(request: HttpRequest) -> dict:
    """Make the demo workspace when there is none."""
    only_operator(caller(request))
    return workspace_dict(demo.ensure_demo(say=lambda words: None))


@router.delete("/demo")
def remove_demo(request: HttpRequest) -> dict:
    only_operator(caller(request))
    return demo.remove_by_operator(caller(request))


ROUTER = ("", router)
