"""The JSON of the commands is what docs/reference/json-contracts.md promises, key by key."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.docs.commands import ROOT, Tolok
from tests.docs.contract_page import PAGE, differences, of_publishing, seen, shapes

SAMPLE = ROOT / "tests" / "data" / "uci-facebook-metrics" / "sample.csv"
DAY = date(2026, 9, 1)
WINDOW = ("--from", "2026-09-01", "--to", "2026-09-28")
BROKEN = "date,likes\n2026-10-01,many\n2026-10-02,5\n2026-10-03,6\n2026-10-04,6\n2026-10-05,7\n"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """Real answers of each command, on one data folder with a goal and some numbers."""
    folder = tmp_path_factory.mktemp("contracts")
    tolok = Tolok(folder / "data")
    days, broken = folder / "days.csv", folder / "broken.csv"
    rows = (f"{DAY - timedelta(days=n)},{10 + n % 7},{100 + n % 9}" for n in range(200, -28, -1))
    days.write_text("date,followers gained,likes\n" + "\n".join(rows) + "\n", "utf-8")
    broken.write_text(BROKEN, "utf-8")
    (folder / "README.md").write_text("# What these files are\n", "utf-8")
    named = ("--answer", "network=instagram")
    imported = [
        tolok.json("import", str(days), *named),
        tolok.json("import", str(days), str(folder / "README.md")),
        tolok.json("import", str(broken)),
        tolok.json("import", str(broken), *named),
        tolok.json("import", str(SAMPLE)),
    ]
    target = ("--kpi", "followers_gained", "--target", "80", "--mode", "rate_week")
    goal = tolok.json("goal", "create", *target, *WINDOW, "--start")
    id = goal["id"]
    tolok.json("goal", "action", id, "Post on Fridays", "--due", "2026-09-11")
    value = ("kpi", "value", "followers_gained", *WINDOW)
    assess = ("goal", "assess", "--kpi", "followers_gained", "--per", "week", "--weeks", "13")
    return {
        "tolok import PATH…": imported,
        "tolok kpi value KPI --from D --to D": [
            tolok.json(*value, "--compare", "previous"),
            tolok.json("kpi", "value", "nps", *WINDOW),
        ],
        "tolok kpi value KPI --from D --to D --by day": [tolok.json(*value, "--by", "week")],
        "tolok kpi list": [tolok.json("kpi", "list")],
        "tolok kpi guide KPI": [tolok.json("kpi", "guide", "engagement_rate_avg")],
        "tolok goal assess --kpi K --target N": [tolok.json(*assess, "--target", "90")],
        "tolok goal read WISH": [tolok.json("goal", "read", "gain 1,500 followers by 2027")],
        "tolok goal show ID": [
            tolok.json("goal", "checkin", id, "Going well", "--confidence", "7"),
            tolok.json("goal", "show", id),
        ],
        "tolok goal authors ID": [tolok.json("goal", "authors", id)],
        "tolok goal list": [tolok.json("goal", "list")],
        "tolok goal export ID": [json.loads(tolok.run("goal", "export", id).stdout)],
        "tolok facts rebuild": [tolok.json("facts", "rebuild")],
        "tolok facts audit": [tolok.json("facts", "audit")],
        "tolok doctor": [tolok.json("doctor")],
        "tolok ops": [tolok.json("ops")],
        "tolok workspace list": [tolok.json("workspace", "list")],
    }


@pytest.mark.slow
@pytest.mark.xdist_group("contracts")
@pytest.mark.parametrize("command", [c for c in shapes() if not of_publishing(c)])
def test_the_answer_of_each_command_has_the_promised_keys(
    command: str, answers: dict[str, list[Any]]
):
    shape = shapes()[command]
    assert not [d for answer in answers[command] for d in differences(shape, answer)]


@pytest.mark.slow
@pytest.mark.xdist_group("contracts")
def test_the_inner_objects_of_the_main_contracts_were_really_seen(answers: dict[str, list[Any]]):
    imports = "tolok import PATH…"
    found = set().union(*(seen(shapes()[imports], a) for a in answers[imports]))
    assert {".files.problems", ".files.needs", ".files.needs.choices.<value>"} <= found
    goals = "tolok goal show ID"
    found = set().union(*(seen(shapes()[goals], a) for a in answers[goals]))
    assert {".standing.outlook", ".actions", ".check_ins", ".targets.baseline"} <= found


def test_a_missing_and_an_unpromised_key_are_both_found():
    shape = {"a": "n", "b": [{"c": "n"}], "d": {"<k>": {"e": "n"}}}
    assert differences(shape, {"a": 1, "b": [{"c": 2}], "d": {"x": {"e": 1}}}) == []
    assert differences(shape, {"b": [{"z": 2}], "d": {"x": {}}}) == [
        ".a is missing",
        ".b[].c is missing",
        ".b[].z is not promised",
        ".d.x.e is missing",
    ]


def test_the_page_names_only_commands_that_exist():
    help_page = (PAGE.parent / "cli.md").read_text("utf-8")
    for heading in shapes():
        words = heading.split(" -")[0].replace("PATH…", "").split()
        name = " ".join(w for w in words if w.islower())
        assert f"## {name}\n" in help_page, heading
