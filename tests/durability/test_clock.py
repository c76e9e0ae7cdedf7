"""A clock that is set back neither loses nor reorders what was imported."""

from datetime import UTC, date, datetime
from pathlib import Path

import time_machine

from tolok.core.query import Period
from tolok.services import figures, imports, operations
from tolok.services.access import Scope
from tolok.services.channels import make_channel

DAY = date(2026, 5, 1)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 5, 3, 9, tzinfo=UTC)
ROLES = '["date", "likes"]'


def bring(scope: Scope, path: Path, likes: int, channel: str, at: datetime) -> None:
    """One day's likes, imported while the clock shows `at`."""
    path.write_text(f"date,likes\n2026-05-01,{likes}\n", "utf-8")
    with time_machine.travel(at):
        got = imports.receive(
            scope,
            [(path.name, path)],
            channel=channel,
            answers={"importer": "generic", "mapping": ROLES},
        )
        done = imports.commit(scope, [b.id for b in got.batches], wait=True)
    assert [b.state for b in done] == ["done"]


def likes(scope: Scope) -> object:
    return figures.figure(scope, "likes", Period(DAY, DAY)).value


def test_the_later_import_wins_though_the_clock_went_back(cast, facts, tmp_path):
    scope = cast.scope("owner")
    channel = str(make_channel(scope, "other", "By hand").id)
    bring(scope, tmp_path / "first.csv", 10, channel, NOON)
    bring(scope, tmp_path / "second.csv", 12, channel, DAY_BEFORE)
    assert likes(scope) == 12
    assert operations.lacking() == []
    rebuilt = operations.rebuild()
    assert rebuilt["equal"] is True
    assert rebuilt["batches"] == 2
    assert likes(scope) == 12


def test_imports_are_listed_and_undone_whatever_the_clock_said(cast, facts, tmp_path):
    scope = cast.scope("owner")
    channel = str(make_channel(scope, "other", "By hand").id)
    bring(scope, tmp_path / "first.csv", 10, channel, NOON)
    bring(scope, tmp_path / "second.csv", 12, channel, DAY_BEFORE)
    second = next(b for b in imports.batches(scope) if b.file_name == "second.csv")
    imports.undo(scope, second.id)
    assert likes(scope) == 10
    assert {b.file_name for b in imports.batches(scope)} == {"first.csv", "second.csv"}
