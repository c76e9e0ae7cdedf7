"""`tolok media`, `campaign` and `approval` on one workspace, as an operator uses them."""

import pytest

from tests.web.publishing import make_world, picture, take_media
from tolok.store.models import Delivery, Media

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, monkeypatch):
    cast.other.delete()  # the commands then know which workspace is meant
    take_media(monkeypatch)
    return make_world(cast, monkeypatch)


def test_a_picture_is_sent_described_and_taken_out(here, world, tmp_path):
    file = tmp_path / "kopi.png"
    file.write_bytes(picture())
    (tmp_path / "x.png").write_bytes(b"hello")
    sent = here("media", "send", str(file), str(tmp_path / "x.png"), "--folder", "Menu", "--json")
    assert sent.code == 2 and "x.png: This is no picture" in sent.err
    id = sent.json["items"][0]["id"]
    assert here("media", "describe", id, "--alt", "A cup", "--focus", "0.2", "0.8").code == 0
    shown = here("media", "show", id, "--json").json
    assert (shown["alt"], shown["focus"], shown["folder"]) == ("A cup", [0.2, 0.8], "Menu")
    assert "kopi.png" in here("media", "list").out
    assert here("media", "remove", id).code == 0 and not Media.objects.exists()


def test_a_post_waits_until_somebody_else_approves_it(here, world, cast):
    channel = world.channel("Kanal")
    assert here("approval", "set", "--step", "any:link").code == 0
    assert "one of link" in here("approval", "steps").out
    new = ["post", "new", "Kopi", "--channel", str(channel.id), "--at", "2030-01-02T09:00"]
    id = here(*new, "--approve-by", "2029-12-31", "--json").json["id"]
    assert Delivery.objects.get().state == "in_review"
    assert "a client by link" in here("approval", "show", id).out
    refused = here("approval", "give", id, "approve")
    assert refused.code and "somebody else must approve" in refused.err
    assert here("approval", "link", id, "--name", "Bu Rina").out.startswith("/review/")
    link = here("approval", "links", id, "--json").json["items"][0]["id"]
    assert here("approval", "unlink", id, link).code == 0
    assert here("post", "comment", id, "Sudah dicek").code == 0
    assert "Sudah dicek" in here("post", "comment", id).out


def test_a_campaign_is_made_and_changed(here, world):
    id = here("campaign", "new", "Isi ulang", "--starts", "2026-12-01", "--json").json["id"]
    wrong = here("campaign", "edit", id, "--ends", "2026-11-01")
    assert wrong.code == 2 and "before the first" in wrong.err
    assert here("campaign", "edit", id, "--ends", "2026-12-24").code == 0
    assert "2026-12-24" in here("campaign", "list").out
