"""Visits from social networks and audiences: the same in figures, grids and lineage."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.facts.cast import SPACE, ask, batch, file, kpi
from tolok.core.kpi.spec import KpiKind, KpiSpec, Source
from tolok.core.ports import AudienceRow, DayRow
from tolok.core.query import Figure, KpiRef
from tolok.facts.batch import Channel
from tolok.facts.store import FactStore


def _visits() -> KpiSpec:
    spec = kpi("visits", KpiKind.SUM, ["sessions"], (), (Source.CHANNEL,))
    (all_of_them,) = spec.variants
    return replace(
        spec, variants=(replace(all_of_them, only="social"), replace(all_of_them, id="all"))
    )


SPECS = {
    spec.id: spec for spec in (_visits(), kpi("age", KpiKind.SHARE, [], [], (Source.AUDIENCE,)))
}
MARCH = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    with FactStore.open(tmp_path, memory_mb=256, threads=1) as opened:
        opened.set_channels(SPACE, [Channel("page", "web")])
        yield opened


def test_visits_from_social_networks_are_the_same_in_a_grid_and_in_lineage(
    store: FactStore,
) -> None:
    came = {"facebook.com": 5, "instagram": 3, "google": 40}
    rows = [
        DayRow(line, MARCH, {"sessions": count}, source=name)
        for line, (name, count) in enumerate(came.items(), start=2)
    ]
    store.ingest(batch("b"), file("day", *rows))
    social, whole = KpiRef("visits"), KpiRef("visits", "all")
    query = replace(ask("visits", by=("month",)), kpis=(social, whole))
    grid = store.grid(query, SPECS)
    assert (list(grid.values[social]), list(grid.values[whole])) == ([8], [48])
    (figure,) = store.answer(ask("visits"), SPECS)
    assert isinstance(figure, Figure)
    assert figure.value == 8
    (origin,) = store.lineage(ask("visits"), SPECS)
    assert (origin.lines, origin.rows) == (((2, 3),), 2)
    (origin,) = store.lineage(replace(query, kpis=(whole,)), SPECS)
    assert origin.lines == ((2, 4),)


def test_shares_of_an_audience_lead_to_the_lines_of_its_last_break_down(store: FactStore) -> None:
    old = AudienceRow(2, MARCH, "age", "18-24", count=9)
    new = [AudienceRow(at, date(2026, 3, 9), "age", f"{at}", count=at) for at in (3, 4)]
    other = AudienceRow(5, date(2026, 3, 9), "city", "Bogor", count=2)
    store.ingest(batch("b"), file("audience", old, *new, other))
    (origin,) = store.lineage(ask("age", by=("age",)), SPECS)
    assert (origin.batch, origin.lines, origin.rows) == ("b", ((3, 4),), 2)
    assert store.lineage(ask("age"), SPECS) == ()
