"""The reference figures of the real exports, through `tolok import --json`; twice changes nothing.

Each row: folder and file of ../shared/data, the answers a person gives, and sums that must come
out. A set that is absent is skipped with its name.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.shared import shared_data


@dataclass(frozen=True)
class Case:
    file: str
    totals: dict[str, float]
    read: int
    answers: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    more: dict[str, Any] = field(default_factory=dict)


META, X, YT = "export-meta-oigetit", "export-x-wormhole-br", "export-youtube-wholebrainhealth"
DAYS = ("2025-01-01", "2025-04-15")
FB, IG = ("network=facebook",), ("network=instagram",)
CASES = (
    Case(
        "uci-facebook-metrics/dataset_Facebook.csv",
        {"reach": 6_951_680, "impressions": 14_792_974, "engagements_native": 106_060},
        500,
    ),
    Case(
        "uci-facebook-metrics/dataset_Facebook_comma_cr.csv",
        {"reach": 6_951_680, "impressions": 14_792_974, "engagements_native": 106_060},
        500,
    ),
    Case(
        "facebook-ads-kag/KAG_conversion_data.csv",
        {
            "impressions": 213_434_828,
            "clicks": 38_165,
            "spend": 58_705.23,
            "conversions": 3_264,
            "approved_conversions": 1_079,
        },
        1_143,
        ("period=2017-08-01/2017-08-31", "currency=USD"),
    ),
    Case(
        f"{META}/Jan-14-2025_Apr-14-2025_1396269028466733.csv",
        {
            "views": 15_982,
            "reach": 8_395,
            "likes": 87,
            "comments": 20,
            "shares": 20,
            "clicks": 162,
        },
        261,
        more={"network": "facebook"},
    ),
    Case(
        f"{META}/Mar-18-2025_Apr-14-2025_1019826952924933.csv",
        {
            "views": 10_931,
            "reach": 7_783,
            "likes": 274,
            "shares": 8,
            "comments": 1,
            "saves": 4,
            "followers_gained": 6,
        },
        78,
        more={"network": "instagram"},
    ),
    Case(f"{META}/Follows.csv", {"followers_gained": 66}, 105, FB, period=DAYS),
    Case(f"{META}/Reach.csv", {"reach": 10_734}, 105, period=DAYS),
    Case(f"{META}/Views.csv", {"views": 29_981}, 105, FB, period=DAYS),
    Case(f"{META}/Visits.csv", {"profile_visits": 976}, 105, period=DAYS),
    Case(f"{META}/Visits (1).csv", {"profile_visits": 449}, 105, period=DAYS),
    Case(f"{META}/Interactions.csv", {"engagements_native": 208}, 105, FB, period=DAYS),
    Case(f"{META}/Interactions (1).csv", {"engagements_native": 749}, 105, IG, period=DAYS),
    Case(
        f"{X}/account_overview_analytics.csv",
        {
            "impressions": 9_699,
            "likes": 366,
            "engagements_native": 1_051,
            "followers_gained": 139,
            "followers_lost": 4,
            "replies": 95,
            "reposts": 63,
        },
        50,
        period=("2024-12-31", "2025-02-18"),
    ),
    Case(
        f"{X}/account_analytics_content_2024-11-21_2025-02-19.csv",
        {"impressions": 9_325, "likes": 354, "engagements_native": 911, "link_clicks": 18},
        141,
    ),
    Case(f"{YT}/Totals.csv", {"views": 24_299}, 803, period=("2020-09-01", "2022-11-12")),
    Case(f"{YT}/Chart_data.csv", {"views": 24_299}, 10_439, period=("2020-09-01", "2022-11-12")),
    Case(f"{YT}/Chart_data.xlsx", {"views": 24_299}, 10_439),
    Case(f"{YT}/Totals.xlsx", {"views": 24_299}, 803),
    Case("followers-youtube-daily/Totals.csv", {}, 3_562, period=("2014-11-21", "2024-08-21")),
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file)
def test_a_real_export_gives_its_reference_figures_and_adds_nothing_twice(here, case: Case):
    path = shared_data(*case.file.split("/"))
    answers = [word for answer in case.answers for word in ("--answer", answer)]
    first = here("import", path, *answers, "--json")
    (file,) = first.json["files"]
    assert file["needs"] is None
    assert file["rows"]["read"] == case.read
    got = {name: file["totals"].get(name) for name in case.totals}
    assert got == pytest.approx(case.totals, abs=0.005)
    if case.period:
        assert tuple(file["period"]) == case.period
    assert {name: file[name] for name in case.more} == case.more
    assert first.code == (1 if file["problems_total"] else 0)
    again = here("import", path, *answers, "--json").json["files"][0]
    assert (again["rows"]["new"], again["rows"]["changed"]) == (0, 0)
    assert again["totals"] == file["totals"]


def test_the_sums_of_the_page_are_the_sums_of_the_file(here):
    here("import", shared_data(META, "Reach.csv"))
    here("import", shared_data(X, "account_overview_analytics.csv"))
    window = ("--from", "2024-12-31", "--to", "2025-02-18", "--json")
    assert here("kpi", "value", "impressions", *window).json["value"] == 9_699
    whole = ("--from", "2025-01-01", "--to", "2025-04-15", "--json")
    reach = here("kpi", "value", "reach", *whole).json
    assert (reach["value"], reach["high"]) == (None, 10_734)  # daily uniques are never added


def test_a_folder_gives_each_file_and_ends_with_1_while_a_question_is_open(here):
    said = here("import", shared_data(META), "--json")
    assert said.code == 1
    asked = {f["path"].rpartition("/")[2] for f in said.json["files"] if f["needs"]}
    nameless = {"Audience.csv", "Follows.csv", "Views.csv", "Interactions.csv"}
    assert asked - {"README.md"} == {*nameless, "Interactions (1).csv"}


def test_two_workspaces_keep_their_numbers_apart(here):
    for name in ("One", "Two"):
        here("workspace", "create", name)
    here("import", shared_data(X, "account_overview_analytics.csv"), "--workspace", "one")
    window = ("--from", "2025-01-01", "--to", "2025-01-31", "--json")
    assert here("kpi", "value", "likes", *window, "--workspace", "one").json["value"] > 0
    assert here("kpi", "value", "likes", *window, "--workspace", "two").json["value"] is None
    assert here("kpi", "value", "likes", *window).code == 2  # which of the two?
