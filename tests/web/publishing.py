"""A workspace with channels on a network without a wire, for tests of the pages of posts."""

import io
from dataclasses import replace

from PIL import Image

from tests.delivery.world import Clock, FakeNetwork, World
from tolok.core.publishing.media_rules import KindLimits, MediaLimits
from tolok.services import accounts

PICTURES = MediaLimits((KindLimits("image", ("image/png", "image/jpeg"), most=4),), most=4)


def make_world(cast, monkeypatch) -> World:
    clock = Clock()
    world = World(cast.workspace, clock, FakeNetwork(clock))
    monkeypatch.setattr(accounts, "networks", lambda: {"mastodon": world.network})
    world.scope = cast.scope("editor")
    return world


def take_media(monkeypatch, limits: MediaLimits = PICTURES) -> None:
    """From now on the network takes pictures within these limits."""
    plain = FakeNetwork.capabilities
    monkeypatch.setattr(
        FakeNetwork,
        "capabilities",
        lambda self, account: replace(plain(self, account), media=limits),
    )


def picture(width: int = 640, height: int = 480, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 60, 20)).save(out, kind)
    return out.getvalue()
