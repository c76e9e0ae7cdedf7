"""Pictures on their way to a network: judged before, made fit when the post is frozen."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests.web.publishing import make_world, picture, take_media
from tolok.core.errors import ProblemError
from tolok.core.publishing.media_rules import KindLimits, MediaLimits
from tolok.services import media, posts
from tolok.services.delivery_parcel import freeze, parcel
from tolok.services.post_check import reachable, verdict
from tolok.services.post_order import NOW, Order, When
from tolok.store.models import Delivery

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = MediaLimits(
    (KindLimits("image", ("image/jpeg",), most=2, bytes=20_000, width=200, ratio=(1.0, 2.0)),),
    most=2,
)


@pytest.fixture
def world(cast, facts, monkeypatch, tmp_path):
    world = make_world(cast, monkeypatch)
    take_media(monkeypatch, LIMITS)
    world.folder = tmp_path
    return world


def bring(world, data: bytes, name: str = "a.png"):
    path = world.folder / name
    path.write_bytes(data)
    return media.receive(world.scope, [(name, path)]).made[0]


def test_a_picture_is_shrunk_cropped_and_converted_when_the_post_is_frozen(world):
    tall = bring(world, picture(400, 800))
    content = posts.from_json({"text": "Kopi", "media": [{"id": str(tall.id), "alt": "Cangkir"}]})
    order = Order(content, (world.channel().id,), When(NOW))
    posts.make(world.scope, order, datetime.now(UTC))
    sent = parcel(freeze(Delivery.objects.get())).attachments[0]
    image = Image.open(io.BytesIO(sent.read()))
    assert (image.format, image.size, sent.mime) == ("JPEG", (200, 200), "image/jpeg")
    assert (sent.width, sent.height, sent.alt) == (200, 200, "Cangkir")
    assert sent.size == len(sent.read()) <= 20_000


def test_what_will_be_done_to_a_picture_is_said_and_stops_nothing(world):
    tall = bring(world, picture(400, 800))
    content = posts.from_json({"text": "Kopi", "media": [str(tall.id)]})
    found = verdict(world.scope, content, reachable(world.scope, [world.channel()])[0])
    notes = " ".join(note.en for note in found.notes)
    assert not found.problems
    assert "made smaller" in notes and "cropped" in notes and "No description yet" in notes


def test_too_many_pictures_and_a_gone_one_are_refused_before_the_time_comes(world):
    ids = [str(bring(world, picture(100 + n, 100), f"{n}.png").id) for n in range(3)]
    channel = world.channel()
    for media_ids, words in ((ids, "at most 2 fit"), (["nothing"], "is gone")):
        content = posts.from_json({"text": "Kopi", "media": media_ids})
        with pytest.raises(ProblemError) as refused:
            posts.make(world.scope, Order(content, (channel.id,), When(NOW)), datetime.now(UTC))
        assert words in refused.value.problem.detail.en
