"""`tolok goal` in its own process on a fresh data folder: the contract of assess, and a goal."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from tests.databases import database_of

MAIN = "from tolok.cli import main; main()"


def tolok(folder, *words, ok=True):
    env = {**os.environ, "TOLOK_DATA": str(folder), "LANG": "C.UTF-8"}
    env |= database_of(folder)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *words], env=env, capture_output=True, text=True
    )
    assert (done.returncode == 0) is ok, done.stderr[-2000:]
    return done


@pytest.fixture
def weekly_file(tmp_path):
    lines = ["date,value"]
    for n in range(26):
        day = date(2026, 1, 5) + timedelta(weeks=n)
        lines.append(f"{day.isoformat()},{100 + (n * 7) % 11 - 5}")
    path = tmp_path / "followers.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.mark.slow
def test_assess_needs_no_workspace_when_a_history_is_given(tmp_path, weekly_file):
    data = tmp_path / "data"
    ask = ("goal", "assess", "--kpi", "followers_gained", "--per", "week", "--weeks", "13")
    done = tolok(data, *ask, "--target", "125", "--history", str(weekly_file), "--json")
    found = json.loads(done.stdout)
    assert list(found) == [
        *("p_reach", "label", "realistic", "quantiles", "run_rate", "required_rate"),
        *("n_history", "basis", "why"),
    ]
    assert found["n_history"] == 26
    assert found["realistic"][0] <= 125 <= found["realistic"][1]
    far = json.loads(
        tolok(data, *ask, "--target", "500", "--history", str(weekly_file), "--json").stdout
    )
    assert far["label"] == "not_grounded"
    tolok(data, *ask, "--target", "125", "--history", str(tmp_path / "none.csv"), ok=False)


@pytest.mark.slow
def test_a_goal_from_options_is_made_started_and_shown(tmp_path):
    data = tmp_path / "data"
    made = tolok(
        data, "goal", "create", "--kpi", "followers_gained", "--target", "1500", "--network",
        "instagram", "--from", "2026-09-21", "--to", "2027-03-31", "--start", "--json",
    )  # fmt: skip
    goal = json.loads(made.stdout)
    assert goal["sentence"]["en"] == "Gain 1,500 new followers on Instagram by 31 March 2027"
    assert "Gain 1,500" in tolok(data, "goal", "show", goal["id"]).stdout
    file = tmp_path / "goal.json"
    tolok(data, "goal", "export", goal["id"], "-o", str(file))
    assert json.loads(file.read_text("utf-8"))["form"] == "tolok-goal/1"
    vague = tolok(data, "goal", "create", "--wish", "Increase engagement", ok=False)
    assert vague.returncode == 2
    assert "too vague" in vague.stderr
