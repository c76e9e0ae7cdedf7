"""A workspace with channels on a network without a wire, for tests of the pages of posts."""

import io

from PIL import Image

from tests.delivery.world import Clock, FakeNetwork, World
from tolok.services import accounts


def make_world(cast, monkeypatch) -> World:
    clock = Clock()
    world = World(cast.workspace, clock, FakeNetwork(clock))
    monkeypatch.setattr(accounts, "networks", lambda: {"mastodon": world.network})
    world.scope = cast.scope("editor")
    return world


def picture(width: int = 640, height: int = 480, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 60, 20)).save(out, kind)
    return out.getvalue()
