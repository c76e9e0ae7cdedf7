"""Five small networks in one server, one per retry class, strict and with a memory of their own.

Written from the official rules named at each. They stand in where no server can be had, in the
tests of the delivery engine only. The true time comes with each call (`X-Now`), so that lags, lives
of keys and containers pass as fast as the test wants. Faults come through `/faults`.
"""

import html
import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

KEY_LIFE = timedelta(hours=1)  # docs.joinmastodon.org, methods/statuses: "stored for up to 1 hour"
CONTAINER_LIFE = timedelta(hours=24)  # Instagram platform: a container expires after 24 hours
LIST_LAG = timedelta(seconds=20)  # X, LinkedIn: a new post is listed a little later (assumed)
_URL = re.compile(r"https?://\S+")


@dataclass
class Post:
    id: str
    network: str
    account: str
    text: str
    at: datetime


@dataclass
class World:
    """What all five hold. `faults`: drop_before, drop_after, status:503 …, used up in order."""

    posts: list[Post] = field(default_factory=list)
    keys: dict[str, tuple[str, str, datetime]] = field(default_factory=dict)
    containers: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    calls: int = 0
    delay_s: float = 0.0
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, network: str, account: str, text: str, at: datetime) -> str:
        id = f"{network}{next(self.numbers)}"
        self.posts.append(Post(id, network, account, text, at))
        return id


@dataclass
class Refused(Exception):
    status: int
    code: str


@dataclass(frozen=True)
class Call:
    account: str
    now: datetime
    headers: dict[str, str]
    body: dict[str, Any]


Answer = tuple[int, Any]


def put_record(world: World, call: Call) -> Answer:
    """Class A, com.atproto.repo.putRecord: the caller's key for ever; other content is refused."""
    _only(call.body, "rkey", "text", "swapRecord")
    if call.body["swapRecord"] is not None:
        raise Refused(400, "InvalidSwap")
    known = world.keys.get(f"a:{call.account}:{call.body['rkey']}")
    if known is not None:
        if known[1] != call.body["text"]:
            raise Refused(400, "InvalidSwap")
        return 200, {"id": known[0]}
    id = world.add("a", call.account, call.body["text"], call.now)
    world.keys[f"a:{call.account}:{call.body['rkey']}"] = (id, call.body["text"], call.now)
    return 200, {"id": id}


def post_status(world: World, call: Call) -> Answer:
    """Class B, POST /api/v1/statuses: `Idempotency-Key` is kept for an hour, then forgotten."""
    _only(call.body, "status")
    key = call.headers.get("idempotency-key")
    if not key:
        raise Refused(422, "the connector must send a key")
    known = world.keys.get(f"b:{call.account}:{key}")
    if known is not None and call.now - known[2] <= KEY_LIFE:
        return 200, {"id": known[0]}
    id = world.add("b", call.account, call.body["status"], call.now)
    world.keys[f"b:{call.account}:{key}"] = (id, call.body["status"], call.now)
    return 200, {"id": id}


def make_container(world: World, call: Call) -> Answer:
    """Class C, POST /{ig-user}/media: invisible, used once, gone after a day."""
    _only(call.body, "caption")
    id = f"box{next(world.numbers)}"
    world.containers[id] = {"caption": call.body["caption"], "made": call.now, "post": None}
    return 200, {"id": id}


def container(world: World, call: Call) -> Answer:
    _only(call.body, "id")
    found = _container(world, call)
    if found["post"]:
        return 200, {"status_code": "PUBLISHED", "post": found["post"]}
    old = call.now - found["made"] > CONTAINER_LIFE
    return 200, {"status_code": "EXPIRED" if old else "FINISHED"}


def publish_container(world: World, call: Call) -> Answer:
    """POST /{ig-user}/media_publish: a container that is published or expired is refused."""
    _only(call.body, "creation_id")
    found = _container(world, call)
    if found["post"] or call.now - found["made"] > CONTAINER_LIFE:
        raise Refused(400, "the container cannot be published")
    found["post"] = world.add("c", call.account, found["caption"], call.now)
    return 200, {"id": found["post"]}


def create_post(world: World, call: Call) -> Answer:
    """Class D, POST /2/tweets: no key at all."""
    _only(call.body, "text")
    return 201, {"data": {"id": world.add("d", call.account, call.body["text"], call.now)}}


