"""Receive, look and commit in one go: what the API's upload and `tolok import` do."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text, say
from tolok.lib.archives import walk
from tolok.services import imports
from tolok.services.access import Scope
from tolok.services.import_form import file_dict, received_dict
from tolok.services.reports import report_dict


def finish(scope: Scope, received: imports.Received, *, dry_run: bool) -> dict[str, Any]:
    """Import what has no open question (or only look, with `dry_run`) and report every file."""
    files = []
    clear = [b.id for b in received.batches if b.state == "checked" and not dry_run]
    done = {b.id: b for b in imports.commit(scope, clear, wait=True)}
    for batch in received.batches:
        known = batch.state in ("done", "ready", "ingesting")
        batch = done.get(batch.id, batch)
        report = None
        if batch.state == "checked":
            looked = imports.preview(scope, batch.id)
            report = report_dict(looked.report) if looked.report else None
        files.append(file_dict(batch, report, unchanged=known))
    return received_dict(received, files)


def with_paths(report: dict[str, Any], files: Iterable[tuple[str, Path]]) -> dict[str, Any]:
    """The report with each file's whole path, where its name alone says which one it is."""
    paths: dict[str, list[str]] = {}
    for name, path in files:
        paths.setdefault(name, []).append(str(path))
    for file in report["files"]:
        if len(paths.get(file["path"], ())) == 1:
            file["path"] = paths[file["path"]][0]
    return report


def walk_paths(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Files as given, folders whole; ProblemError for a path that is not there."""
    for path in paths:
        if path.is_dir():
            yield from walk(path)
        elif path.is_file():
            yield path.name, path
        else:
            raise ProblemError(
                Problem(
                    type="file-missing",
                    title=Text("No such file", "Berkas tidak ada"),
                    detail=say("There is no file {p}.", "Tidak ada berkas {p}.", p=str(path)),
                    fix=Text("Check the path.", "Periksa jalurnya."),
                    status=422,
                )
            )
