"""Damaged files never crash an importer, never hang it, and never change a total in silence."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers.fuzzing import (
    damaged,
    importers,
    outcome,
    settled,
    silent_change,
    start_of_file,
)
from tests.shared import SHARED
from tolok.core.errors import ProblemError
from tolok.core.ports import Answers
from tolok.lib.sheets import open_sheets

SETS = ("export-*", "ga-upworthy-*", "uci-*", "ab-ad-*", "followers-*", "instagram-*", "facebook-*")
OPEN = sorted((Path(__file__).parents[1] / "data").glob("*/sample*.csv"))
REAL = OPEN + sorted(
    path
    for pattern in SETS
    for path in SHARED.glob(f"data/{pattern}/*")
    if path.suffix in (".csv", ".xlsx") and path.stat().st_size < 600_000
)
TEXTS = [path for path in REAL if path.suffix == ".csv"]


def calm(examples: int) -> settings:
    """The same examples each time, and no clock."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


NAMES = [f"{path.parent.name}/{path.name}" for path in TEXTS]


@pytest.mark.parametrize("path", TEXTS, ids=NAMES)
def test_one_damaged_byte_changes_no_total_in_silence(path, tmp_path):
    content = start_of_file(path)
    clean_file, dirty_file = tmp_path / "clean", tmp_path / "dirty"
    clean_file.write_bytes(content)
    given_answers = settled(clean_file)
    clean = outcome(clean_file, given_answers)
    found = {}
    for seed in range(12):
        damage = damaged(content, seed)
        dirty_file.write_bytes(damage.content)
        dirty = outcome(dirty_file, given_answers)
        if silent := silent_change(clean, dirty, damage):
            found[seed] = (silent, damage.signs)
    assert found == {}


@calm(25)
@given(path=st.sampled_from(REAL), cuts=st.lists(st.integers(0, 10**6), max_size=4))
def test_a_file_cut_and_glued_anywhere_is_read_or_refused_by_every_importer(tmp_path, path, cuts):
    content = start_of_file(path, 3_000)
    for cut in cuts:
        at = cut % (len(content) + 1)
        content = content[at:] + content[: at // 2]
    (tmp_path / "file").write_bytes(content or b"x")
    every_importer_reads(tmp_path / "file")


def every_importer_reads(path: Path) -> None:
    """Also those that would not be chosen: a person may choose them."""
    try:
        for sheet in open_sheets(path):
            for importer in importers():
                if importer.sniff(sheet):
                    for _ in importer.parse(sheet, Answers({}, date(2025, 6, 1))):
                        pass
    except ProblemError as error:
        assert error.problem.fix.en


HEADERS = (
    *(
        "Date",
        "Tanggal",
        "Fecha",
        "Post ID",
        "Post id",
        "Link",
        "Permalink",
        "Description",
        "Title",
    ),
    *(
        "Views",
        "Reach",
        "Likes",
        "Impressions",
        "Total",
        "Spend [USD]",
        "Primary",
        "",
        "Publish time",
    ),
    *("Video Views", "Profile Views", "Comments", "Shares", "Followers", "Traffic source", "Hour"),
    *(
        "Reactions",
        "Amount spent (UAH)",
        "Ad name",
        "Reporting starts",
        "Tweet id",
        "time",
        "Post type",
    ),
    *("KPI", "Value", "Campaign", "Page ID", "Account ID", "Sessions", "Nth day", "Content"),
)
CELLS = st.one_of(
    st.sampled_from(
        ("", "--", "N/A", "1,234", "1.234", "1.234,5", "12%", "1e9", "#REF!", "Total", "April 12")
    ),
    st.integers(-5, 10**19).map(str),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(str),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)).map(lambda d: f"{d.month}/{d.day}/{d.year}"),
    st.text(max_size=6),
)
TABLE = st.tuples(
    st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8),
    st.lists(st.lists(CELLS, max_size=9), max_size=8),
    st.sampled_from(("", "sep=,\n", "# Report\n\n", "Facebook reach\n", "\ufeff")),
    st.sampled_from(",;\t"),
)


@calm(200)
@given(table=TABLE)
def test_any_table_is_read_or_refused_by_every_importer(tmp_path, table):
    header, rows, top, delimiter = table
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    (tmp_path / "file").write_text(top + text.getvalue(), encoding="utf-8", errors="replace")
    every_importer_reads(tmp_path / "file")


@calm(40)
@given(
    days=st.lists(st.integers(0, 10**7), min_size=2, max_size=40),
    grouped=st.booleans(),
    form=st.sampled_from(("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%B %d, %Y")),
)
def test_a_clean_table_by_hand_keeps_its_total(tmp_path, days, grouped, form):
    start = date(2024, 1, 1)
    lines = ["Tanggal,Tayangan"]
    for index, views in enumerate(days):
        written = f"{views:,}" if grouped else str(views)
        lines.append(f'"{(start + timedelta(index)):{form}}","{written}"')
    (tmp_path / "file").write_text("\n".join(lines), encoding="utf-8")
    order = {"%d": "dmy", "%m": "mdy"}.get(form[:2], "")
    found = outcome(tmp_path / "file", {"date_order": order} if order else {})
    assert found.importer == "generic;"
    assert found.totals["DayRow", "impressions"] == sum(days)
    assert not found.reports
