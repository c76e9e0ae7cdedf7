"""Channels are renamed, put away, brought back and joined, and the numbers follow."""

from datetime import date
from pathlib import Path

import pytest

from tolok.core.errors import ProblemError
from tolok.core.query import KpiRef, Period
from tolok.services import channel_acts, figures, goals, imports
from tolok.services.channels import all_channels, channels, make_channel
from tolok.services.fact_store import facts as store
from tolok.services.goal_form import read_goal

HEAD = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,"
    "Permalink,Is crosspost,Is share,Post type,Languages,Custom labels,Funded content status,"
    'Data comment,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares\n'
)


def posts(page: str, name: str, *ids: int) -> str:
    rows = (
        f"{n},{page},{name},Kopi,,0,01/25/2026 10:00,,https://www.facebook.com/{n},0,0,Photos,"
        f",,,,Lifetime,10,8,4,3,1,0\n"
        for n in ids
    )
    return HEAD + "".join(rows)


@pytest.fixture
def bring(cast, facts, tmp_path: Path):
    def send(name: str, content: str):
        path = tmp_path / name
        path.write_text(content)
        scope = cast.scope("editor")
        batch = imports.receive(scope, [(name, path)]).batches[0]
        return imports.commit(scope, [batch.id], wait=True)[0]

    return send


def views(cast, **more) -> object:
    ask = figures.Ask((KpiRef("views"),), Period(date(2026, 1, 1), date(2026, 1, 31)), **more)
    return figures.figures(cast.scope(), ask)[0]


def test_a_renamed_channel_still_takes_the_files_of_its_account(cast, bring):
    bring("a.csv", posts("900", "Sudut", 1))
    (only,) = channels(cast.scope())
    channel_acts.rename(cast.scope(), str(only.id), "  Our page ")
    bring("b.csv", posts("900", "Sudut", 2))
    assert [c.name for c in channels(cast.scope())] == ["Our page"]


def test_an_archived_channel_stands_in_no_list_but_its_numbers_count(cast, bring):
    bring("a.csv", posts("900", "Sudut", 1))
    before = views(cast).cell.value
    channel_acts.archive(cast.scope(), "Sudut")
    assert channels(cast.scope()) == []
    assert views(cast).cell.value == before


def test_a_new_file_brings_an_archived_channel_back(cast, bring):
    bring("a.csv", posts("900", "Sudut", 1))
    channel_acts.archive(cast.scope(), "Sudut")
    bring("b.csv", posts("900", "Sudut", 2))
    assert [c.archived_at for c in all_channels(cast.scope())] == [None]


def test_two_channels_become_one_and_the_facts_follow(cast, bring):
    bring("a.csv", posts("900", "Sudut", 1, 2))
    bring("b.csv", posts("901", "Sudut Café", 2, 3))
    whole = views(cast).cell.value
    kept = channel_acts.merge(cast.scope(), "Sudut", "Sudut Café")
    assert [c.id for c in channels(cast.scope())] == [kept.id]
    # post 2 was in both files: one account has it once
    assert (whole, views(cast, channels=(str(kept.id),)).cell.value) == (40, 30)
    assert not any(store().audit().values())


def test_later_files_of_the_account_that_is_gone_go_to_the_one_that_stayed(cast, bring):
    bring("a.csv", posts("900", "Sudut", 1))
    bring("b.csv", posts("901", "Sudut Café", 2))
    channel_acts.merge(cast.scope(), "Sudut", "Sudut Café")
    bring("c.csv", posts("900", "Sudut", 3))
    assert len(channels(cast.scope())) == 1


def test_a_rebuild_after_a_merge_gives_the_same_facts(cast, bring):
    from tolok.services import operations

    bring("a.csv", posts("900", "Sudut", 1))
    bring("b.csv", posts("901", "Sudut Café", 2))
    channel_acts.merge(cast.scope(), "Sudut", "Sudut Café")
    assert operations.rebuild()["equal"] is True


def test_goals_over_a_merged_channel_count_the_one_that_stayed(cast, facts):
    gone = make_channel(cast.scope(), "facebook", "A", "1")
    kept = make_channel(cast.scope(), "facebook", "B", "2")
    both = {"channels": [str(gone.id), str(kept.id)]}
    target = {"kpi": "views", "mode": "absolute", "value": 10, "nature": "total"}
    wish = read_goal({"title": "More", "targets": [{**target, "better": "up", "scope": both}]})
    made = goals.make_draft(cast.scope(), goals.complete(cast.scope(), wish))
    channel_acts.merge(cast.scope(), "A", "B")
    (after,) = goals.goal(cast.scope(), made.id).goal.targets
    assert after.scope.channels == (str(kept.id),)


@pytest.mark.parametrize("into", ["A", "C"])
def test_channels_that_cannot_be_one_account_are_refused(cast, facts, into):
    make_channel(cast.scope(), "facebook", "A", "1")
    make_channel(cast.scope(), "instagram", "C", "3")
    with pytest.raises(ProblemError) as refused:
        channel_acts.merge(cast.scope(), "A", into)
    assert refused.value.problem.status == 422
