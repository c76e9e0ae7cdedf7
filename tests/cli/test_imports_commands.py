"""`tolok import` and `tolok imports`: nothing stays of a dry run, all can be taken back."""

import shutil

import pytest

NAMELESS = 'sep=,\n"Views"\n"Date","Primary"\n' + "".join(
    f'"2026-01-{d:02}T00:00:00","{d}"\n' for d in range(1, 11)
)
NAMED = NAMELESS.replace("Views", "Facebook visits")


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "Views.csv").write_bytes(NAMELESS.encode("utf-16"))
    (folder / "Visits.csv").write_bytes(NAMED.encode("utf-16"))
    return folder


def value(here) -> object:
    period = ("--from", "2026-01-01", "--to", "2026-01-31")
    return here("kpi", "value", "profile_visits", *period, "--json").json["value"]


def test_a_dry_run_says_what_would_come_and_leaves_nothing_behind(here, files):
    said = here("import", files / "Visits.csv", "--dry-run", "--json")
    assert said.code == 0
    assert said.json["files"][0]["rows"]["new"] == 10
    assert here("imports", "list", "--json").json["items"] == []
    assert here("channel", "list", "--json").json["items"] == []
    assert value(here) is None


def test_a_question_is_answered_and_committed_by_command(here, files):
    assert here("import", files, "--json").code == 1
    listed = here("imports", "list", "--json").json["items"]
    (open_one,) = [i for i in listed if i["needs"]]
    answered = here("imports", "answer", open_one["id"], "network=facebook", "--json").json
    assert (answered["state"], answered["needs"]) == ("checked", None)
    would = here("imports", "preview", open_one["id"], "--json").json["would"]
    assert would["rows"]["read"] == 10
    assert here("imports", "commit", open_one["id"], "--json").json["items"][0]["state"] == "done"
    assert "done" in here("imports", "show", open_one["id"]).out


def test_a_file_that_comes_with_its_answer_leaves_no_open_twin(here, files):
    here("import", files / "Views.csv")
    assert here("import", files / "Views.csv", "--answer", "network=facebook").code == 0
    assert [i["state"] for i in here("imports", "list", "--json").json["items"]] == ["done"]


def test_the_second_import_of_a_file_adds_nothing(here, files):
    here("import", files / "Visits.csv")
    rows = here("import", files / "Visits.csv", "--json").json["files"][0]["rows"]
    assert (rows["new"], rows["changed"], rows["unchanged"]) == (0, 0, 10)


def test_an_import_is_undone_and_only_what_is_not_in_can_be_dropped(here, files):
    here("import", files)
    listed = here("imports", "list", "--json").json["items"]
    waiting, done = sorted(listed, key=lambda i: i["state"] == "done")
    assert value(here) == 55
    assert here("imports", "drop", done["id"]).code == 2
    assert here("imports", "drop", waiting["id"]).code == 0
    assert here("imports", "undo", done["id"], "--json").json["state"] == "undone"
    assert value(here) is None


def test_long_lists_come_in_pages_that_lose_and_double_nothing(here, files):
    for number in range(5):
        one = files / f"n{number}.csv"
        one.write_bytes(NAMED.replace("2026-01", f"2026-0{number + 2}").encode("utf-16"))
        here("import", one)
    seen, cursor = [], ""
    while cursor is not None:
        found = here("imports", "list", "--limit", "2", "--cursor", cursor, "--json").json
        seen += [i["path"] for i in found["items"]]
        cursor = found["next"]
    assert seen == [f"n{n}.csv" for n in (4, 3, 2, 1, 0)]


def test_a_cursor_of_another_is_refused(here):
    assert here("imports", "list", "--cursor", "!!").code == 2


def test_after_an_undo_a_rebuild_gives_equal_facts_and_the_audit_is_clean(here, files):
    here("import", files)
    here("import", files / "Views.csv", "--answer", "network=facebook")
    done = [i for i in here("imports", "list", "--json").json["items"] if i["state"] == "done"]
    assert len(done) == 2
    here("imports", "undo", done[0]["id"])
    rebuilt = here("facts", "rebuild", "--json")
    assert (rebuilt.code, rebuilt.json["equal"], rebuilt.json["batches"]) == (0, True, 1)
    assert here("facts", "audit").code == 0


def beside(folder):
    (folder / "README.md").write_text("# Exports\n\nOf the page, by the week.\n")
    (folder / "LICENSE").write_text("Public domain, as far as the law allows.\n")
    return folder


def test_words_beside_data_are_left_out_with_the_reason_and_are_no_problem(here, files):
    (files / "Views.csv").unlink()
    said = here("import", beside(files), "--json")
    found = {f["path"].rpartition("/")[2]: f for f in said.json["files"]}
    assert said.code == 0
    assert found["Visits.csv"]["left_out"] is None
    for name in ("README.md", "LICENSE"):
        assert "not data" in found[name]["left_out"]["en"]
        assert (found[name]["needs"], found[name]["problems_total"]) == (None, 0)
    assert "left out" in here("import", files).out


def test_words_in_an_archive_are_left_out_too(here, files, tmp_path):
    (files / "Views.csv").unlink()
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", beside(files))
    said = here("import", archive, "--json")
    assert said.code == 0
    assert sum(f["left_out"] is not None for f in said.json["files"]) == 2


def test_words_alone_are_not_recognised(here, files):
    said = here("import", beside(files) / "README.md", "--json")
    assert said.code == 1
    assert said.json["files"][0]["left_out"] is None
