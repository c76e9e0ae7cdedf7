"""Pace bar, sparkline, share bar and icons: what they draw, and what they refuse to draw."""

from xml.etree import ElementTree

import pytest

from tolok.render.charts.bars import share_bar
from tolok.render.charts.pace import pace_bar
from tolok.render.charts.spark import sparkline
from tolok.render.icons import ICONS, icon


def parts(markup: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(markup).iter(name))  # noqa: S314 - our own markup


def test_pace_shows_fill_and_the_expected_tick():
    bar = pace_bar(0.265, 0.304, "behind", label="398 of 1,500")
    track, fill, tick = parts(bar, "rect")
    assert fill.get("width") == "26.5%"
    assert tick.get("x") == "30.4%"
    assert "pace-warn" in bar


def test_unknown_progress_draws_no_fill_rather_than_zero():
    assert len(parts(pace_bar(None, 0.64, "no_data", label="No data"), "rect")) == 2


def test_pace_never_leaves_its_track():
    assert parts(pace_bar(2.7, -1, label="x"), "rect")[1].get("width") == "100%"
    assert parts(pace_bar(2.7, -1, label="x"), "rect")[2].get("x") == "0%"


def test_labels_from_data_are_escaped():
    bar = pace_bar(0.5, label='"><script>alert(1)</script>')
    assert "<script" not in bar
    assert ElementTree.fromstring(bar).get("aria-label") == '"><script>alert(1)</script>'  # noqa: S314


def test_a_missing_day_lifts_the_pen():
    drawn = parts(sparkline([1, 2, None, 4, 3], label="trend"), "path")[0].get("d")
    assert drawn.count("M") == 2


def test_fewer_than_two_values_have_no_shape():
    assert sparkline([None, 5, None], label="trend") == ""


def test_a_flat_line_runs_through_the_middle():
    ys = {
        p.split(" ")[1]
        for p in parts(sparkline([3, 3, 3], label="x"), "path")[0].get("d").split("L")
    }
    assert len(ys) == 1


def test_unknown_share_is_a_dash():
    assert share_bar(None) == "–"


@pytest.mark.parametrize("name", sorted(ICONS))
def test_each_icon_is_well_formed_and_hidden_from_readers(name):
    drawn = ElementTree.fromstring(icon(name))  # noqa: S314 - our own markup
    assert drawn.get("aria-hidden") == "true"
    assert len(drawn) >= 1


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        icon("rocket")
