"""What a person hands to `tolok goal`: options, a goal as JSON, a history as CSV."""

import csv
import json
from pathlib import Path
from typing import Any

import click


def goal_of(given: dict[str, Any]) -> dict[str, Any]:
    """A goal with one target, as the API reads it."""
    value = given["target"]
    if value is None:
        raise click.UsageError("--target is needed with --kpi")
    return {
        "title": given["wish"] or f"{given['kpi']} {value:g}",
        "start": given["begin"],
        "end": given["end"],
        "objective": given["objective"],
        "owner": given["owner"],
        "targets": [
            {
                "kpi": given["kpi"],
                "variant": given["variant"],
                "mode": given["mode"],
                "value": value / 100 if given["mode"] == "percent" else value,
                "nature": "total",
                "better": given["better"],
                "scope": {
                    "networks": list(given["network"]),
                    "topic": given["topic"],
                    "geo": given["geo"],
                    "domains": list(given["domain"]),
                },
            }
        ],
    }


def json_of(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise click.UsageError(f"{path} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise click.UsageError(f"{path} holds no goal")
    return found


def history_of(path: Path) -> list[list[str]]:
    """The date and value columns of a CSV file; without a header the first two."""
    text = path.read_text("utf-8-sig", errors="replace")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if any(row)]
    if not lines:
        return []
    names = [cell.strip().casefold() for cell in lines[0]]
    if "date" in names and "value" in names:
        day, value, lines = names.index("date"), names.index("value"), lines[1:]
    else:
        day, value = 0, 1
        lines = lines if any(c.isdigit() for c in lines[0][0]) else lines[1:]
    return [[row[day], row[value]] for row in lines if len(row) > max(day, value)]
