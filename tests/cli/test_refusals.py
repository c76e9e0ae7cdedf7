"""What the command line says when it is asked wrongly."""

import json

PERIOD = ("--from", "2025-01-01", "--to", "2025-02-01")


def test_tolok_alone_prints_its_help_and_ends_well(here):
    said = here()
    assert said.code == 0
    assert "Examples:" in said.out
    assert "import" in said.out


def test_a_misspelt_command_is_answered_with_the_one_that_was_meant(here):
    said = here("impotr", "x.csv")
    assert said.code == 2
    assert "Did you mean" in said.err
    assert "'import'" in said.err


def test_a_misspelt_option_is_answered_with_the_one_that_was_meant(here):
    said = here("kpi", "value", "reach", *PERIOD, "--chanel", "x")
    assert said.code == 2
    assert "--channel" in said.err


def test_a_misspelt_kpi_is_answered_with_those_like_it(here):
    said = here("kpi", "value", "reech", *PERIOD)
    assert said.code == 1
    assert "Did you mean: reach?" in said.err


def test_with_json_a_refusal_is_a_problem_in_json_on_stderr(here):
    said = here("kpi", "value", "reech", *PERIOD, "--json")
    assert (said.code, said.out) == (1, "")
    problem = json.loads(said.err)
    assert problem["type"] == "/docs/problems#not-found"
    assert problem["status"] == 404
    assert problem["fix"] == "Did you mean: reach?"


def test_with_json_wrong_usage_is_a_problem_in_json_too(here):
    said = here("kpi", "value", "reach", "--from", "2025-01-01", "--json")
    assert (said.code, said.out) == (2, "")
    assert "--to" in json.loads(said.err)["detail"]


def test_days_in_the_wrong_order_are_wrong_usage(here):
    said = here("kpi", "value", "reach", "--from", "2025-02-01", "--to", "2025-01-01", "--json")
    assert said.code == 2
    assert json.loads(said.err)["type"] == "/docs/problems#invalid-input"


def test_a_dimension_that_is_none_names_those_there_are(here):
    said = here("kpi", "value", "reach", *PERIOD, "--by", "dya")
    assert said.code == 2
    assert "weekday" in said.err