def list_posts(world: World, call: Call) -> Answer:
    """GET /2/users/:id/tweets: late, with links shortened and signs escaped; empty has no data."""
    _only(call.body)
    shown = [
        {"id": post.id, "text": _as_shown(post.text), "created_at": post.at.isoformat()}
        for post in reversed(world.posts)
        if post.network == "d" and post.account == call.account and post.at + LIST_LAG <= call.now
    ]
    return 200, {"data": shown} if shown else {"meta": {"result_count": 0}}


def webhook(world: World, call: Call) -> Answer:
    """Class E, a Discord or Slack webhook without an answer to go by: no key, no id, no list."""
    _only(call.body, "content")
    world.add("e", call.account, call.body["content"], call.now)
    return 200, "ok"


def list_statuses(world: World, call: Call) -> Answer:
    """GET /api/v1/accounts/:id/statuses, at once and whole."""
    _only(call.body)
    mine = [p for p in reversed(world.posts) if (p.network, p.account) == ("b", call.account)]
    return 200, [{"id": p.id, "text": p.text, "created_at": p.at.isoformat()} for p in mine]


ROUTES: dict[str, Callable[[World, Call], Answer]] = {
    "/a/put": put_record,
    "/b/statuses": post_status,
    "/b/list": list_statuses,
    "/c/media": make_container,
    "/c/ask": container,
    "/c/publish": publish_container,
    "/d/posts": create_post,
    "/d/list": list_posts,
    "/e/hook": webhook,
}
VISIBLE = {"/a/put", "/b/statuses", "/c/publish", "/d/posts", "/e/hook"}  # what faults strike


class Handler(BaseHTTPRequestHandler):
    world: World
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.loads(raw or b"{}")
        if self.path in ("/faults", "/held", "/forget"):
            return self._control(body)
        fault = self._fault()
        if fault == "drop_before":
            return self._hang_up()
        if fault.startswith("status:"):
            return self._say(int(fault.partition(":")[2]), {"error": "scripted"})
        status, answer = self._act(body)
        return self._hang_up() if fault == "drop_after" else self._say(status, answer)

    def _act(self, body: dict[str, Any]) -> Answer:
        world = self.world
        call = Call(
            self.headers["authorization"].removeprefix("Bearer "),
            datetime.fromisoformat(self.headers["x-now"]),
            {key.lower(): value for key, value in self.headers.items()},
            body,
        )
        if world.delay_s:
            threading.Event().wait(world.delay_s)
        with world.lock:
            world.calls += 1
            try:
                return ROUTES[self.path](world, call)
            except Refused as refused:
                return refused.status, {"error": refused.code}

    def _fault(self) -> str:
        with self.world.lock:
            strikes = self.path in VISIBLE and self.world.faults
            return self.world.faults.pop(0) if strikes else ""

    def _control(self, body: dict[str, Any]) -> None:
        world = self.world
        with world.lock:
            if self.path == "/faults":
                world.faults = list(body.get("faults", ()))
                world.delay_s = body.get("delay_s", 0.0)
            elif self.path == "/forget":
                world.posts.clear()
                world.keys.clear()
                world.containers.clear()
                world.faults.clear()
                world.calls = 0
            held = [[post.network, post.account, post.text] for post in world.posts]
        self._say(200, {"posts": held, "calls": world.calls})

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _say(self, status: int, answer: Any) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the caller sees what it sent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed hangs up: that is what these tests do."""


def serve() -> Server:
    """Bound to a free port of loopback; the caller runs and closes it."""
    handler = type("Bound", (Handler,), {"world": World()})
    return Server(("127.0.0.1", 0), handler)


def _only(body: dict[str, Any], *keys: str) -> None:
    if set(body) != set(keys):
        raise Refused(400, f"expected {sorted(keys)}, got {sorted(body)}")


def _container(world: World, call: Call) -> dict[str, Any]:
    id = call.body.get("id") or call.body.get("creation_id")
    if id not in world.containers:
        raise Refused(400, "no such container")
    return world.containers[id]


def _as_shown(text: str) -> str:
    return html.escape(_URL.sub("https://t.co/abc123", text), quote=False)
