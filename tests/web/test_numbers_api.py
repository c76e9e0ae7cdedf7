"""The numbers over the API: the same figures as on the page, nothing for outsiders."""

import pytest

from tests.numbers_fixture import fill

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def shop(cast, facts):
    fill(cast.scope())
    return cast


def get(cast, path: str, role: str = "viewer", **params: str):
    address = f"/api/v1/workspaces/{cast.workspace.slug}/{path}"
    return cast.browser(role).get(address, {**MARCH, **params})


def test_tiles_carry_value_basis_coverage_and_change(shop):
    found = get(shop, "numbers").json()
    tiles = [tile for group in found["groups"] for tile in group["tiles"]]
    views = next(t for t in tiles if t["kpi"] == "views")
    assert views["basis"] == "period"
    assert views["coverage"]["days_read"] == 29
    assert views["delta"]["words"]["id"]
    assert found["period"] == ["2026-03-01", "2026-03-31"]


def test_breakdown_gives_each_cell_with_its_reason(shop):
    found = get(shop, "breakdown", by="type", kpi="engagements").json()
    assert {row["key"] for row in found["rows"]} == {"photo", "reel"}
    assert {column["basis"] for column in found["columns"]} == {"lifetime"}


def test_posts_are_paged(shop):
    first = get(shop, "posts", limit="40").json()
    assert first["total"] == 93
    second = get(shop, "posts", limit="40", cursor=first["next"]).json()
    assert second["offset"] == 40
    last = get(shop, "posts", limit="40", offset="80").json()
    assert len(last["items"]) == 13
    assert last["next"] is None
    assert get(shop, "posts", cursor="none").status_code == 422


def test_audience_is_given_by_channel(shop):
    found = get(shop, "audience").json()
    assert {t["dimension"] for t in found["tables"]} == {"age", "gender"}


def test_why_gives_lines_of_files(shop):
    found = get(shop, "why/views").json()
    assert {o["file"] for o in found["origins"]} == {"FB-days.csv", "IG-days.csv"}
    assert found["formula"]


def test_export_is_a_file(shop):
    answer = get(shop, "numbers/export/tiles.csv")
    assert answer["Content-Disposition"].endswith('.csv"')
    assert answer.content.startswith(b"kpi,variant,value")


@pytest.mark.parametrize("path", ["numbers", "breakdown", "posts", "audience", "why/views"])
def test_outsider_is_told_nothing(shop, path):
    assert get(shop, path, role="outsider").status_code == 404


def test_unknown_kpi_is_a_problem_with_a_way_out(shop):
    answer = get(shop, "why/nonsense")
    assert answer.status_code == 404
    assert answer.json()["fix"]
