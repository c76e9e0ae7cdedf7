"""Calls to the Bot API, and what its refusals mean. The token is part of the address: the address
is never shown, logged or put into words.

core.telegram.org/bots/api, "Making requests" and "ResponseParameters", read 2026-11.
"""

import re
from collections.abc import Mapping
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.text import Text, say
from tolok.lib import answers, http_failures

TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}", re.ASCII)
_GONE = ("to delete not found", "to edit not found", "replied not found", "reply message not found")
_RIGHTS = (
    "chat not found", "rights", "write_forbidden", "admin_required", "channel_private",
    "bot was kicked", "not a member", "upgraded to a supergroup", "deactivated",
)  # fmt: skip
_MEDIA = ("photo", "video", "media", "file", "image", "dimensions")


async def call(http: Http, account: Account, name: str, **given: Any) -> Any:
    """A call that changes something: its `result`, or the outcome that a refusal means."""
    return (await answer(http, account, "POST", name, **given))[0]


async def read(http: Http, account: Account, name: str, **params: str) -> Any:
    return (await answer(http, account, "GET", name, params=params))[0]


async def answer(
    http: Http, account: Account, method: str, name: str, **given: Any
) -> tuple[Any, Response]:
    token = account.credentials.get("token", "")
    if not TOKEN.fullmatch(token):
        raise Permanent(NO_TOKEN, RECONNECT, cause=Cause.AUTH_EXPIRED)
    said = await http.request(method, f"{account.server}/bot{token}/{name}", **given)
    if not 200 <= said.status < 300:
        raise refusal(said, method, token)
    body = said.json()
    if not isinstance(body, dict) or body.get("ok") is not True or "result" not in body:
        raise http_failures.unreadable(method, said.rate)
    return body["result"], said


def refusal(said: Response, method: str, token: str) -> Outcome:
    """The status tells most; of a bad request only the words tell what was bad."""
    about = answers.about(said)
    words = answers.line(about.get("description"), secret=token)
    if said.status == 429:
        return _wait(said, about)
    if said.status in (401, 404):  # a wrong token is an address that the server does not know
        return Permanent(_OVER, RECONNECT, cause=Cause.AUTH_EXPIRED)
    if said.status == 413:
        return Permanent(_LARGE, _SMALLER, cause=Cause.MEDIA_REJECTED)
    if said.status in (400, 403) and words:
        cause, fix = _bad(said.status, words.casefold())
        return Permanent(
            say(
                "Telegram refuses it and says: {words}",
                "Telegram menolaknya dan menyatakan: {words}",
                words=words,
            ),
            fix,
            cause=cause,
        )
    return http_failures.of_status(said.status, method, said.headers, said.received_at)


def _bad(status: int, words: str) -> tuple[Cause, Text]:
    if any(each in words for each in _GONE):
        return Cause.GONE, _LOOK
    if status == 403 or any(each in words for each in _RIGHTS):
        return Cause.PERMISSION, ADMIN
    if "too long" in words or "empty" in words:
        return Cause.INVALID, _MEND
    if any(each in words for each in _MEDIA):
        return Cause.MEDIA_REJECTED, _MEND
    return Cause.INVALID, _MEND


def _wait(said: Response, about: Mapping[str, Any]) -> Outcome:
    """429 tells the seconds in `parameters.retry_after`; there are no headers for it."""
    parameters = about.get("parameters")
    wait = answers.wait(parameters.get("retry_after") if isinstance(parameters, dict) else None)
    rate = RateLimit(0, said.received_at + wait) if wait is not None else None
    return Temporary(_SLOWER, retry_after=wait, cause=Cause.RATE_LIMITED, rate=rate)


RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
ADMIN = Text(
    "Make the bot an administrator of the channel that may post messages, then try again.",
    "Jadikan bot administrator kanal dengan izin mengirim pesan, lalu coba lagi.",
)
NO_TOKEN = Text("The token of the bot is not a token.", "Token bot itu bukan token.")
_OVER = Text("Telegram does not accept the bot's token.", "Telegram tidak menerima token botnya.")
_LARGE = Text("The file is too large for Telegram.", "Berkasnya terlalu besar untuk Telegram.")
_SMALLER = Text("Choose a smaller file.", "Pilih berkas yang lebih kecil.")
_SLOWER = Text("Telegram asks to wait.", "Telegram meminta untuk menunggu.")
_LOOK = Text("Check in the channel whether it is there.", "Periksa di kanal apakah masih ada.")
_MEND = Text("Mend what it names, then try again.", "Perbaiki yang disebut, lalu coba lagi.")
