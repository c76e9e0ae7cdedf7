"""A strict webhook of Discord in memory, from discord.com/developers/docs (2026-11).

It knows one webhook, keeps messages, and refuses fields that are not documented.
"""

import json
import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.servers.simulator import Given, Simulator, given
from tolok.core.publishing.account import Account

HOOK, SECRET = "223704706495545344", "CANARY-3d89bb7572e0fb30d8128367b3b1b44f_zQ"
GUILD, ROOM, THREAD = "199737254929760256", "199737254929760257", "299737254929760259"
ADDRESS = f"https://discord.com/api/webhooks/{HOOK}/{SECRET}"
MOST_TEXT, MOST_FILES, FILE_BYTES = 2000, 10, 10_000_000
ACCOUNT = Account(
    "https://discord.com",
    HOOK,
    "Tolok",
    "Tolok",
    f"https://discord.com/channels/{GUILD}/{ROOM}",
    credentials={"hook": SECRET},
)
_PATH = re.compile(r"/api/v10/webhooks/(\d+)/([^/]+)(?:/messages/(\d+))?")
_FIELDS = {"content", "allowed_mentions", "attachments"}


@dataclass(slots=True)
class Discord(Simulator):
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    deleted: bool = False
    forum: bool = False
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def posts(self, request: httpx.Request) -> bool:
        return request.method == "POST"

    def held(self) -> list[str]:
        return [each["content"] for each in self.messages.values()]

    def limit(self) -> httpx.Response:
        about = {"message": "You are being rate limited.", "retry_after": 1.337, "global": False}
        headers = {
            "Retry-After": "2",
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": "1.337",
            "X-RateLimit-Scope": "user",
        }
        return httpx.Response(429, json=about, headers=headers)

    def answer(self, request: httpx.Request) -> httpx.Response:
        found = _PATH.fullmatch(request.url.path)
        if found is None:
            return _no(404, 0, "404: Not Found")
        if self.deleted or found[1] != HOOK:
            return _no(404, 10015, "Unknown Webhook")
        if found[2] != SECRET:
            return _no(401, 50027, "Invalid Webhook Token")
        thread = request.url.params.get("thread_id")
        if thread not in (None, THREAD):
            return _no(404, 10003, "Unknown Channel")
        if found[3]:
            return self._message(request, found[3])
        if request.method == "GET":
            about = {"id": HOOK, "type": 1, "name": "Tolok", "guild_id": GUILD, "channel_id": ROOM}
            return httpx.Response(200, json={**about, "token": SECRET, "avatar": None})
        if self.forum and not thread:
            words = "Webhooks posted to forum channels must have a thread_name or thread_id"
            return _no(400, 220001, words)
        return self._posted(request)

    def _message(self, request: httpx.Request, id: str) -> httpx.Response:
        if id not in self.messages:
            return _no(404, 10008, "Unknown Message")
        if request.method == "DELETE":
            del self.messages[id]
            return httpx.Response(204)
        if request.method == "PATCH":
            body = given(request).fields
            body.pop("thread_id", None)
            assert set(body) <= _FIELDS
            if len(body["content"]) > MOST_TEXT:
                return _too_long()
            self.messages[id]["content"] = body["content"]
        return httpx.Response(200, json=self.messages[id])

    def _posted(self, request: httpx.Request) -> httpx.Response:
        brought = given(request)
        query = {name: brought.fields.pop(name) for name in dict(request.url.params)}
        assert set(query) <= {"wait", "thread_id"}, query
        body = _payload(brought)
        unknown = set(body) - _FIELDS
        assert not unknown, f"a webhook has no {unknown}"
        assert body["allowed_mentions"] == {"parse": []}, "somebody could be pinged"
        if len(body["content"]) > MOST_TEXT:
            return _too_long()
        if not body["content"].strip() and not brought.files:
            return _no(400, 50006, "Cannot send an empty message")
        if sum(len(data) for _, _, data in brought.files.values()) > FILE_BYTES:
            return _no(413, 40005, "Request entity too large")
        if len(brought.files) > MOST_FILES:
            return _wrong("attachments", "Must be 10 or fewer in length.")
        files = _attachments(body, brought)
        id = f"30000000000000{next(self.numbers):04}"
        self.messages[id] = {
            "id": id,
            "type": 0,
            "content": body["content"],
            "channel_id": query.get("thread_id", ROOM),
            "attachments": files,
            "timestamp": "2026-11-25T12:00:00.123000+00:00",
            "webhook_id": HOOK,
        }
        if query.get("wait") != "true":
            return httpx.Response(204)
        left = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4"}
        return httpx.Response(200, json=self.messages[id], headers=left)


def _payload(brought: Given) -> dict[str, Any]:
    if "payload_json" not in brought.fields:
        assert not brought.files
        return brought.fields
    assert set(brought.fields) == {"payload_json"}
    found: dict[str, Any] = json.loads(brought.fields["payload_json"])
    return found


def _attachments(body: dict[str, Any], brought: Given) -> list[dict[str, Any]]:
    told = body.get("attachments", [])
    assert {f"files[{one['id']}]" for one in told} == set(brought.files), "named but not sent"
    for one in told:
        assert set(one) <= {"id", "filename", "description"}
        assert len(one.get("description", "")) <= 1024
        assert one["filename"] == brought.files[f"files[{one['id']}]"][0]
    return list(told)


def _too_long() -> httpx.Response:
    return _wrong("content", "Must be 2000 or fewer in length.")


def _wrong(name: str, words: str) -> httpx.Response:
    inner = {name: {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": words}]}}
    about = {"code": 50035, "message": "Invalid Form Body", "errors": inner}
    return httpx.Response(400, json=about)


def _no(status: int, code: int, words: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": words})
