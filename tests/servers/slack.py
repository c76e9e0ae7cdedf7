"""A strict Slack in memory: its Web API for one bot, and one incoming webhook (docs.slack.dev).

The history leaves out answers in threads, as documented, and may be a little behind.
"""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.servers.simulator import Simulator, given
from tolok.core.publishing.account import Account

TOKEN = "xoxb-CANARY-1234567890-abcdefghijklmnop"
HOOK = "T0000TEAM/B0000HOOK/CANARYXXXXXXXXXXXXXXXXXX"
CHANNEL, BOT, USER = "C0123456789", "B0BOTBOTBOT", "U0BOTUSER00"
HOME = "https://toko.slack.com"
MOST_TEXT = 40_000
BOT_ACCOUNT = Account(
    "https://slack.com",
    CHANNEL,
    "#promo",
    "Toko #promo",
    f"{HOME}/archives/{CHANNEL}",
    credentials={"token": TOKEN},
    facts={"way": "bot", "bot_id": BOT, "user_id": USER},
)
HOOK_ACCOUNT = Account(
    "https://hooks.slack.com",
    "T0000TEAM/B0000HOOK",
    "#promo",
    "#promo",
    credentials={"hook": HOOK},
    facts={"way": "webhook"},
)
_KNOWN = {
    "auth.test": set(),
    "conversations.info": {"channel"},
    "conversations.history": {"channel", "limit", "cursor"},
    "conversations.replies": {"channel", "ts", "limit"},
    "chat.postMessage": {"channel", "text", "mrkdwn", "unfurl_links", "thread_ts"},
    "chat.update": {"channel", "ts", "text"},
    "chat.delete": {"channel", "ts"},
}
_CHANGES = ("chat.postMessage", "chat.update", "chat.delete")
_URL = re.compile(r"https?://[^\s<>]+")


@dataclass(slots=True)
class Slack(Simulator):
    """`behind`: how many of the newest messages the history does not show yet."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    behind: int = 0
    page: int = 100
    invited: bool = True
    revoked: bool = False
    archived: bool = False
    start: int = 1795608000  # 2026-11-25, noon
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def posts(self, request: httpx.Request) -> bool:
        return request.url.path.startswith(("/api/chat.postMessage", "/services/"))

    def held(self) -> list[str]:
        return [each["text"] for each in self.messages]

    def limit(self) -> httpx.Response:
        about = {"ok": False, "error": "ratelimited"}
        return httpx.Response(429, json=about, headers={"Retry-After": "30"})

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "hooks.slack.com":
            return self._hook(request)
        name = request.url.path.removeprefix("/api/")
        assert name in _KNOWN, name
        fields = given(request).fields
        unknown = set(fields) - _KNOWN[name]
        assert not unknown, f"{name} has no {unknown}"
        assert (request.method == "POST") == (name in _CHANGES)
        said = self._carried_out(name, fields, request.headers.get("authorization", ""))
        return httpx.Response(200, json={"ok": "error" not in said, **said})

    def _carried_out(self, name: str, fields: dict[str, Any], signed: str) -> dict[str, Any]:
        if signed != f"Bearer {TOKEN}":
            return {"error": "invalid_auth" if signed else "not_authed"}
        if self.revoked:
            return {"error": "token_revoked"}
        if name == "auth.test":
            return {
                "url": f"{HOME}/", "team": "Toko", "user": "tolok", "team_id": "T0000TEAM",
                "user_id": USER, "bot_id": BOT,
            }  # fmt: skip
        if fields["channel"] != CHANNEL:
            return {"error": "channel_not_found"}
        if not self.invited and name != "conversations.info":
            return {"error": "not_in_channel"}
        return getattr(self, f"_{name.replace('.', '_')}")(fields)

    def _conversations_info(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": CHANNEL, "name": "promo", "is_channel": True}}

    def _conversations_history(self, fields: dict[str, Any]) -> dict[str, Any]:
        roots = [m for m in self.messages if m.get("thread_ts", m["ts"]) == m["ts"]]
        shown = roots[::-1][self.behind :]
        at = int(fields.get("cursor", 0))
        page = shown[at : at + self.page]
        more = at + self.page < len(shown)
        counted = [{**m, "reply_count": len(self._under(m["ts"]))} for m in page]
        meta = {"next_cursor": str(at + self.page) if more else ""}
        return {"messages": counted, "has_more": more, "response_metadata": meta}

    def _conversations_replies(self, fields: dict[str, Any]) -> dict[str, Any]:
        one = [m for m in self.messages if m["ts"] == fields["ts"]]
        if not one:
            return {"error": "thread_not_found"}
        return {"messages": one + self._under(fields["ts"])}

    def _chat_postMessage(self, fields: dict[str, Any]) -> dict[str, Any]:
        if wrong := self._wrong(fields["text"]):
            return {"error": wrong}
        thread = fields.get("thread_ts")
        if thread and not any(m["ts"] == thread for m in self.messages):
            return {"error": "thread_not_found"}
        made = self._kept(fields["text"], {"thread_ts": thread} if thread else {})
        return {"channel": CHANNEL, "ts": made["ts"], "message": made}

    def _chat_update(self, fields: dict[str, Any]) -> dict[str, Any]:
        for one in self.messages:
            if one["ts"] == fields["ts"]:
                one["text"] = _shown(fields["text"])
                return {"channel": CHANNEL, "ts": one["ts"], "text": one["text"]}
        return {"error": "message_not_found"}

    def _chat_delete(self, fields: dict[str, Any]) -> dict[str, Any]:
        left = [one for one in self.messages if one["ts"] != fields["ts"]]
        if len(left) == len(self.messages):
            return {"error": "message_not_found"}
        self.messages = left
        return {"channel": CHANNEL, "ts": fields["ts"]}

    def _hook(self, request: httpx.Request) -> httpx.Response:
        assert request.method == "POST", "a webhook can only be posted to"
        if request.url.path != f"/services/{HOOK}":
            return httpx.Response(404, text="no_service")
        if self.archived:
            return httpx.Response(410, text="channel_is_archived")
        fields = given(request).fields
        if set(fields) - {"text", "mrkdwn", "unfurl_links"}:
            return httpx.Response(400, text="invalid_payload")
        if wrong := self._wrong(fields["text"]):
            return httpx.Response(400, text=wrong)
        self._kept(fields["text"], {})
        return httpx.Response(200, text="ok")

    def _wrong(self, text: str) -> str:
        if not text.strip():
            return "no_text"
        bare = text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
        assert not re.search(r"[&<>]", bare), "a sign that has a meaning was not escaped"
        return "msg_too_long" if len(text) > MOST_TEXT else ""

    def _kept(self, text: str, about: dict[str, Any]) -> dict[str, Any]:
        made = {
            "type": "message",
            "ts": f"{self.start + next(self.numbers)}.000200",
            "text": _shown(text),
            "bot_id": BOT,
            "user": USER,
            **about,
        }
        self.messages.append(made)
        return made

    def _under(self, ts: str) -> list[dict[str, Any]]:
        return [m for m in self.messages if m.get("thread_ts") == ts and m["ts"] != ts]


def _shown(text: str) -> str:
    """Links come back between < and >."""
    return _URL.sub(lambda found: f"<{found[0]}>", text)
