"""`tolok numbers`, `tolok guide`, `tolok token` and own KPIs by command."""

import csv
import json

import pytest

from tests.numbers_fixture import fill

MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def shop(here, cast):
    """The command line on a workspace of 2026 numbers; the cast's other one is named too."""
    fill(cast.scope())

    def run(*words: object):
        return here(*words, "--workspace", cast.workspace.slug)

    return run


def test_tiles_and_the_why_of_one_say_the_same_number(shop):
    found = shop("numbers", "show", *MARCH, "--json").json
    tiles = {t["kpi"]: t for group in found["groups"] for t in group["tiles"]}
    why = shop("numbers", "why", "views", *MARCH, "--json").json
    value = shop("kpi", "value", "views", *MARCH, "--json").json
    assert tiles["views"]["value"] == why["value"] == value["value"]
    assert why["origins"][0]["lines"]
    assert "lines" in shop("numbers", "why", "views", *MARCH).out


def test_a_break_down_and_the_audience_are_tables(shop):
    assert "reel" in shop("numbers", "breakdown", "type", *MARCH).out.casefold()
    assert shop("numbers", "audience", *MARCH, "--json").json["tables"] is not None


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_seen_is_written_to_a_file_that_holds_the_same(shop, tmp_path, form):
    path = tmp_path / f"posts.{form}"
    assert shop("numbers", "export", "posts", *MARCH, "--format", form, "-o", path).code == 0
    text = path.read_text("utf-8-sig")
    rows = json.loads(text) if form == "json" else list(csv.DictReader(text.splitlines()))
    assert len(rows) == shop("posts", "list", *MARCH, "--json").json["total"]


def test_facts_are_written_as_json_that_can_be_read_again(shop, tmp_path):
    path = tmp_path / "days.json"
    assert shop("facts", "export", "channel_day_latest", "--format", "json", "-o", path).code == 0
    assert json.loads(path.read_text())


def test_an_own_kpi_is_checked_made_changed_and_removed(shop):
    own = ("--title", "Own", "--owner", "Dewi")
    assert shop("kpi", "check", "likes + reach_of_nobody").code == 2
    assert shop("kpi", "check", "likes / views").code == 0
    shop("kpi", "create", "own_rate", "--formula", "likes / views", *own)
    changed = shop("kpi", "edit", "own_rate", "--formula", "saves / views", *own, "--json").json
    assert "saves" in changed["variants"][0]["formula"]
    assert shop("kpi", "remove", "own_rate").code == 0
    assert shop("kpi", "guide", "own_rate").code == 1


def test_links_notes_and_objectives_of_the_guide_come_and_go(shop):
    assert shop("guide", "share", "--name", "Board").out.startswith("/shared/")
    (link,) = shop("guide", "shares", "--json").json["items"]
    assert shop("guide", "unshare", link["id"]).code == 0
    assert shop("guide", "shares", "--json").json["items"] == []
    note = shop("guide", "note", "reach", "Counted anew").out.strip()
    assert shop("guide", "unnote", "reach", note).code == 0
    made = shop("guide", "objective", "More guests").out.strip()
    shop("guide", "objective", "More regulars", "--id", made)
    assert [o["name"] for o in shop("guide", "objectives", "--json").json["items"]] == [
        "More regulars"
    ]


def test_invitations_are_listed_and_revoked(shop):
    shop("user", "invite", "--role", "viewer")
    (one,) = shop("user", "invitations", "--json").json["items"]
    assert shop("user", "uninvite", one["id"]).code == 0
    assert shop("user", "invitations", "--json").json["items"] == []


def test_a_token_is_made_for_a_person_and_revoked(here, cast):
    person = ("--person", "viewer@example.org")
    secret = here("token", "create", *person, "--name", "report").out.strip()
    (listed,) = here("token", "list", *person, "--json").json["items"]
    assert secret not in json.dumps(listed)
    assert here("token", "revoke", listed["id"], *person).code == 0
    assert here("token", "list", *person, "--json").json["items"] == []
    assert here("token", "list", "--person", "nobody@example.org").code == 1


def test_a_draft_is_ordered_and_discarded_and_its_spending_noted(shop):
    made = shop("goal", "create", "--template", "cafe_awareness", "--json").json["id"]
    other = shop("goal", "create", "--template", "cafe_awareness", "--json").json["id"]
    assert shop("goal", "order", other, made, "--json").json["goals"][:2] == [other, made]
    assert shop("goal", "spend", made, "ads", "50000").code == 0
    assert shop("goal", "versions", made, "--json").code == 0
    assert shop("goal", "discard", other).code == 0
    assert shop("goal", "show", other).code == 1
