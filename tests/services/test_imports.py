"""Files on their way into the facts: their channel, what is asked, what is remembered."""

from pathlib import Path

import pytest

from tolok.core.errors import ProblemError
from tolok.services import imports
from tolok.services.channels import channels, make_channel
from tolok.services.ingest import work

POSTS = (
    "Post ID,Page ID,Page name,Title,Description,Duration (sec),Publish time,Caption type,"
    "Permalink,Is crosspost,Is share,Post type,Languages,Custom labels,Funded content status,"
    'Data comment,Date,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares\n'
    "1,{page},{name},Kopi,,0,01/25/2026 10:00,,https://www.facebook.com/1,0,0,Photos,,,,,"
    "Lifetime,10,8,4,3,1,0\n"
)
HAND = "Day,Pengikut\n2026-01-01,10\n2026-01-02,12\n"


def series(title: str) -> bytes:
    rows = "".join(f'"2026-01-{d:02}T00:00:00","{d}"\n' for d in range(1, 11))
    return f'sep=,\n"{title}"\n"Date","Primary"\n{rows}'.encode("utf-16")


@pytest.fixture
def bring(cast, facts, tmp_path: Path):
    """Send one file; gives the batch."""

    def send(name: str, content: bytes | str, **answers: str):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        received = imports.receive(cast.scope("editor"), [(name, path)], answers=answers)
        assert not received.refused, received.refused
        return received.batches[0]

    return send


def commit(cast, batch):
    return imports.commit(cast.scope("editor"), [batch.id], wait=True)[0]


def test_a_series_that_names_no_network_is_asked_about_every_time(cast, bring):
    first = bring("Views.csv", series("Views"))
    assert first.questions[0]["id"] == "network"
    imports.answer(cast.scope("editor"), first.id, {"network": "facebook"})
    second = bring("Views (1).csv", series("Views") + "\n".encode("utf-16-le"))
    assert second.state == "waiting"


def test_nameless_files_of_one_network_share_its_only_channel(cast, bring):
    for title in ("Facebook reach", "Facebook visits"):
        assert commit(cast, bring(f"{title}.csv", series(title))).state == "done"
    assert len(channels(cast.scope(), "facebook")) == 1


def test_a_file_that_names_the_account_gives_the_nameless_channel_its_name(cast, bring):
    commit(cast, bring("Reach.csv", series("Facebook reach")))
    commit(cast, bring("posts.csv", POSTS.format(page="900", name="Sudut Café")))
    (only,) = channels(cast.scope(), "facebook")
    assert (only.name, only.remote_id) == ("Sudut Café", "900")


def test_a_nameless_file_asks_which_of_several_channels_it_belongs_to(cast, bring):
    scope = cast.scope("editor")
    make_channel(scope, "facebook", "Toko A", "1")
    wanted = make_channel(scope, "facebook", "Toko B", "2")
    batch = bring("Reach.csv", series("Facebook reach"))
    assert batch.questions[0]["id"] == "channel"
    imports.answer(scope, batch.id, {"channel": str(wanted.id)})
    done = commit(cast, imports.batch_by_id(scope, batch.id))
    assert set(done.accounts.values()) == {str(wanted.id)}


def test_the_mapping_of_a_hand_kept_table_is_remembered_by_its_header(cast, bring):
    first = bring("a.csv", HAND)
    imports.answer(
        cast.scope("editor"),
        first.id,
        {"importer": "generic", "mapping": '["date", "followers"]', "network": "instagram"},
    )
    second = bring("b.csv", HAND + "2026-01-03,15\n")
    assert second.answers["mapping"] == '["date", "followers"]'


def test_the_same_file_twice_adds_nothing(cast, bring):
    first = commit(cast, bring("Reach.csv", series("Facebook reach")))
    assert bring("again.csv", series("Facebook reach")).id == first.id


def test_an_undone_import_leaves_no_rows_and_can_be_brought_again(cast, bring, facts):
    batch = commit(cast, bring("Reach.csv", series("Facebook reach")))
    empty = facts.digest()
    imports.undo(cast.scope("editor"), batch.id)
    assert facts.digest() != empty
    again = commit(cast, bring("Reach.csv", series("Facebook reach")))
    assert again.report["rows"]["new"] == 10


def test_a_batch_that_is_worked_twice_changes_nothing(cast, bring, facts):
    batch = commit(cast, bring("Reach.csv", series("Facebook reach")))
    before = facts.digest()
    work(batch)
    assert facts.digest() == before


def test_an_open_question_keeps_a_file_out(cast, bring):
    batch = bring("Views.csv", series("Views"))
    with pytest.raises(ProblemError, match="question"):
        commit(cast, batch)


def test_another_workspace_does_not_see_the_import(cast, bring):
    from tolok.services.access import Actor, enter

    batch = bring("Reach.csv", series("Facebook reach"))
    stranger = enter(Actor(user=cast.people["outsider"]), cast.other.slug)
    with pytest.raises(ProblemError, match="not-found"):
        imports.batch_by_id(stranger, batch.id)
