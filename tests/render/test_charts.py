"""The drawings: gaps stay gaps, words from data stay words, numbers follow the language."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.gallery import BUILT, goal_lines, goal_page, heat_maps, numbers_page, trend_lines
from tolok.core.text import Text
from tolok.render import amounts, vega
from tolok.render.charts.columns import Column, Columns, columns
from tolok.render.charts.effect import effect
from tolok.render.charts.figure import figure, markup
from tolok.render.charts.heat import Cell, Heat, heat
from tolok.render.charts.line import line_with_target
from tolok.render.charts.lines import Lines, Mark
from tolok.render.charts.model import Table
from tolok.render.charts.scale import round_steps, spread
from tolok.render.charts.yard import Yard, yard
from tolok.render.svg import path

ASSETS = BUILT.parent
EVIL = '</script><img src=x onerror="alert(1)">'


def drawn(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<all>{markup}</all>")  # noqa: S314 - our own markup


def strokes(markup: str, name: str) -> list[str]:
    return [p.get("d", "") for p in drawn(markup).iter("path") if p.get("class") == name]


def small() -> Lines:
    start = date(2026, 3, 1)
    values = [1.0, 2.0, None, None, 5.0, 6.0]
    return Lines(
        id="t",
        title=Text("T", "T"),
        summary=Text("S", "S"),
        unit="count",
        measured=tuple((start + timedelta(days=n), v) for n, v in enumerate(values)),
    )


def test_a_gap_is_hatched_and_not_bridged():
    chart = line_with_target(small(), "en")
    assert [d.count("M") for d in strokes(chart.svg_narrow, "l-s1")] == [2]
    assert chart.svg_narrow.count('class="gap"') == 1


def test_a_definition_break_cuts_the_line_and_is_named():
    mark = Mark(date(2026, 3, 6), Text("counts views", "menghitung tayangan"))
    chart = line_with_target(replace(small(), breaks=(mark,)), "en")
    assert len(strokes(chart.svg_narrow, "l-s1")) == 2
    assert "6 Mar: counts views" in chart.svg_wide


def test_the_table_twin_says_not_read_where_nothing_was_read():
    rows = line_with_target(small(), "id").table.rows
    assert rows[2] == ("3 Mar", "tidak dibaca")
    assert rows[0] == ("1 Mar", "1")


def test_goal_chart_writes_target_and_forecast_at_the_line_ends():
    wide = line_with_target(goal_lines(), "id").svg_wide
    assert "Target 1.500" in wide
    assert "Perkiraan 1.310" in wide
    assert "1.180 – 1.450" in wide


def test_a_chart_without_any_reading_still_has_axes():
    none = replace(small(), measured=tuple((d, None) for d, _ in small().measured))
    chart = line_with_target(none, "en")
    assert strokes(chart.svg_wide, "l-s1") == []
    assert 'class="axis"' in chart.svg_wide


def test_zoom_to_a_day_leaves_the_far_target_out():
    near = goal_lines().until(date(2026, 11, 18))
    assert near.last == date(2026, 11, 25)
    assert "Target" not in line_with_target(near, "en").svg_wide


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("page", [goal_page, numbers_page])
def test_pages_hold_no_style_attribute_and_no_inline_script(page, language):
    text = page(language=language)
    assert " style=" not in text
    assert re.findall(r"<script(?! type=\"(?:module|application/json)\")", text) == []


def test_ids_on_a_page_are_unique():
    for page in (goal_page(), numbers_page()):
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))


def test_words_from_data_are_escaped_everywhere():
    evil = Text.same(EVIL)
    lines = replace(goal_lines(), title=evil, summary=evil, name=evil, target_name=evil)
    cell = Cell(0, 8, 5, 2.0)
    charts = [
        line_with_target(lines, "en"),
        columns(Columns("c", evil, evil, "count", evil, evil, (Column(EVIL, 3),)), "en"),
        heat("h", evil, evil, (Heat(evil, 5, (cell,)), Heat(evil, 5, (cell,))), "en"),
    ]
    for chart in charts:
        text = figure(chart, "en", live=True)
        assert "<img" not in text
        assert text.count("</script>") == text.count("<script")
    assert "<img" not in yard(Yard(1.2, EVIL), "en") + effect(0.3, 0.1, 0.5, "en", label=EVIL)
    assert "<img" not in markup(Table((EVIL, EVIL), ((EVIL, EVIL),)))


def test_the_embedded_spec_reads_back():
    chart = line_with_target(goal_lines(), "en")
    text = figure(chart, "en", live=True)
    found = re.search(r'<script type="application/json">(.*?)</script>', text)
    assert json.loads(found[1]) == json.loads(json.dumps(chart.spec))


def test_uncounted_columns_are_hatched_not_low():
    data = Columns(
        "w",
        Text("T", "T"),
        Text("S", "S"),
        "count",
        Text("Week", "Minggu"),
        Text("Clicks", "Klik"),
        (Column("a", 612), Column("b", None), Column("c", 803, strong=True)),
    )
    chart = columns(data, "en")
    assert chart.svg_narrow.count('class="gap"') == 1
    assert chart.table.rows[1] == ("b", "not counted")


def test_negative_columns_hang_from_zero():
    data = Columns(
        "n",
        Text("T", "T"),
        Text("S", "S"),
        "count",
        Text("W", "W"),
        Text("C", "C"),
        (Column("a", -4), Column("b", 6)),
    )
    bars = [r for r in drawn(columns(data, "en").svg_narrow).iter("rect") if r.get("rx") == "2"]
    low, high = (float(bar.get("y")) for bar in bars)
    assert low == pytest.approx(high + float(bars[1].get("height")), abs=0.2)


def test_heat_twin_holds_every_cell_and_few_posts_claim_nothing():
    maps = heat_maps()
    chart = heat("h", Text("T", "T"), Text("S", "S"), maps, "en")
    assert len(chart.table.rows) == 3 * 7 * 8
    few = [row for row in chart.table.rows if row[3] in {"0", "1"}]
    assert few
    assert {row[4] for row in few} == {"too few posts"}
    assert chart.svg_wide.count('class="h0"') == len(few)


def test_the_week_of_a_heat_map_may_start_on_sunday():
    cells = (Cell(6, 8, 5, 1.5),)
    chart = heat(
        "h",
        Text("T", "T"),
        Text("S", "S"),
        (Heat(Text("A", "A"), 5, cells),),
        "en",
        first_weekday=6,
    )
    assert chart.table.rows[0][1] == "Sun"


def test_no_usual_rate_means_no_yardstick():
    assert yard(Yard(None, "58 a week"), "en") == ""


def test_the_yardstick_says_its_ratio_in_words():
    assert "1,21 kali biasanya" in yard(Yard(1.21, "58 seminggu"), "id")


@settings(max_examples=200, deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(0.001, 1e9))
def test_round_steps_enclose_the_data_in_few_steps(low, span):
    steps = round_steps(low, low + span)
    size = abs(steps[-1] - steps[0]) + abs(low)
    assert steps[0] <= low + size * 1e-6
    assert steps[-1] >= low + span - size * 1e-6
    assert 2 <= len(steps) <= 6


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_spread_labels_never_overlap(places):
    moved = sorted(spread(places, apart=16, high=300))
    assert all(b - a >= 16 - 1e-6 for a, b in zip(moved, moved[1:], strict=False))


@pytest.mark.parametrize(
    ("value", "unit", "language", "words"),
    [
        (0.0456, "percent", "en", "4.6 %"),
        (0.0456, "percent", "id", "4,6 %"),
        (None, "count", "en", "–"),
        (6240, "seconds", "en", "104 min"),
        (11400, "seconds", "id", "3 jam 10 mnt"),
        (213501, "count", "id", "213.501"),
    ],
)
def test_amounts_are_written_with_their_unit(value, unit, language, words):
    assert amounts.amount(value, unit, language) == words


def test_money_carries_its_currency():
    assert amounts.amount(1240, "currency", "en", currency="IDR") == "Rp 1,240"
    assert amounts.amount(3.5, "currency", "id", currency="EUR") == "€ 3,50"


def test_axis_values_are_short():
    assert [amounts.tick(v, "count", "en") for v in (0, 500, 15000, 2_500_000)] == [
        "0",
        "500",
        "15k",
        "2.5m",
    ]
    assert amounts.tick(15000, "count", "id") == "15 rb"


def test_specs_are_drawn_without_a_browser_in_both_themes():
    spec = line_with_target(trend_lines(), "id").spec
    light, dark = vega.svg(spec), vega.svg(spec, dark=True)
    assert "#0072b2" in light
    assert "#56b4e9" in dark
    assert "Okt" in light
    assert vega.png(spec, scale=1).startswith(b"\x89PNG")


def test_a_lone_reading_between_gaps_is_a_dot():
    start = date(2026, 3, 1)
    values = (None, 4.0, None, 5.0, 6.0)
    lines = replace(
        small(), measured=tuple((start + timedelta(days=n), v) for n, v in enumerate(values))
    )
    assert "h0" in strokes(line_with_target(lines, "en").svg_narrow, "l-s1")[0]


def test_a_straight_path_needs_two_points_only():
    ideal = strokes(line_with_target(goal_lines(), "en").svg_wide, "l-ideal")
    assert [d.count("L") for d in ideal] == [1, 1]


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0, 300)), min_size=2, max_size=40))
def test_thinning_a_path_never_moves_it(points):
    ordered = sorted({x: (float(x), y) for x, y in points}.values())
    kept = path(list(ordered)).removeprefix("M").removesuffix("h0").split("L")
    places = [tuple(map(float, place.split(" "))) for place in kept]
    assert places[0][0] == ordered[0][0]
    assert places[-1][0] == ordered[-1][0]
    for x, y in ordered:
        assert abs(at(places, x) - y) < 1.0


def at(places: list[tuple[float, ...]], x: float) -> float:
    """The height of the drawn path at `x`."""
    for (ax, ay), (bx, by) in zip(places, places[1:], strict=False):
        if ax <= x <= bx:
            return ay + (by - ay) * ((x - ax) / (bx - ax))
    return places[0][1]


def test_the_browser_and_the_server_theme_name_the_same_styles():
    script = (ASSETS / "js" / "charts.js").read_text()
    block = script.split("style: {")[1].split("const live")[0]
    names = set(re.findall(r"^ {6}(\w+): \{", block, flags=re.MULTILINE))
    assert names == set(vega.theme("light")["style"])


def test_colours_on_paper_are_those_of_the_style_sheet():
    css = (ASSETS / "css" / "tokens.css").read_text()
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    for name, part in (("light", light), ("dark", dark)):
        for colour in re.findall(r"#[0-9a-f]{6}", json.dumps(vega.theme(name))):
            assert colour in part


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.floats(-1e6, 1e7), min_size=1, max_size=60),
    st.none() | st.floats(-1e6, 1e7),
    st.booleans(),
    st.sampled_from(["count", "percent", "seconds", "currency", "ratio"]),
)
def test_any_series_is_drawn_inside_its_box(values, target, zero, unit):
    start = date(2025, 11, 3)
    lines = replace(
        small(),
        measured=tuple((start + timedelta(days=3 * n), v) for n, v in enumerate(values)),
        target=target,
        zero=zero,
        unit=unit,
        today=start + timedelta(days=9),
        settling_from=start + timedelta(days=12),
    )
    chart = line_with_target(lines, "id")
    for svg in drawn(chart.svg_narrow + chart.svg_wide):
        width, height = (float(n) for n in svg.get("viewBox").split(" ")[2:])
        marks = [m.get("d", "") for m in svg.iter("path")]
        places = [p for d in marks for p in re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)]
        assert all(-1 <= float(x) <= width + 1 and -1 <= float(y) <= height + 1 for x, y in places)
    assert len(chart.table.rows) == len(values)
