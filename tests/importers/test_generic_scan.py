"""The plan for reading a table whole gives the same facts as reading it row by row."""

from dataclasses import replace

import pytest

from tests.facts.cast import SPACE, batch
from tolok.core.ports import Answers
from tolok.facts.store import FactStore
from tolok.importers.generic import IMPORTER, scan_plan
from tolok.lib.sheets import open_sheets
from tolok.services.whole_table import _translated

TABLES = {
    "days": 'Date,Views,Likes\n2025-01-31,"1,250",7\n2025-02-01,--,8\n2025-02-02,5,N/A\n',
    "days in Indonesian": "Tanggal;Tayangan\n31/01/2025;1.250\n01/02/2025;98\n",
    "days by source": "Day,Source,Sessions\n1/31/25,x,5\n1/31/25,y,6\n2/1/25,x,7\n",
    "posts": "Post ID,Published,Text,Likes\n17,2025-01-31 10:30,Hi,5\n18,2025-02-01 11:00,,\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_both_ways_give_the_same_facts(text, tmp_path):
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    sheet = open_sheets(tmp_path / "in.csv")[0]
    scan = scan_plan(sheet, Answers())
    assert scan
    whole = _translated(replace(scan))
    assert whole
    digests, totals = [], []
    for way in ("rows", "whole"):
        with FactStore.open(tmp_path / way, memory_mb=256, threads=1) as store:
            if way == "rows":
                report = store.ingest(batch("b"), IMPORTER.parse(sheet, Answers()))
            else:
                report = store.ingest_scan(batch("b"), whole)
            assert report.troubles == ()
            digests.append(store.digest(SPACE))
            totals.append(report.totals)
    assert totals[0] == totals[1]
    assert digests[0] == digests[1]
