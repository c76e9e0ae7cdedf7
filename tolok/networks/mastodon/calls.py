"""Calls to a server of the Mastodon API, and what its refusals mean.

The status alone does not tell: some servers answer 400 to a bad token (Takahē, measured 2026-11).
"""

from typing import Any
from urllib.parse import quote

from tolok.core.outcomes import Cause, Outcome, Permanent
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.text import Text, say
from tolok.lib import http_failures
from tolok.lib.answers import about, line

# docs.joinmastodon.org/entities/Error, 2026-11: `error` is words, not a code.
_TOKEN_WORDS = ("access token", "token was revoked", "token is invalid", "login required")
_MEDIA_WORDS = ("file", "media", "image", "video", "content type", "attach")


async def call(http: Http, account: Account, method: str, path: str, **given: Any) -> Response:
    """One request with the account's token; raises the outcome that a refusal means."""
    headers = dict(given.pop("headers", {}))
    if token := account.credentials.get("token"):
        headers["Authorization"] = f"Bearer {token}"
    said = await http.request(method, f"{account.server}{path}", headers=headers, **given)
    return accepted(said, method)


def accepted(said: Response, method: str) -> Response:
    if 200 <= said.status < 300:
        return said
    raise refusal(said, method)


def refusal(said: Response, method: str) -> Outcome:
    """Limits and troubles are told by the status; 400, 401, 403 and 422 by the words as well."""
    words = told(said)
    if said.status == 401 or (said.status in (400, 403) and _holds(words, _TOKEN_WORDS)):
        return Permanent(_OVER, _RECONNECT, cause=Cause.AUTH_EXPIRED, rate=said.rate)
    if said.status == 403 and words:
        reason = say(
            "The server does not permit it: {words}",
            "Server tidak mengizinkannya: {words}",
            words=words,
        )
        return Permanent(reason, _RECONNECT, cause=Cause.PERMISSION, rate=said.rate)
    if said.status in (400, 422) and words:
        cause = Cause.MEDIA_REJECTED if _holds(words, _MEDIA_WORDS) else Cause.INVALID
        reason = say(
            "The server refuses it and says: {words}",
            "Server menolaknya dan menyatakan: {words}",
            words=words,
        )
        return Permanent(reason, _MEND, cause=cause, rate=said.rate)
    return http_failures.of_status(said.status, method, said.headers, said.received_at)


def told(said: Response) -> str:
    """The server's own words, in one line; "" when it has none."""
    body = about(said)
    return line(body.get("error_description")) or line(body.get("error"))


def rows(said: Response, method: str) -> list[dict[str, Any]]:
    body = said.json()
    if not isinstance(body, list) or not all(isinstance(each, dict) for each in body):
        raise http_failures.unreadable(method, said.rate)
    return body


def step(id: str) -> str:
    """An id as one step of a path: a server may name its posts as it likes."""
    return quote(id, safe="")


def _holds(words: str, any_of: tuple[str, ...]) -> bool:
    low = words.casefold()
    return any(each in low for each in any_of)


_OVER = Text("The server no longer accepts the log-in.", "Server tidak lagi menerima login-nya.")
_RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_MEND = Text("Mend what it names, then try again.", "Perbaiki yang disebut, lalu coba lagi.")
