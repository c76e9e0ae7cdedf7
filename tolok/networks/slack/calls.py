"""Calls to Slack's Web API and to incoming webhooks, and what their refusals mean.

The Web API answers 200 to nearly everything: `ok` and `error` in the answer decide.
docs.slack.dev, the pages of the methods and "Rate limits", read 2026-11.
"""

from datetime import timedelta
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.text import Text, say
from tolok.lib import http_failures
from tolok.lib.answers import about, word
from tolok.lib.rate_headers import retry_after

MOST_WORDS = 100
_OVER_CODES = (
    "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
    "invalid_token", "no_service", "no_service_id", "no_team", "no_active_hooks", "team_disabled",
    "user_not_found", "org_login_required",
)  # fmt: skip
_RIGHTS = (
    "missing_scope", "not_in_channel", "channel_not_found", "access_denied", "action_prohibited",
    "restricted_action", "posting_to_general_channel_denied", "no_permission", "not_allowed",
    "is_archived", "channel_is_archived", "ekm_access_denied", "team_access_not_granted",
)  # fmt: skip
_GONE = ("message_not_found", "thread_not_found", "cannot_reply_to_message")
_LIMITS = ("ratelimited", "rate_limited", "message_limit_exceeded")
# "It is possible some aspect of the operation succeeded" stands beside them in the documents.
_TROUBLE = (
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
    "rollup_error",
)


async def call(http: Http, account: Account, name: str, body: dict[str, Any]) -> dict[str, Any]:
    """A call that changes something."""
    return await _web(http, account, "POST", name, json=body)


async def read(http: Http, account: Account, name: str, **params: str) -> dict[str, Any]:
    return await _web(http, account, "GET", name, params=params)


async def _web(
    http: Http, account: Account, method: str, name: str, **given: Any
) -> dict[str, Any]:
    said = await http.request(
        method,
        f"{account.server}/api/{name}",
        headers={"Authorization": f"Bearer {account.credentials.get('token', '')}"},
        **given,
    )
    if not 200 <= said.status < 300:
        raise refusal(said, method, word(about(said).get("error")))
    body = said.json()
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        raise http_failures.unreadable(method, said.rate)
    if not body["ok"]:
        raise refusal(said, method, word(about(said).get("error")))
    return body


async def post_to_hook(http: Http, account: Account, body: dict[str, Any]) -> Response:
    """Answers `ok` as plain words, and nothing that names the message."""
    address = f"{account.server}/services/{account.credentials.get('hook', '')}"
    said = await http.request("POST", address, json=body)
    if not 200 <= said.status < 300:
        raise refusal(said, "POST", said.text.strip())
    if said.text.strip() != "ok":
        raise http_failures.unreadable("POST", said.rate)
    return said


def refusal(said: Response, method: str, code: str) -> Outcome:
    """`code` is one word; anything else is a page of somebody in between."""
    known = code if code.isascii() and code.replace("_", "").isalnum() else ""
    if said.status == 429 or known in _LIMITS:
        return _wait(said)
    if known in _TROUBLE:
        changes = method != "GET"
        return Temporary(_TROUBLED, cause=Cause.SERVER_ERROR, maybe_done=changes)
    if known in _OVER_CODES:
        return Permanent(_OVER, RECONNECT, cause=Cause.AUTH_EXPIRED)
    if not known or said.status >= 500:
        return _by_status(said, method)
    reason = say(
        "Slack refuses it and says: {words}",
        "Slack menolaknya dan menyatakan: {words}",
        words=known[:MOST_WORDS],
    )
    if known in _RIGHTS or known.startswith("restricted_action"):
        return Permanent(reason, _INVITE, cause=Cause.PERMISSION)
    return Permanent(reason, _MEND, cause=Cause.GONE if known in _GONE else Cause.INVALID)


def _by_status(said: Response, method: str) -> Outcome:
    """200 without a code that can be read: nobody knows what was done."""
    if 200 <= said.status < 300:
        return http_failures.unreadable(method, said.rate)
    return http_failures.of_status(said.status, method, said.headers, said.received_at)


def _wait(said: Response) -> Outcome:
    wait = retry_after(said.headers, said.received_at) or timedelta(seconds=30)
    rate = RateLimit(0, said.received_at + wait)
    return Temporary(_SLOWER, retry_after=wait, cause=Cause.RATE_LIMITED, rate=rate)


RECONNECT = Text("Connect the channel again.", "Hubungkan lagi kanalnya.")
_OVER = Text("Slack no longer accepts the log-in.", "Slack tidak lagi menerima login-nya.")
_TROUBLED = Text("Slack has trouble of its own.", "Slack sendiri sedang bermasalah.")
_SLOWER = Text("Slack asks to wait.", "Slack meminta untuk menunggu.")
_INVITE = Text(
    "Invite the app to the channel with the permissions that it needs, then connect it again.",
    "Undang aplikasinya ke kanal dengan izin yang diperlukan, lalu hubungkan lagi.",
)
_MEND = Text("Mend what it names, then try again.", "Perbaiki yang disebut, lalu coba lagi.")
