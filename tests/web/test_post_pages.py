"""The composer and the page of a post, as a browser without scripts and with them uses them."""

import asyncio
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.delivery.world import lost
from tests.web.publishing import make_world, picture
from tolok.services import post_evergreen, posts
from tolok.services.post_order import NOW, When
from tolok.store.models import (
    Campaign,
    ContentPlan,
    Delivery,
    Media,
    Post,
    PostVersion,
    Queue,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(cast, monkeypatch):
    world = make_world(cast, monkeypatch)
    world.browser = cast.browser("editor")
    world.base = f"/w/{cast.workspace.slug}/posts"
    return world


def form(world, *channels, **more):
    return {"text": "Kopi baru", "channels": [str(each.id) for each in channels], **more}


def write(world, *channels, **more):
    return world.browser.post(f"{world.base}/new/", form(world, *channels, **more))


def typed(world, **fields):
    return world.browser.post(f"{world.base}/typed/", fields, headers={"HX-Request": "true"})


def words(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


def run(world) -> None:
    asyncio.run(world.engine().drain())


def test_a_post_is_written_and_sent_without_scripts(world):
    channel = world.channel("Kanal")
    answer = write(
        world, channel, act="plan", when="now", comment="Tautannya", campaign="Isi ulang"
    )
    assert answer.status_code == 302
    post = Post.objects.get()
    assert post.campaign == Campaign.objects.get(name="Isi ulang")
    world.clock.now = post.due_at
    run(world)
    assert world.network.texts == ["Kopi baru", "Tautannya"]
    page = words(world.browser.get(f"{world.base}/{post.id}/"))
    assert "Published" in page and "Nothing more is sent" in page


def test_what_is_too_long_is_said_per_channel_and_kept_as_a_draft(world):
    one, two = world.channel("Satu"), world.channel("Dua")
    own = {f"own-{two.id}": "pendek"}
    answer = write(world, one, two, act="plan", when="now", **{**own, "text": "x" * 501})
    assert answer.status_code == 422
    said = words(answer)
    assert "Satu: 1 characters too many" in said and "Dua:" not in said
    assert Post.objects.get().content["own"] == {str(two.id): {"text": "pendek"}}
    assert "x" * 501 in answer.content.decode()


def test_a_draft_is_kept_as_typed_and_a_sitting_is_one_version(world):
    channel = world.channel()
    first = typed(world, text="Ko", channels=[str(channel.id)])
    post = Post.objects.get()
    assert first["HX-Replace-Url"] == f"{world.base}/{post.id}/"
    for n, text in enumerate(("Kop", "Kopi", "Kopi baru"), 1):
        again = typed(world, text=text, channels=[str(channel.id)], post=str(post.id), version=n)
        assert "Kept as a draft" in again.content.decode()
    post.refresh_from_db()
    assert post.content["text"] == "Kopi baru"
    kept = PostVersion.objects.filter(post=post).order_by("number")
    assert [each.content["text"] for each in kept] == ["Ko", "Kopi baru"]


def test_a_draft_that_somebody_else_changed_is_not_written_over(world):
    typed(world, text="Satu")
    post = Post.objects.get()
    posts.change(world.scope, str(post.id), world.clock(), title="", content=None)
    typed(world, text="Dua", post=str(post.id), version=1)
    answer = typed(world, text="Tiga", post=str(post.id), version=1)
    assert answer.status_code == 409
    assert "Somebody changed it meanwhile" in answer.content.decode()
    assert Post.objects.get().content["text"] == "Dua"
    plain = world.browser.post(
        f"{world.base}/{post.id}/", {"text": "Tiga", "version": 1, "act": "save"}
    )
    assert plain.status_code == 409 and "Tiga" in plain.content.decode()


def test_a_planned_post_is_judged_but_not_kept_while_it_is_typed(world):
    channel = world.channel()
    write(world, channel, act="plan", when="at", day="2030-01-02", clock="09:00")
    post = Post.objects.get()
    answer = typed(world, text="x" * 600, post=str(post.id), channels=[str(channel.id)], version=1)
    assert answer.status_code == 200 and "too many" in answer.content.decode()
    assert Post.objects.get().content["text"] == "Kopi baru"


def test_an_empty_time_is_refused_in_words(world):
    answer = write(world, world.channel(), act="plan", when="at")
    assert answer.status_code == 422 and "no date and time" in words(answer)
    assert Post.objects.get().stage == "draft"


def test_an_idea_stays_an_idea_until_it_is_saved_as_a_draft(world):
    write(world, act="idea")
    post = Post.objects.get()
    assert post.stage == "idea"
    board = words(world.browser.get(f"{world.base}/?view=board"))
    assert "Ideas 1" in board
    data = {"text": "Kopi", "version": 1, "act": "save"}
    world.browser.post(f"{world.base}/{post.id}/", data)
    assert Post.objects.get().stage == "draft"


def test_a_picture_comes_along_with_the_post_and_an_svg_is_refused_in_words(world):
    file = SimpleUploadedFile("kopi.png", picture(), "image/png")
    assert write(world, act="save", files=file).status_code == 302
    media = Media.objects.get()
    assert Post.objects.get().content["media"] == [{"id": str(media.id)}]
    page = world.browser.get(f"{world.base}/{Post.objects.get().id}/").content.decode()
    assert f"alt-{media.id}" in page and "please describe it" in page
    svg = SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    refused = write(world, act="save", files=svg)
    assert refused.status_code == 422 and "SVG is a drawing" in words(refused)


def test_an_unsure_post_shows_what_is_known_and_is_decided_on_the_page(world):
    world.network.retry = "E"
    world.network.faults = [("after", lost())]
    channel = world.channel("Kanal")
    posts.make(
        world.scope,
        posts.Order(posts.from_json({"text": "Sekali"}), (channel.id,), When(NOW)),
        world.clock(),
    )
    run(world)
    row = Delivery.objects.get()
    assert row.state == "person_decides"
    waiting = words(world.browser.get(f"{world.base}/attention/"))
    assert "Is it there?" in waiting and "Sekali" in waiting
    url = f"{world.base}/{row.post_id}/"
    data = {"act": "decide", "delivery": str(row.id), "answer": "published"}
    assert world.browser.post(url, data).status_code == 302
    assert Delivery.objects.get().state == "published"
    assert "Nothing waits for you" in words(world.browser.get(f"{world.base}/attention/"))


def test_late_posts_are_sent_together_and_one_that_cannot_holds_up_no_other(world):
    rows = [world.plan(world.channel(name), name) for name in ("a", "b")]
    world.clock.pass_(hours=5)
    run(world)
    assert {world.state(row) for row in rows} == {"late"}
    Delivery.objects.filter(id=rows[1].id).update(unsure=1)
    data = {"act": "send", "delivery": [str(row.id) for row in rows]}
    answer = world.browser.post(f"{world.base}/attention/", data)
    assert answer.status_code == 409 and "The post is under way: b" in words(answer)
    assert world.state(rows[0]) == "scheduled"


def test_versions_show_what_changed_and_a_copy_can_be_a_variation(world):
    write(world, act="save")
    post = Post.objects.get()
    data = {"text": "Kopi lama", "version": 1, "act": "save"}
    world.browser.post(f"{world.base}/{post.id}/", data)
    page = world.browser.get(f"{world.base}/{post.id}/").content.decode()
    assert "<del>baru</del>" in page and "<ins>lama</ins>" in page
    world.browser.post(f"{world.base}/{post.id}/", {"act": "copy", "trial": "1"})
    assert sorted(Post.objects.values_list("trial", flat=True)) == ["control", "variation"]


def test_a_reader_sees_the_post_and_can_change_nothing(world, cast):
    channel = world.channel()
    write(world, channel, act="plan", when="at", day="2030-01-02", clock="09:00")
    post = Post.objects.get()
    reader = cast.browser("viewer")
    page = reader.get(f"{world.base}/{post.id}/").content.decode()
    assert (
        "Kopi baru" in page
        and '<form method="post"' not in page.partition("<main")[2].partition("</main")[0]
    )
    assert reader.post(f"{world.base}/{post.id}/", {"act": "cancel"}).status_code == 403


def test_filters_are_in_the_address(world):
    write(world, act="save", tags="resep, pagi")
    write(world, act="save", text="Teh")
    found = words(world.browser.get(f"{world.base}/?tag=pagi"))
    assert "Kopi baru" in found and "Teh" not in found
    none = words(world.browser.get(f"{world.base}/?text=xyz"))
    assert "No post fits" in none


def test_a_delivery_is_stopped_from_the_page(world):
    channel = world.channel()
    write(world, channel, act="plan", when="at", day="2030-01-02", clock="09:00")
    row = Delivery.objects.get()
    url = f"{world.base}/{row.post_id}/"
    world.browser.post(url, {"act": "stop", "delivery": str(row.id)})
    assert Delivery.objects.get().state == "cancelled"


def test_the_last_day_for_approval_is_kept_and_shown(world):
    write(world, act="save", approve_by="2030-03-01")
    post = Post.objects.get()
    assert post.expires_at.isoformat() == "2030-03-01T17:00:00+00:00"  # its end in Jakarta
    page = world.browser.get(f"{world.base}/{post.id}/").content.decode()
    assert 'name="approve_by" value="2030-03-01"' in page


def test_the_next_free_slot_is_shown_and_a_set_of_hashtags_is_added_once(world):
    channel = world.channel("Kanal")
    slots = [{"weekday": day, "at": "09:00"} for day in range(7)]
    Queue.objects.create(workspace=world.workspace, channel=channel, week={"slots": slots})
    ContentPlan.objects.create(
        workspace=world.workspace, tag_sets=[{"name": "Kopi", "tags": ["kopi", "pagi"]}]
    )
    write(world, channel, act="save", text="Baru #kopi", tag_set="Kopi")
    post = Post.objects.get()
    assert post.content["text"] == "Baru #kopi #pagi"
    page = words(world.browser.get(f"{world.base}/{post.id}/"))
    assert re.search(r"Kanal: \d+ \w+ \d{4}, 09:00", page) and "#kopi #pagi" in page


def test_a_form_that_is_sent_twice_makes_one_post_and_plans_it_once(world):
    channel, fresh = world.channel("Kanal"), "01a20000-0000-7000-8000-00000000000a"
    once = form(world, channel, act="plan", when="at", day="2030-01-02", clock="09:00", fresh=fresh)
    answers = [world.browser.post(f"{world.base}/new/", once) for _ in range(2)]
    assert [each["Location"] for each in answers] == [f"{world.base}/{fresh}/"] * 2
    assert Delivery.objects.filter(post=Post.objects.get()).count() == 1


def test_a_form_whose_first_answer_was_lost_goes_on_with_the_same_draft(world):
    fresh = "01a20000-0000-7000-8000-00000000000b"
    typed(world, text="Satu", fresh=fresh)
    assert typed(world, text="Satu, dua", fresh=fresh).status_code == 200
    assert Post.objects.get().content["text"] == "Satu, dua"


def test_a_form_that_comes_back_changed_after_planning_keeps_its_text_and_writes_nothing(world):
    channel, fresh = world.channel("Kanal"), "01a20000-0000-7000-8000-00000000000c"
    write(world, channel, act="plan", when="at", day="2030-01-02", clock="09:00", fresh=fresh)
    answer = write(world, channel, act="plan", when="now", fresh=fresh, text="Lain")
    assert answer.status_code == 409 and "Lain" in answer.content.decode()
    assert Post.objects.get().content["text"] == "Kopi baru"


def test_a_refused_file_is_named_while_the_text_and_the_file_beside_it_are_kept(world):
    files = [SimpleUploadedFile("x.svg", b"<svg/>"), SimpleUploadedFile("ok.png", picture())]
    answer = typed(world, text="Dengan gambar", files=files)
    assert answer.status_code == 422 and "x.svg: SVG is a drawing" in words(answer)
    assert str(Media.objects.get().id) in answer.content.decode()
    assert Post.objects.get().content["text"] == "Dengan gambar"


def test_a_place_beyond_every_list_shows_its_beginning(world):
    for at in ("9" * 5000, "99999999999999999999", "²", "-1"):
        assert world.browser.get(f"{world.base}/", {"at": at}).status_code == 200


def test_a_session_that_ended_while_typing_is_said_and_nothing_is_swapped_in(world):
    world.browser.logout()
    answer = typed(world, text="Masih di halaman")
    assert (answer.status_code, answer.content) == (401, b"")
    assert write(world).status_code == 302


def test_a_post_comes_again_by_its_form_until_it_is_enough(world):
    made = Post.objects.get(id=write(world, world.channel(), act="save").url.split("/")[-2])
    page = f"{world.base}/{made.id}/"
    given = {"act": "again", "rest_days": "14", "most": "", "variants": "Satu\n---\n <b>Dua</b>"}
    assert world.browser.post(page, given).status_code == 302
    made.refresh_from_db()
    assert made.evergreen["variants"] == ["Satu", "<b>Dua</b>"]
    post_evergreen.run_due(world.clock())
    shown = world.browser.get(page).content.decode()
    assert "published, on the channels where it was." in shown
    assert "Satu\n---\n&lt;b&gt;Dua&lt;/b&gt;</textarea>" in shown
    refused = world.browser.post(page, {**given, "rest_days": "never"})
    assert refused.status_code == 422
    assert "“never” does not fit." in words(refused)
    world.browser.post(page, {"act": "enough"})
    made.refresh_from_db()
    assert made.evergreen is None
