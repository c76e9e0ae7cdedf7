"""What each column of a hand-kept table holds: shown as guessed, corrected by a person."""

import json
from collections.abc import Mapping
from functools import cache

from tolok.core.kpi.measure_words import measure_words
from tolok.core.measures import MEASURES
from tolok.core.ports import Answers
from tolok.core.text import Text
from tolok.importers import generic
from tolok.lib.mapping import Guess, guesses, place_words
from tolok.services.ingest import sheet_of
from tolok.store.models import Batch

FIELD = "m-"  # form fields m-0, m-1, …: one per column


@cache
def roles() -> tuple[tuple[str, Text], ...]:
    """What a column may hold: places first, then measures by name."""
    measures = [(id, measure_words(id)) for id in MEASURES]
    return (*place_words().items(), *sorted(measures, key=lambda pair: pair[1].en))


def columns_of(batch: Batch) -> tuple[Guess, ...]:
    """The columns of a batch that is, or could be, numbers kept by hand; () for other files."""
    if batch.state not in ("received", "waiting", "checked"):
        return ()
    if batch.importer not in ("", generic.IMPORTER.id):
        return ()
    return guesses(sheet_of(batch), Answers(batch.answers, today=batch.observed_at.date()))


def mapping_answer(form: Mapping[str, str]) -> dict[str, str]:
    """The answer that the form's columns give; {} when the form has none."""
    fields = {k.removeprefix(FIELD): v for k, v in form.items() if k.startswith(FIELD)}
    found = {int(number): role for number, role in fields.items() if number.isdigit()}
    if not found:
        return {}
    listed = [found.get(i, "ignore") for i in range(max(found) + 1)]
    return {"importer": generic.IMPORTER.id, "mapping": json.dumps(listed)}
