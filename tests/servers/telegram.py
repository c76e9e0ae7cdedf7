"""A strict Bot API in memory, from core.telegram.org/bots/api and its listed errors (2026-11).

It knows one bot and one channel, keeps messages, and refuses parameters that are not documented.
"""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.servers.simulator import Given, Simulator, given
from tolok.core.publishing.account import Account

TOKEN = "123456789:CANARY_abcdefghijklmnopqrstuvwxyz0123"
CHAT = -1001234567890
BOT = 123456789
MOST_TEXT, MOST_CAPTION = 4096, 1024
PHOTO_BYTES, FILE_BYTES = 10_000_000, 50_000_000
ACCOUNT = Account(
    "https://api.telegram.org",
    str(CHAT),
    "@tokosaya",
    "Toko Saya",
    "https://t.me/tokosaya",
    credentials={"token": TOKEN},
)
_SENT = {"chat_id", "reply_parameters", "has_spoiler", "caption"}
_KNOWN = {
    "getMe": set(),
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
    "getChatMemberCount": {"chat_id"},
    "sendMessage": {"chat_id", "text", "reply_parameters"},
    "sendPhoto": _SENT | {"photo"},
    "sendVideo": _SENT | {"video", "width", "height", "duration", "supports_streaming"},
    "sendMediaGroup": {"chat_id", "media", "reply_parameters"},
    "deleteMessage": {"chat_id", "message_id"},
    "deleteMessages": {"chat_id", "message_ids"},
    "editMessageText": {"chat_id", "message_id", "text"},
    "editMessageCaption": {"chat_id", "message_id", "caption"},
}


class Bad(Exception):
    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.words = words if status == 401 else f"Bad Request: {words}"
        self.status = status


@dataclass(slots=True)
class Telegram(Simulator):
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    may_post: bool = True
    members: int = 412
    numbers: "count[int]" = field(default_factory=lambda: count(101))

    def posts(self, request: httpx.Request) -> bool:
        return "/send" in request.url.path

    def held(self) -> list[str]:
        return [each.get("text") or each.get("caption", "") for each in self.messages.values()]

    def limit(self) -> httpx.Response:
        about = {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 35",
            "parameters": {"retry_after": 35},
        }
        return httpx.Response(429, json=about)

    def answer(self, request: httpx.Request) -> httpx.Response:
        _, bot, name = request.url.path.split("/")
        try:
            if bot != f"bot{TOKEN}":
                raise Bad("Unauthorized", 401)
            if name not in _KNOWN:
                return _no(404, "Not Found")
            result = self._carried_out(name, given(request))
        except Bad as bad:
            return _no(bad.status, bad.words)
        return httpx.Response(200, json={"ok": True, "result": result})

    def _carried_out(self, name: str, brought: Given) -> Any:
        unknown = set(brought.fields) - _KNOWN[name]
        assert not unknown, f"{name} has no {unknown}"
        if name == "getMe":
            return {"id": BOT, "is_bot": True, "first_name": "Tolok", "username": "toko_bot"}
        if str(brought.fields.get("chat_id")) not in (str(CHAT), "@tokosaya"):
            raise Bad("chat not found")
        if name.startswith("get"):
            return self._told(name, brought)
        if name.startswith("delete"):
            return self._deleted(brought.fields)
        if name.startswith("edit"):
            return self._edited(brought.fields)
        if not self.may_post:
            raise Bad("need administrator rights in the channel chat")
        return self._sent(name, brought)

    def _told(self, name: str, brought: Given) -> Any:
        if name == "getChat":
            return {"id": CHAT, "type": "channel", "title": "Toko Saya", "username": "tokosaya"}
        if name == "getChatMemberCount":
            return self.members
        assert brought.fields["user_id"] == str(BOT)
        return {"status": "administrator", "can_post_messages": self.may_post}

    def _deleted(self, fields: dict[str, Any]) -> Any:
        for number in fields.get("message_ids", ()):
            self.messages.pop(number, None)
        if "message_id" in fields and self.messages.pop(fields["message_id"], None) is None:
            raise Bad("message to delete not found")
        return True

    def _edited(self, fields: dict[str, Any]) -> Any:
        found = self.messages.get(fields["message_id"])
        if found is None:
            raise Bad("message to edit not found")
        words = {key: fields[key] for key in ("text", "caption") if key in fields}
        if all(found.get(key) == value for key, value in words.items()):
            raise Bad("message is not modified")
        found.update(words)
        return found

    def _sent(self, name: str, brought: Given) -> Any:
        fields = brought.fields
        reply = fields.get("reply_parameters")
        about = json.loads(reply) if isinstance(reply, str) else reply
        if about is not None and about["message_id"] not in self.messages:
            raise Bad("message to be replied not found")
        match name:
            case "sendMessage":
                return self._kept(about, text=_text(fields.get("text", ""), MOST_TEXT, "message"))
            case "sendPhoto" | "sendVideo":
                kind = name.removeprefix("send").lower()
                _file(kind, brought.files.pop(kind))
                words = _text(fields.get("caption", ""), MOST_CAPTION, "message caption")
                return self._kept(about, caption=words, kind=kind)
        return self._album(about, json.loads(fields["media"]), brought)

    def _album(self, reply: Any, media: list[dict[str, Any]], brought: Given) -> Any:
        if not 2 <= len(media) <= 10:
            raise Bad("can't parse InputMedia: the album must have 2-10 items")
        for one in media:
            known = {"type", "media", "caption", "has_spoiler"}
            known |= {"width", "height", "duration", "supports_streaming"} - (
                {"width", "height", "duration", "supports_streaming"}
                if one["type"] == "photo"
                else set()
            )
            assert set(one) <= known, set(one) - known
            _file(one["type"], brought.files.pop(one["media"].removeprefix("attach://")))
            _text(one.get("caption", ""), MOST_CAPTION, "message caption")
        assert not brought.files, "a file that no part names"
        return [self._kept(reply, caption=o.get("caption", ""), kind=o["type"]) for o in media]

    def _kept(self, reply: Any, **about: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.messages[number] = {
            "message_id": number,
            "date": 1764028800,
            "chat": {"id": CHAT, "type": "channel"},
            "reply_to": reply["message_id"] if reply else None,
            **about,
        }
        return self.messages[number]


def _text(words: str, most: int, what: str) -> str:
    size = len(words.encode("utf-16-le")) // 2
    if size > most:
        raise Bad(f"{what} is too long")
    if not words.strip() and what == "message":
        raise Bad("message text is empty")
    return words


def _file(kind: str, file: tuple[str, str, bytes]) -> None:
    name, mime, data = file
    most = PHOTO_BYTES if kind == "photo" else FILE_BYTES
    if len(data) > most:
        raise Bad(f"file is too big ({kind})")
    if not mime.startswith("image/" if kind == "photo" else "video/") or data == b"broken":
        raise Bad("IMAGE_PROCESS_FAILED" if kind == "photo" else "VIDEO_CONTENT_TYPE_INVALID")


def _no(status: int, words: str) -> httpx.Response:
    return httpx.Response(status, json={"ok": False, "error_code": status, "description": words})
