"""Calls to a webhook, and what its refusals mean. The address is the secret: it is never shown.

discord.com/developers/docs, "Opcodes and status codes" and "Rate limits", read 2026-11.
"""

from collections.abc import Mapping
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.text import Text, say
from tolok.lib import answers, http_failures
from tolok.lib.rate_headers import retry_after

# The codes inside the answers; the status alone says too little.
_HOOK_GONE = (10015, 10016, 50027, 10003, 10004)  # webhook, its token, its channel or server
_MESSAGE_GONE = (10008,)
_TOO_LARGE = (40005,)
_RIGHTS = (50001, 50013, 40001, 50083)
_MEDIA_WORDS = ("file", "attachment", "image", "embed")


async def call(http: Http, account: Account, method: str, path: str, **given: Any) -> Response:
    """`path` follows the webhook's own address; raises the outcome that a refusal means."""
    hook = account.credentials.get("hook", "")
    thread = account.facts.get("thread_id")
    params = dict(given.pop("params", {})) | ({"thread_id": thread} if thread else {})
    url = f"{account.server}/api/v10/webhooks/{account.remote_id.partition('/')[0]}/{hook}{path}"
    said = await http.request(method, url, params=params or None, **given)
    if 200 <= said.status < 300:
        return said
    raise refusal(said, method, hook)


def refusal(said: Response, method: str, hook: str) -> Outcome:
    about = answers.about(said)
    code = about.get("code")
    words = _words(about, hook)
    if said.status == 429:
        return _wait(said, about)
    if said.status == 401 or code in _HOOK_GONE:
        return Permanent(_OVER, NEW_HOOK, cause=Cause.AUTH_EXPIRED, rate=said.rate)
    if code in _MESSAGE_GONE:
        return Permanent(_NO_MESSAGE, _LOOK, cause=Cause.GONE, rate=said.rate)
    if said.status == 413 or code in _TOO_LARGE:
        return Permanent(_LARGE, _SMALLER, cause=Cause.MEDIA_REJECTED, rate=said.rate)
    if said.status in (400, 403) and words:
        reason = say(
            "Discord refuses it and says: {words}",
            "Discord menolaknya dan menyatakan: {words}",
            words=words,
        )
        return Permanent(reason, _MEND, cause=_cause(said.status, code, about), rate=said.rate)
    return http_failures.of_status(said.status, method, said.headers, said.received_at)


def _cause(status: int, code: object, about: Mapping[str, Any]) -> Cause:
    if status == 403 or code in _RIGHTS:
        return Cause.PERMISSION
    errors = str(about.get("errors") or "").casefold()
    return Cause.MEDIA_REJECTED if any(w in errors for w in _MEDIA_WORDS) else Cause.INVALID


def _wait(said: Response, about: Mapping[str, Any]) -> Outcome:
    """`retry_after` in the answer is exact to milliseconds; the header is rounded up."""
    wait = answers.wait(about.get("retry_after"))
    if wait is None:
        wait = retry_after(said.headers, said.received_at)
    rate = said.rate
    if rate is None and wait is not None:
        rate = RateLimit(0, said.received_at + wait)
    return Temporary(_SLOWER, retry_after=wait, cause=Cause.RATE_LIMITED, rate=rate)


def _words(about: Mapping[str, Any], hook: str) -> str:
    """The message, and the first of the errors that it lists by field."""
    inner = "; ".join(_messages(about.get("errors")))
    found = ": ".join(each for each in (answers.word(about.get("message")), inner) if each)
    return answers.line(found, secret=hook)


def _messages(errors: object, depth: int = 0) -> list[str]:
    if isinstance(errors, list):
        return [m for each in errors[:3] for m in _messages(each, depth + 1)]
    if not isinstance(errors, dict) or depth > 8:
        return []
    own = [errors["message"]] if isinstance(errors.get("message"), str) else []
    return own + [m for each in errors.values() for m in _messages(each, depth + 1)]


NEW_HOOK = Text(
    "Make a new webhook in the channel's settings, then connect the channel again.",
    "Buat webhook baru di pengaturan kanal, lalu hubungkan lagi kanalnya.",
)
_OVER = Text("Discord no longer knows this webhook.", "Discord tidak lagi mengenal webhook ini.")
_NO_MESSAGE = Text("The message is no longer there.", "Pesan itu sudah tidak ada.")
_LOOK = Text("Look in the room itself.", "Lihat langsung di ruangnya.")
_LARGE = Text("The files are too large for Discord.", "Berkasnya terlalu besar untuk Discord.")
_SMALLER = Text("Choose smaller files.", "Pilih berkas yang lebih kecil.")
_MEND = Text("Mend what it names, then try again.", "Perbaiki yang disebut, lalu coba lagi.")
_SLOWER = Text("Discord asks to wait.", "Discord meminta untuk menunggu.")
