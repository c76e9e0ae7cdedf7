"""The official document: it refuses wrong requests, and no answer made from it does harm."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.networks.mastodon.answers import ANYTHING, named
from tests.networks.mastodon.spec import DOCUMENT, Checked, Unfit, check_request
from tests.networks.wire import HERE, NOW, ignore, picture
from tolok.core.outcomes import Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.parcel import Parcel
from tolok.lib.http import SafeClient
from tolok.networks.mastodon.network import NETWORK
from tolok.networks.mastodon.oauth import AccessToken

pytestmark = pytest.mark.skipif(
    not DOCUMENT, reason="needs the official document: ../shared/specs/mastodon-openapi.json"
)
URL = "https://mastodon.example"
WHO = Account(URL, "7", "@toko", credentials={"token": "t"})
SIGNED = {"Authorization": "Bearer t"}
FORM = {"server": URL, "token": "t"}
PARCEL = Parcel("Halo", (picture("a", alt="Kopi"),))
Act = Callable[[Http], Awaitable[object]]
ACTS: dict[str, tuple[str, Act]] = {
    "publish": ("Status", lambda http: NETWORK.commit(http, WHO, Parcel("Halo"), {}, "k")),
    "read a post": ("Status", lambda http: NETWORK.post(http, WHO, "7")),
    "edit": ("Status", lambda http: NETWORK.edit(http, WHO, "7", Parcel("Halo"), {})),
    "upload": ("MediaAttachment", lambda http: NETWORK.prepare(http, WHO, PARCEL, {}, ignore)),
    "count": ("Account", lambda http: NETWORK.counts(http, WHO)),
    "check": ("CredentialAccount", lambda http: NETWORK.check(http, WHO, NOW)),
}


def outcome(act: Act, answer: Callable[[httpx.Request], Any], status: int = 200) -> object:
    """What the act gives, or one of its two endings; anything else leaves the test."""

    def wire(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=answer(request))

    async def once() -> object:
        async with SafeClient(transport=Checked(httpx.MockTransport(wire))) as http:
            try:
                return await act(http)
            except (Temporary, Permanent) as ending:
                return ending

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (httpx.Request("POST", f"{URL}/api/v1/statuses", json={"status": "x"}), "Security"),
        (httpx.Request("POST", f"{URL}/api/v1/statuses", json={}, headers=SIGNED), "body"),
        (
            httpx.Request(
                "POST", f"{URL}/api/v1/statuses", json={"status": "x", "txt": 1}, headers=SIGNED
            ),
            "txt",
        ),
        (
            httpx.Request(
                "POST", f"{URL}/api/v1/statuses", json={"status": "x", "visibility": "all"},
                headers=SIGNED,
            ),
            "body",
        ),
        (httpx.Request("GET", f"{URL}/api/v1/accounts/7/statuses?page=2", headers=SIGNED), "page"),
        (httpx.Request("GET", f"{URL}/api/v1/accounts/7/statuses?limit=x", headers=SIGNED), "limit"),  # noqa: E501
        (httpx.Request("PATCH", f"{URL}/api/v1/statuses/7", headers=SIGNED), "PATCH"),
        (httpx.Request("GET", f"{URL}/api/v1/notifications", headers=SIGNED), "scope"),
    ],
)  # fmt: skip
def test_what_the_document_does_not_describe_is_refused(request_: httpx.Request, what: str):
    with pytest.raises(Unfit) as wrong:
        check_request(request_, request_.read())
    assert what in str(wrong.value)


@pytest.mark.parametrize("name", ACTS)
@settings(max_examples=60)
@given(data=st.data())
def test_answers_that_are_thin_new_or_odd_end_well(name: str, data: st.DataObject):
    kind, act = ACTS[name]
    instance = data.draw(named("Instance"))
    answer = data.draw(named(kind))
    outcome(act, lambda request: instance if "/instance" in request.url.path else answer)


@settings(max_examples=60)
@given(statuses=st.lists(named("Status"), max_size=2))
def test_odd_statuses_in_a_list_end_well(statuses: list[Any]):
    outcome(lambda http: NETWORK.posts(http, WHO), lambda _: statuses)


@pytest.mark.parametrize("name", ACTS)
@settings(max_examples=40)
@given(answer=ANYTHING, status=st.sampled_from([200, 400, 403, 422, 429, 500]))
def test_answers_of_any_shape_end_well(name: str, answer: Any, status: int):
    outcome(ACTS[name][1], lambda _: answer, status)


@settings(max_examples=60)
@given(instance=named("Instance"))
def test_the_limits_of_an_odd_server_are_read_or_left_as_documented(instance: Any):
    me = {"id": "7", "acct": "toko"}
    found = outcome(
        lambda http: AccessToken().begin(http, FORM, HERE),
        lambda request: instance if "/instance" in request.url.path else me,
    )
    if isinstance(found, Account):
        able = NETWORK.capabilities(found)
        assert able.retry in "BD"
        assert able.text.limit is not None
