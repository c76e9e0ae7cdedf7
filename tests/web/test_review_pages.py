"""Approval on pages: settled by an admin, given by members, and by a client who has a link."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.publishing import make_world, picture, take_media
from tolok.services import approval, post_share
from tolok.store.models import Delivery, Media, Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(cast, facts, monkeypatch):
    world = make_world(cast, monkeypatch)
    world.cast = cast
    world.base = f"/w/{cast.workspace.slug}"
    return world


def words(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def hand_in(world, *who, files=None) -> Post:
    approval.set_steps(world.cast.scope("owner"), [{"who": list(who)}])
    form = {"text": "Kopi baru", "channels": [str(world.channel().id)], "act": "plan"}
    form |= {"when": "at", "day": "2030-01-02", "clock": "09:00"}
    form |= {"files": files} if files else {}
    answer = world.cast.browser("editor").post(f"{world.base}/posts/new/", form)
    assert answer.status_code == 302
    return Post.objects.get()


def state() -> str:
    return Delivery.objects.get().state


def test_an_admin_settles_the_steps_on_a_page(world):
    admin = world.cast.people["admin"]
    form = {"who-0": ["editor", str(admin.id)], "every-0": "1", "name-0": "Lead"}
    browser = world.cast.browser("admin")
    url = f"{world.base}/settings/approval/"
    assert browser.post(url, {**form, "who-2": ["link"]}).status_code == 302
    found = approval.steps(world.cast.scope("owner"))
    assert [(step.who, step.every) for step in found] == [
        (("editor", str(admin.id)), True),
        (("link",), False),
    ]
    assert 'value="Lead"' in browser.get(url).content.decode()


def test_a_member_finds_what_waits_and_approves_it(world):
    post = hand_in(world, "client")
    browser = world.cast.browser("client")
    url = f"{world.base}/posts/{post.id}/review/"
    assert "Kopi baru" in words(browser.get(url))
    assert browser.post(url, {"verdict": "refuse"}).status_code == 422
    assert browser.post(url, {"verdict": "approve"}).status_code == 302
    assert state() == "scheduled"
    hidden = words(browser.get(url))
    assert "Kopi baru" not in hidden and "does not wait for approval" in hidden


def test_the_author_is_told_that_somebody_else_must_approve(world):
    post = hand_in(world, "editor", "admin")
    browser = world.cast.browser("editor")
    url = f"{world.base}/posts/{post.id}/review/"
    assert 'value="approve"' not in browser.get(url).content.decode()
    answer = browser.post(url, {"verdict": "approve"})
    assert answer.status_code == 403 and "somebody else must approve" in words(answer)
    waiting = words(world.cast.browser("admin").get(f"{world.base}/posts/attention/"))
    assert "Waits for your approval" in waiting and "Kopi baru" in waiting


def test_a_client_without_an_account_decides_by_link_and_sees_nothing_else(world, monkeypatch):
    take_media(monkeypatch)
    file = SimpleUploadedFile("a.png", picture(), "image/png")
    post = hand_in(world, "link", files=file)
    page = world.cast.browser("editor").post(
        f"{world.base}/posts/{post.id}/", {"act": "share", "name": "Bu Rina"}
    )
    link = re.search(r"http://testserver(/review/[^<]+)<", page.content.decode())[1]
    guest = Client()
    answer = guest.get(link)
    assert answer.status_code == 200 and "Kopi baru" in words(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    shown = re.search(rf'src="({re.escape(link)}media/[^"]+)"', answer.content.decode())[1]
    assert guest.get(shown)["Content-Type"] == "image/jpeg"
    other = Media.objects.create(
        workspace=world.workspace, sha256="0" * 64, name="x", kind="image", mime="image/png", size=1
    )
    assert guest.get(f"{link}media/{other.id}/").status_code == 404
    assert guest.post(link, {"verdict": "ask", "words": "Fotonya lain?"}).status_code == 302
    assert state() == "in_review"
    assert guest.post(link, {"verdict": "approve"}).status_code == 302
    assert state() == "scheduled"
    said = words(world.cast.browser("editor").get(f"{world.base}/posts/{post.id}/"))
    assert "Bu Rina" in said and "Fotonya lain?" in said and "a client, by link" in said
    row = post_share.post_links(world.cast.scope("editor"), str(post.id))[0]
    world.cast.browser("editor").post(
        f"{world.base}/posts/{post.id}/", {"act": "unshare", "link": str(row.id)}
    )
    assert guest.get(link).status_code == 404


def test_saving_a_planned_post_unchanged_asks_for_no_new_approval(world):
    post = hand_in(world, "admin")
    admin = world.cast.browser("admin")
    admin.post(f"{world.base}/posts/{post.id}/review/", {"verdict": "approve"})
    channel = str(Delivery.objects.get().channel_id)
    form = {"text": "Kopi baru", "channels": [channel], "version": "1", "act": "save"}
    editor = world.cast.browser("editor")
    editor.post(f"{world.base}/posts/{post.id}/", {**form, "tags": "pagi"})
    assert state() == "scheduled"
    editor.post(f"{world.base}/posts/{post.id}/", {**form, "text": "Kopi lama"})
    assert state() == "in_review"
