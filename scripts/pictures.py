"""The pictures of the README and the docs, taken from the demo in a real browser.

`python scripts/pictures.py` makes the demo in a folder that is thrown away, serves it, opens the
claim link as its owner, and writes docs/pictures/<page>-<theme>[.id].png. Run `make setup` first.
"""

import json
import os
import re
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
# page, theme, language
SHOTS = [("goals", theme, lang) for theme in ("light", "dark") for lang in ("en", "id")]
SHOTS += [(page, "light", "en") for page in ("goal", "numbers", "kpi-guide")]
SIZE = {"width": 1280, "height": 800}
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
BROWSER += ["--disable-component-update", "--disable-sync"]
# A picture of 256 colours is a third of the size. The browser reads its own picture to the pixel.
PIXELS = """async (source) => {
  const picture = new Image();
  picture.src = source;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(picture, 0, 0);
  const { data } = brush.getImageData(0, 0, picture.width, picture.height);
  let bytes = "";
  for (let at = 0; at < data.length; at += 32768) {
    bytes += String.fromCharCode(...data.subarray(at, at + 32768));
  }
  return btoa(bytes);
}"""
PATIENCE_S = 300  # making the demo takes most of it


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, _served(Path(data)) as (address, claim):
        _take(address, claim)
    return 0


def names() -> list[str]:
    """Every picture that this script makes."""
    return [_name(*shot) for shot in SHOTS]


def _name(page: str, theme: str, language: str) -> str:
    return f"{page}-{theme}{'' if language == 'en' else f'.{language}'}.png"


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, str]]:
    """The address of a server with the demo on `data`, and the link that makes one its owner."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tolok = "import sys; from tolok.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", tolok, "--data", str(data)]
    command += ["serve", "--demo", "--port", str(port)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = data / "said.txt"
    with said.open("w") as log, subprocess.Popen(command, env=env, stderr=log) as server:
        try:
            yield f"http://127.0.0.1:{port}", _claim_link(server, said)
        finally:
            server.terminate()


def _claim_link(server: "subprocess.Popen[bytes]", said: Path) -> str:
    """Waits until the server has made the demo and printed the link."""
    for _ in range(PATIENCE_S):
        found = re.search(r"http://\S+/claim/\S+", said.read_text("utf-8"))
        if found:
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(1)
    raise SystemExit(f"no claim link; the server said:\n{said.read_text('utf-8')[-3000:]}")


def _take(address: str, claim: str) -> None:
    from playwright.sync_api import sync_playwright

    _wait_for(address)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        owner = browser.new_context(viewport=SIZE)
        first = owner.new_page()
        first.goto(claim)
        _settle_in(first, address)
        places = _places(first, address)
        blank = browser.new_page()
        for page, theme, language in SHOTS:
            first.emulate_media(color_scheme=theme)
            first.goto(f"{places[page]}?lang={language}", wait_until="networkidle")
            _keep(FOLDER / _name(page, theme, language), first.screenshot(), blank)
            print(f"docs/pictures/{_name(page, theme, language)}")
        browser.close()


def _keep(path: Path, png: bytes, page: Any) -> None:
    """Write the picture with its 256 commonest colours; the rest become the nearest of these."""
    told = page.evaluate(PIXELS, "data:image/png;base64," + b64encode(png).decode())
    shape = (SIZE["height"], SIZE["width"], 4)
    rgb = np.frombuffer(b64decode(told), np.uint8).reshape(shape)[:, :, :3].astype(np.int32)
    packed = (rgb[:, :, 0] << 16) | (rgb[:, :, 1] << 8) | rgb[:, :, 2]
    colours, place, often = np.unique(packed, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    palette = parts[np.argsort(-often)[:256]]
    nearest = ((parts[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    rows = nearest.astype(np.uint8)[place].reshape(packed.shape)
    lines = b"".join(b"\0" + row.tobytes() for row in rows)
    header = struct.pack(">IIBBBBB", SIZE["width"], SIZE["height"], 8, 3, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", palette.astype(np.uint8).tobytes())]
    chunks += [(b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _settle_in(page: Any, address: str) -> None:
    """Set an e-mail and a password, so that no banner asks for them."""
    page.goto(f"{address}/profile/")
    page.fill("[name=email]", "owner@example.org")
    page.fill("[name=password]", secrets.token_urlsafe())
    page.click("form:has([name=email]) button")
    page.wait_for_load_state()


def _places(page: Any, address: str) -> dict[str, str]:
    """Where each page of the demo lies: the menu's own links, and the first goal of the list."""
    slug = _demo_slug(page, address)
    goals = f"{address}/w/{slug}/goals/"
    page.goto(goals)
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    one_goal = next(a for a in links if re.fullmatch(rf"{goals}[0-9a-f-]{{36}}/", a))
    return {
        "goals": goals,
        "goal": one_goal,
        "numbers": f"{address}/w/{slug}/numbers/",
        "kpi-guide": f"{address}/w/{slug}/kpis/",
    }


def _demo_slug(page: Any, address: str) -> str:
    answer = page.request.get(f"{address}/api/v1/workspaces")
    items: list[dict[str, Any]] = json.loads(answer.body())["items"]
    return str(next(w["slug"] for w in items if w["demo"]))


def _wait_for(address: str) -> None:
    """Until the server answers."""
    for _ in range(PATIENCE_S):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)  # noqa: S310 - ours
            return
        except OSError:
            time.sleep(1)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
