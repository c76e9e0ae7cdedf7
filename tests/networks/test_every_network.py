"""What every connector owes, whatever a network answers: two endings, sane values, no secrets."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.networks.accounts import ACCOUNTS, EACH
from tests.networks.wire import HERE, NOW, everything_said, ignore
from tolok.core.outcomes import Outcome, Permanent, Temporary
from tolok.core.ports import Network, Revokes
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import AccountCounts, Parcel, Published, SeenPage, SeenPost
from tolok.lib.http import SafeClient
from tolok.services.accounts import networks

NAMED = [pytest.param(*each, id=f"{each[0]}-{n}") for n, each in enumerate(EACH)]
IDS = {
    "bluesky": "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kabc",
    "discord": "300000000000000001",
    "telegram": "101",
    "slack": "1764079999.000100",
}
NASTY = (
    *("null", "true", "-1", "0", "7", "1e400", "NaN", "-Infinity", "9" * 40, "1e15", "[]", "{}"),
    *(
        '""',
        '"x"',
        r'"\ud800"',
        r'"a\u0000b"',
        '"javascript:alert(1)"',
        '"https://["',
        '"did:plc:a"',
    ),
    *(
        '"0001-01-01T00:00:00+14:00"',
        '"9999-12-31T23:59:59-14:00"',
        '"1e15"',
        '"https://a.example"',
    ),
    *('"2026-11-25T12:00:00Z"', '"1764079999.000100"', '"' + "x" * 5000 + '"'),
)
NAMES = (
    *("id", "acct", "url", "display_name", "created_at", "content", "favourites_count"),
    *("followers_count", "statuses_count", "version", "media_attachments", "card", "statuses"),
    *("ok", "result", "message_id", "date", "username", "title", "status", "type", "error", "code"),
    *("errors", "message", "retry_after", "parameters", "description", "response_metadata"),
    *("next_cursor", "channel", "ts", "text", "thread_ts", "bot_id", "user_id", "team", "files"),
    *("uri", "cid", "value", "createdAt", "embed", "external", "did", "handle", "accessJwt"),
    *("refreshJwt", "likeCount", "followersCount", "displayName", "blobUploadLimit", "langs"),
    *("name", "guild_id", "channel_id", "attachments", "timestamp", "expires_in", "cursor"),
)
LISTS = ("records", "messages", "posts")
VALUE = st.sampled_from(NASTY)


def object_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    named = st.dictionaries(st.sampled_from(NAMES), inner, max_size=14)
    return named.map(lambda found: "{" + ",".join(f'"{k}":{v}' for k, v in found.items()) + "}")


OBJECT = object_of(st.one_of(VALUE, object_of(VALUE)))
BODY = st.one_of(
    VALUE,
    OBJECT,
    OBJECT.map(lambda one: f"[{one}]"),
    st.tuples(st.sampled_from(LISTS), OBJECT).map(
        lambda two: f'{{"ok":true,"{two[0]}":[{two[1]}]}}'
    ),
    OBJECT.map(lambda one: f'{{"ok":true,"result":{one}}}'),
    st.sampled_from(["", "<h1>Selamat datang</h1>", "[" * 5000, '{"a":' * 900 + "1" + "}" * 900]),
)
STATUS = st.sampled_from([200, 200, 200, 202, 204, 303, 400, 401, 403, 404, 422, 429, 500, 503])


def acts(connector: Network, network: str, account: Account) -> dict[str, Callable[..., Any]]:
    key = connector.new_key(NOW, Random(1))  # noqa: S311
    id = IDS.get(network, "7")
    found: dict[str, Callable[..., Any]] = {
        "check": lambda http: connector.check(http, account, NOW),
        "refresh": lambda http: connector.refresh(http, account, NOW),
        "prepare": lambda http: connector.prepare(http, account, Parcel("Halo @a.b"), {}, ignore),
        "commit": lambda http: connector.commit(http, account, Parcel("Halo"), {}, key),
        "ask": lambda http: connector.ask(http, account, Parcel("Halo"), {}, key),
        "posts": lambda http: connector.posts(http, account),
        "post": lambda http: connector.post(http, account, id),
        "counts": lambda http: connector.counts(http, account),
        "delete": lambda http: connector.delete(http, account, id),
        "edit": lambda http: connector.edit(http, account, id, Parcel("Lain"), {}),
    }
    if isinstance(connector, Revokes):
        found["revoke"] = lambda http: connector.revoke(http, account)
    return found


def said(act: Callable[..., Awaitable[object]], answer: httpx.Response) -> object:
    async def once() -> object:
        wire = httpx.MockTransport(lambda _: answer)
        async with SafeClient(transport=wire) as http:
            try:
                return await act(http)
            except (Temporary, Permanent) as ending:
                return ending

    return asyncio.run(once())


@pytest.mark.parametrize(("network", "account"), NAMED)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=BODY, status=STATUS, data=st.data())
def test_no_answer_brings_a_fault_or_a_value_that_cannot_be_kept(
    network: str, account: Account, body: str, status: int, data: st.DataObject
):
    connector = networks()[network]
    name, act = data.draw(st.sampled_from(list(acts(connector, network, account).items())))
    fit(said(act, httpx.Response(status, content=body.encode())), name)


def fit(found: object, name: str) -> None:
    """Everything in it can be stored, shown and counted on."""
    if isinstance(found, Outcome):
        found.reason.en.encode()
        assert "\0" not in found.reason.en
        assert len(found.reason.en) < 1000
    if isinstance(found, SeenPage):
        for post in found.posts:
            fit(post, name)
    if isinstance(found, AccountCounts | SeenPost):
        assert all(type(n) is int and 0 <= n < 2**63 for n in found.counts.values()), name
    if isinstance(found, SeenPost | Published):
        f"{found.remote_id}{found.url}{getattr(found, 'text', '')}".encode()
        assert found.url.startswith("https://") or not found.url
        stored(found.at)
    if isinstance(found, Account):
        f"{found.handle}{found.name}{found.facts}".encode()
        assert found.url.startswith("https://") or not found.url
        assert len(found.handle) <= 300
        assert len(found.url) <= 500


def stored(at: datetime | None) -> None:
    if at is not None:
        assert at.utcoffset() == timedelta(0)
        at.astimezone(ZoneInfo("Asia/Jakarta")).astimezone(ZoneInfo("America/Lima"))


TYPED = (
    *("", "https://[", "https://[::1", "//[x", "https://ℂ℀.example", "https://a:b@c.example"),
    *("javascript:alert(1)", "http://a.example:x", "https://", "@", "a b", "x" * 9000, "\ud800"),
    *("https://bücher.example./", "mastodon.social:443", "‮moc.elpmaxe", "1" * 40, "https://a..b"),
)


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
@pytest.mark.parametrize("network", sorted(ACCOUNTS))
def test_no_form_brings_a_fault(network: str, typed: str):
    answers = (b"", b"{}", b'{"id":"1","client_id":"c","client_secret":"s"}', b"<h1>x</h1>")
    for sign_in in networks()[network].sign_ins:
        for body in answers:
            form = {field.id: typed for field in sign_in.fields}
            said(
                lambda http, f=form, s=sign_in: s.begin(http, f, HERE),
                httpx.Response(200, content=body),
            )


@pytest.mark.parametrize(("network", "account"), NAMED)
def test_a_secret_that_a_server_repeats_is_in_no_words(network: str, account: Account):
    """Not even a half of one, where the words are cut."""
    secrets = [value for value in account.credentials.values() if len(value) > 20]
    for secret in secrets:
        for before in (0, 260, 280, 290, 299):
            words = "y" * before + " " + secret
            body = {"ok": False, "message": words, "description": words, "error": words}
            for status in (400, 403):
                act = acts(networks()[network], network, account)["commit"]
                out = said(act, httpx.Response(status, json=body))
                assert isinstance(out, Outcome)
                assert secret[:12] not in everything_said(out)
