"""Files of posts: looked at, planned all or not at all, taken back, and written out again."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.services import bulk, bulk_export
from tolok.services.access import Actor, enter
from tolok.store.models import Channel, Delivery, Post

pytestmark = pytest.mark.django_db
HEAD = "date,time,channels,text,campaign,tags\n"
GOOD = HEAD + (
    "2027-01-04,09:00,Satu,Kopi pagi,Isi ulang,kopi\n"
    "2027-01-05,10:30,Satu;Dua,Roti hangat,,\n"
)  # fmt: skip


@pytest.fixture
def world(cast, monkeypatch):
    cast.workspace.zone = "Asia/Jakarta"
    cast.workspace.save()
    world = make_world(cast, monkeypatch)
    world.channel("Satu")
    world.channel("Dua")
    return world


def look(world, tmp_path, text, **more):
    path = tmp_path / "posts.csv"
    path.write_text(text, "utf-8")
    return bulk.look(world.scope, "posts.csv", path, world.clock(), **more)


def test_a_file_is_planned_whole_and_found_again(world, tmp_path):
    found = look(world, tmp_path, GOOD)
    assert found.ready and found.format == "own"
    id, made = bulk.commit(world.scope, found, world.clock())
    assert {one.origin for one in made} == {f"bulk:{id}"}
    assert [one.due_at for one in made] == [
        datetime(2027, 1, 4, 2, tzinfo=UTC), datetime(2027, 1, 5, 3, 30, tzinfo=UTC),
    ]  # fmt: skip
    assert made[0].campaign.name == "Isi ulang" and made[0].tags == ["kopi"]
    assert Delivery.objects.filter(state="scheduled").count() == 3


def test_problems_are_told_by_line_and_column_and_nothing_is_planned(world, tmp_path):
    long = "x" * 501
    text = GOOD + f"2027-01-06,09:00,Tiga,Teh,,\n2027-01-07,09:00,Dua,{long},,\n"
    found = look(world, tmp_path, text)
    assert [(each.line, each.column) for each in found.troubles] == [(4, "channels"), (5, "text")]
    with pytest.raises(ProblemError, match="2 problems; the first in line 4"):
        bulk.commit(world.scope, found, world.clock())
    assert not Post.objects.exists()


def test_an_open_date_order_is_asked_for(world, tmp_path):
    text = HEAD + "04/05/2027,09:00,Satu,Kopi,,\n"
    found = look(world, tmp_path, text)
    assert [each.id for each in found.questions] == ["date_order"] and not found.ready
    found = look(world, tmp_path, text, answers={"date_order": "dmy"})
    assert found.ready and found.rows[0].at == datetime(2027, 5, 4, 2, tzinfo=UTC)


def test_a_file_is_taken_back_except_for_what_is_out(world, tmp_path):
    id, made = bulk.commit(world.scope, look(world, tmp_path, GOOD), world.clock())
    Delivery.objects.filter(post=made[0]).update(state="published")
    assert bulk.take_back(world.scope, id, world.clock()) == (1, 1)
    assert [row.id for row in Post.objects.filter(deleted_at=None)] == [made[0].id]
    with pytest.raises(ProblemError):
        bulk.take_back(world.scope, "nothing", world.clock())


def test_planned_posts_are_written_out_and_read_again(world, tmp_path):
    bulk.commit(world.scope, look(world, tmp_path, GOOD), world.clock())
    body, kind = bulk_export.planned(world.scope, "csv", world.clock())
    assert kind.startswith("text/csv")
    again = look(world, tmp_path, body.decode("utf-8-sig"))
    assert again.ready
    assert [(row.text, row.at) for row in again.rows] == [
        ("Kopi pagi", datetime(2027, 1, 4, 2, tzinfo=UTC)),
        ("Roti hangat", datetime(2027, 1, 5, 3, 30, tzinfo=UTC)),
    ]
    assert bulk_export.planned(world.scope, "xlsx", world.clock())[0][:2] == b"PK"


def test_the_page_looks_asks_and_plans_without_scripts(world, cast):
    browser, there = cast.browser("editor"), f"/w/{cast.workspace.slug}/posts/bulk/"
    file = SimpleUploadedFile("posts.csv", b"date,time,text\n04/05/2027,09:00,Kopi\n")
    page = browser.post(there, {"act": "send", "upload": file})
    assert page.status_code == 200
    token = page.context["token"]
    dua = str(Channel.objects.get(name="Dua").id)
    form = {"file": token, "answer-date_order": "dmy", "channels": [dua]}
    page = browser.post(there, {**form, "act": "look"})
    assert page.context["look"].ready
    assert browser.post(there, {**form, "act": "plan"}).status_code == 302
    assert Post.objects.get().content["text"] == "Kopi"
    batch = bulk.batches(world.scope)[0][0]
    assert browser.post(there, {"act": "undo", "batch": batch}).status_code == 200
    assert not bulk.batches(world.scope)


def test_another_workspace_cannot_use_a_kept_file(world, cast, tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text(GOOD)
    id = bulk.receive(world.scope, "posts.csv", path, world.clock())
    other = enter(Actor(user=cast.people["outsider"]), cast.other.slug, "client")
    with pytest.raises(ProblemError):
        bulk.kept(other, id)


def test_a_kept_file_is_planned_once_however_often_it_is_asked_for(world, cast, tmp_path):
    browser, there = cast.browser("editor"), f"/w/{cast.workspace.slug}/posts/bulk/"
    sent = SimpleUploadedFile("posts.csv", GOOD.encode())
    token = browser.post(there, {"act": "send", "upload": sent}).context["token"]
    form = {"act": "plan", "file": token}
    assert browser.post(there, form).status_code == 302
    again = browser.post(there, form)
    assert again.status_code == 422 and "planned already" in again.content.decode()
    assert Post.objects.count() == 2


def test_names_that_two_channels_share_are_told_and_written_out_as_ids(world, tmp_path):
    bulk.commit(world.scope, look(world, tmp_path, GOOD), world.clock())
    Channel.objects.filter(name="Dua").update(name="Satu")
    found = look(world, tmp_path, GOOD.replace("Dua", "Satu"))
    assert {each.column for each in found.troubles if not each.row_kept} == {"channels"}
    body, _ = bulk_export.planned(world.scope, "csv", world.clock())
    again = look(world, tmp_path, body.decode("utf-8-sig"))
    assert again.ready and len(again.orders[1].channels) == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2201-01-01"])
def test_days_beyond_the_calendar_are_told_by_row(world, tmp_path, day):
    found = look(world, tmp_path, HEAD + f"{day},23:59,Satu,Kopi,,\n")
    assert [(each.line, each.column) for each in found.troubles] == [(2, "date")]
