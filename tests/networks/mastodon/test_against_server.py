"""The connector against somebody else's server; each test asks the server what it holds."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.servers.mastodon import LOOPBACK, TOKEN, Mastodon
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.fingerprint import finding
from tolok.core.publishing.http import Http
from tolok.core.publishing.parcel import Attachment, Parcel, Poll, Reply
from tolok.core.publishing.retry import Finding
from tolok.core.publishing.sign_in import Away, Here
from tolok.lib.http import Limits, SafeClient
from tolok.networks.mastodon.network import NETWORK
from tolok.networks.mastodon.oauth import AccessToken, OAuth

NOW = datetime.now(UTC)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def talk(act: Callable[[Http], Awaitable[Any]], wait_s: float = 15) -> Any:
    async def run() -> Any:
        limits = Limits(wait_s=wait_s, total_s=wait_s)
        async with SafeClient(allow=LOOPBACK, plain_http=True, limits=limits) as http:
            return await act(http)

    return asyncio.run(run())


def account(server: Mastodon, token: str = TOKEN) -> Account:
    form = {"server": server.url, "token": token}
    return talk(lambda http: AccessToken().begin(http, form, Here("", "")))


def send(server: Mastodon, parcel: Parcel, key: str = "k1", who: Account | None = None) -> Any:
    who = who or account(server)

    async def act(http: Http) -> Any:
        async def note(_: Any) -> None:
            return None

        prepared = await NETWORK.prepare(http, who, parcel, {}, note)
        return await NETWORK.commit(http, who, parcel, prepared, key)

    return talk(act)


def test_a_token_tells_the_account_and_the_limits_of_its_server(server):
    found = account(server)
    assert found.handle.startswith("@sudut@127.0.0.1")
    able = NETWORK.capabilities(found)
    assert able.text.limit == 500
    assert able.text.url_cost == 23
    assert able.as_of is not None


def test_a_wrong_token_is_told_apart(server):
    with pytest.raises(Permanent) as refused:
        account(server, "no-such-token")
    assert refused.value.cause is Cause.AUTH_EXPIRED


def test_a_post_is_there_and_its_key_counts_it_once(server):
    first = send(server, Parcel("Kopi susu gula aren"), key="one")
    again = send(server, Parcel("Kopi susu gula aren"), key="one")
    assert first.remote_id == again.remote_id
    assert len(server.statuses()) == 1
    send(server, Parcel("Kopi susu gula aren"), key="two")
    assert len(server.statuses()) == 2


def test_picture_alt_text_warning_language_and_visibility_arrive(server):
    picture = Attachment(
        "m1", "image", "image/png", len(PIXEL), lambda: PIXEL, alt="Secangkir kopi"
    )
    send(
        server,
        Parcel(
            "Lihat",
            (picture,),
            languages=("id",),
            warning="Kafein",
            visibility="unlisted",
        ),
    )
    (status,) = server.statuses()
    assert status["media_attachments"][0]["description"] == "Secangkir kopi"
    assert (status["spoiler_text"], status["visibility"]) == ("Kafein", "unlisted")
    assert status["language"] == "id"


def test_a_reply_and_a_poll_arrive(server):
    first = send(server, Parcel("Utas"), key="a")
    send(server, Parcel("Bagian dua", reply=Reply(first.remote_id, first.remote_id)), key="b")
    send(server, Parcel("Pilih", poll=Poll(("Kopi", "Teh"), timedelta(hours=1))), key="c")
    poll, reply, _ = sorted(server.statuses(), key=lambda one: one["created_at"], reverse=True)
    assert reply["in_reply_to_id"] == first.remote_id
    assert [option["title"] for option in poll["poll"]["options"]] == ["Kopi", "Teh"]


def test_own_posts_are_listed_and_found_by_their_fingerprint(server):
    parcel = Parcel("Baca https://example.org/menu?utm_source=x #kopi @lain\n\nBesok & lusa")
    send(server, parcel)
    who = account(server)
    page = talk(lambda http: NETWORK.posts(http, who))
    verdict, _ = finding(parcel.fingerprint(), [post.fingerprint() for post in page.posts])
    assert verdict is Finding.EXACT
    assert page.posts[0].counts["likes"] == 0


def test_pages_of_own_posts_go_on_to_the_end(server):
    for n in range(45):
        server.ask("POST", "/api/v1/statuses", {"status": f"Nomor {n}"})
    who = account(server)
    first = talk(lambda http: NETWORK.posts(http, who))
    second = talk(lambda http: NETWORK.posts(http, who, first.next))
    assert len({post.remote_id for post in (*first.posts, *second.posts)}) == 45
    assert second.next == ""


def test_a_deleted_post_is_gone_and_deleting_it_again_is_no_error(server):
    who = account(server)
    made = send(server, Parcel("Sebentar"))
    for _ in range(2):
        talk(lambda http: NETWORK.delete(http, who, made.remote_id))
    assert server.statuses() == []
    assert talk(lambda http: NETWORK.post(http, who, made.remote_id)) is None


def test_an_edit_changes_the_text(server):
    who = account(server)
    made = send(server, Parcel("Sallah"))
    talk(lambda http: NETWORK.edit(http, who, made.remote_id, Parcel("Benar"), {}))
    assert "Benar" in server.statuses()[0]["content"]


def test_counts_of_the_account(server):
    who = account(server)
    send(server, Parcel("Satu"))
    counts = talk(lambda http: NETWORK.counts(http, who)).counts
    assert counts == {"followers": 0, "posts_created": 1}


def test_a_limit_says_until_when(server):
    who = account(server)
    until = (datetime.now(UTC) + timedelta(minutes=4)).isoformat()
    server.fault(
        "/api/v1/statuses",
        type="ratelimit",
        headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": until},
    )
    with pytest.raises(Temporary) as limited:
        send(server, Parcel("Terlalu cepat"), who=who)
    assert limited.value.cause is Cause.RATE_LIMITED
    assert limited.value.rate.spent
    assert not limited.value.maybe_done


def test_a_server_in_trouble_may_have_taken_it(server):
    who = account(server)
    server.fault("/api/v1/statuses", type="status", status=502)
    with pytest.raises(Temporary) as trouble:
        send(server, Parcel("Entah"), who=who)
    assert trouble.value.maybe_done


def test_an_answer_cut_off_may_have_been_carried_out(server):
    who = account(server)
    server.fault("/api/v1/statuses", type="malformed", truncate=True)
    with pytest.raises(Temporary) as cut:
        send(server, Parcel("Entah"), who=who)
    assert cut.value.maybe_done


def test_a_refused_text_says_what_the_server_said(server):
    with pytest.raises(Permanent) as refused:
        send(server, Parcel("x" * 2000))
    assert refused.value.cause is Cause.INVALID
    assert "The server refuses it and says" in refused.value.reason.en


def test_signing_in_registers_an_app_and_comes_back_with_a_token(server):
    here = Here("http://127.0.0.1:8000/back", "state-1")
    away = talk(lambda http: OAuth().begin(http, {"server": server.url}, here))
    assert isinstance(away, Away)
    asked = parse_qs(urlsplit(away.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"] == ["state-1"]
    code = _permit(server, away.url)
    found = talk(lambda http: OAuth().finish(http, away.keep, {"code": code}, here))
    assert found.handle.startswith("@")
    assert found.credentials["token"]


def test_a_refused_permission_is_told(server):
    here = Here("http://127.0.0.1:8000/back", "s")
    with pytest.raises(Permanent):
        talk(lambda http: OAuth().finish(http, {"server": server.url}, {"error": "denied"}, here))


def test_a_key_has_the_form_of_an_id():
    assert len(NETWORK.new_key(NOW, Random(1))) == 36  # noqa: S311


def test_another_software_that_ignores_keys_is_asked_for_its_list():
    takahe = Account("https://t", "1", "@a", facts={"version": "3.5.3 (compatible; Takahe 0.11.0)"})
    assert NETWORK.capabilities(takahe).retry == "D"
    assert NETWORK.capabilities(takahe).notes
    real = Account("https://m", "1", "@a", facts={"version": "4.5.2"})
    assert NETWORK.capabilities(real).retry == "B"


def _permit(server: Mastodon, url: str) -> str:
    """Press the button on the server's page; the code stands in the address it leads back to."""
    parts = urlsplit(url)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as line:
        line.request("GET", f"{parts.path}?{parts.query}")
        body = line.getresponse().read().decode()
        fields = dict(re.findall(r'name="([^"]+)"\s+value="([^"]*)"', body))
        form = urlencode({key: unescape(value) for key, value in fields.items()})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/oauth/authorize", form, kind)
        answer = line.getresponse()
        answer.read()
        return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
