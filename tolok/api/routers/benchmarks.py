"""Figures of other accounts over the API: the quoted ones, and those a workspace brings."""

from django.http import HttpRequest
from ninja import Router, Schema

from tolok.api.auth import scope_of
from tolok.lib.catalogue import benchmarks
from tolok.services import own_benchmarks

router = Router(tags=["benchmarks"])


class BenchmarkFile(Schema):
    """`csv`: the file as text, with a header row."""

    csv: str
    file: str = "benchmarks.csv"


@router.get("/{workspace}/benchmarks")
def list_benchmarks(request: HttpRequest, workspace: str, kpi: str = "") -> dict:
    """Own rows first (with an id), then the quoted ones of the catalogue."""
    scope = scope_of(request, workspace)
    mine = [own_benchmarks.benchmark_dict(o.row, o.id) for o in own_benchmarks.own(scope)]
    quoted = [own_benchmarks.benchmark_dict(row) for row in benchmarks()]
    return {"items": [one for one in (*mine, *quoted) if kpi in ("", one["kpi"])]}


@router.post("/{workspace}/benchmarks")
def bring_benchmarks(request: HttpRequest, workspace: str, body: BenchmarkFile) -> dict:
    """Bring own benchmarks as CSV; one bad row refuses the file and is named by line."""
    scope = scope_of(request, workspace, "editor")
    done = own_benchmarks.bring(scope, body.csv.encode(), body.file)
    return {
        "rows": {
            "read": done.read,
            "new": done.new,
            "changed": done.changed,
            "unchanged": done.unchanged,
        }
    }


@router.delete("/{workspace}/benchmarks/{benchmark}")
def remove_benchmark(request: HttpRequest, workspace: str, benchmark: str) -> dict:
    """Remove a row that the workspace brought."""
    own_benchmarks.remove(scope_of(request, workspace, "editor"), benchmark)
    return {"removed": benchmark}


ROUTER = ("/workspaces", router)
