"""An upload as a person looks at it before committing: files, questions, problems, first rows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tolok.core.errors import Problem, ProblemError
from tolok.core.kpi.measure_words import measure_words
from tolok.core.ports import AdRow, AudienceRow, DayRow, PostRow, Question, Row, Trouble, WindowRow
from tolok.core.query import Period
from tolok.core.text import Text, day, number
from tolok.facts.batch import Report
from tolok.lib.catalogue import networks
from tolok.lib.mapping import Guess
from tolok.services import imports
from tolok.services.access import Scope
from tolok.services.import_mapping import columns_of
from tolok.services.recognition import choices_of, importers
from tolok.store.models import Batch

SHOWN_TROUBLES = 50
SHOWN_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as a table: headers, and cells with their line number in front."""

    headers: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One sheet of an upload."""

    batch: Batch
    kind: Text | None  # the importer's name
    network: Text | None
    accounts: tuple[str, ...]
    questions: tuple[Question, ...]
    period: Period | None
    report: Report | None
    troubles: tuple[Trouble, ...]
    preview: Preview | None
    new_channels: int
    differs: tuple[tuple[str, Any, Any], ...]  # measure, our sum, the file's own total
    columns: tuple[Guess, ...] = ()  # of a table whose mapping may be corrected
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What committing the whole upload would do."""

    ready: int
    waiting: int
    working: int
    new: int
    changed: int


def look_at(scope: Scope, batch: Batch) -> Look:
    """Read the sheet without keeping anything. A fault of the file is part of the look."""
    found: imports.Preview | None = None
    problem: Problem | None = None
    if batch.state == "checked":
        try:
            found = imports.preview(scope, batch.id)
        except ProblemError as error:
            problem = error.problem
    report = found.report if found else None
    importer = importers().get(batch.importer)
    network = networks().get(batch.network)
    return Look(
        batch=batch,
        kind=importer.name if importer else None,
        network=network.name if network else None,
        accounts=found.accounts if found else (),
        questions=tuple(_question(q) for q in batch.questions),
        period=report.period if report else None,
        report=report,
        troubles=report.troubles[:SHOWN_TROUBLES] if report else (),
        preview=_preview(found.sample) if found else None,
        new_channels=found.new_channels if found else 0,
        differs=_differs(report) if report else (),
        columns=columns_of(batch),
        problem=problem,
    )


def summary(looks: Sequence[Look]) -> Summary:
    reports = [look.report for look in looks if look.report]
    states = [look.batch.state for look in looks]
    return Summary(
        ready=states.count("checked"),
        waiting=states.count("waiting") + states.count("received"),
        working=states.count("ready") + states.count("ingesting"),
        new=sum(r.new for r in reports),
        changed=sum(r.changed for r in reports),
    )


def _differs(report: Report) -> tuple[tuple[str, Any, Any], ...]:
    """Totals that the file states itself and that the sum of its rows does not reach."""
    totals = report.totals
    return tuple(
        (measure, totals.get(measure), declared)
        for measure, declared in report.declared.items()
        if totals.get(measure) != declared
    )


def _question(stored: dict[str, Any]) -> Question:
    return Question(
        id=stored["id"],
        words=Text.from_dict(stored["words"]),
        choices={value: Text.from_dict(words) for value, words in choices_of(stored).items()},
    )


def _preview(rows: Sequence[Row]) -> Preview | None:
    """The rows of the first table: what names each row, then up to six measures."""
    same = [row for row in rows if type(row) is type(rows[0])]
    if not same:
        return None
    measures: dict[str, None] = {}
    for row in same:
        measures.update(dict.fromkeys(_measures(row)))
    shown = list(measures)[:SHOWN_COLUMNS]
    names, _ = _named(same[0])
    body = tuple(
        (
            Text.same(str(row.line)),
            *(_cell(value) for value in _named(row)[1]),
            *(_cell(_measures(row).get(m)) for m in shown),
        )
        for row in same
    )
    return Preview(
        headers=(*names, *(_MEASURED.get(m) or measure_words(m) for m in shown)), rows=body
    )


def _cell(value: date | Decimal | float | str | None) -> Text:
    """A value as each language writes it; a time on the clock that it carries."""
    if value is None or value == "":
        return Text.same("–")
    if isinstance(value, datetime):
        return Text(f"{day(value, 'en')}, {value:%H:%M}", f"{day(value, 'id')}, {value:%H.%M}")
    if isinstance(value, date):
        return Text(day(value, "en"), day(value, "id"))
    if isinstance(value, str):
        return Text.same(value)
    return Text(number(value, "en"), number(value, "id"))


def _measures(row: Row) -> dict[str, Any]:
    if isinstance(row, WindowRow):
        return {row.measure: row.value}
    if isinstance(row, AudienceRow):
        return {k: v for k, v in asdict(row).items() if k in ("share", "count") and v is not None}
    return dict(row.measures)


_POST, _PUBLISHED, _TYPE = Text("post", "post"), Text("published", "terbit"), Text("type", "jenis")
_DAY, _PART = Text("day", "hari"), Text("part", "bagian")
_FROM, _TO = Text("from", "dari"), Text("to", "sampai")
_DIMENSION, _GROUP = Text("broken down by", "dirinci menurut"), Text("group", "kelompok")
_CAMPAIGN, _AD = Text("campaign", "kampanye"), Text("ad", "iklan")
_MEASURED = {"share": Text("share", "bagian"), "count": Text("count", "jumlah")}
"""What an audience file says of a group, beside the measures."""


def _named(row: Row) -> tuple[tuple[Text, ...], tuple[Any, ...]]:
    match row:
        case PostRow():
            words = (row.text or row.link or row.post_id)[:80]
            return (_POST, _PUBLISHED, _TYPE), (words, row.published_at, row.type)
        case DayRow():
            return (_DAY, _PART), (row.day, row.source)
        case WindowRow():
            return (_FROM, _TO), (row.start, row.end)
        case AudienceRow():
            return (_DAY, _DIMENSION, _GROUP), (row.day, row.dimension, row.bucket)
        case AdRow():
            return (_DAY, _CAMPAIGN, _AD), (row.day, row.campaign, row.ad)
