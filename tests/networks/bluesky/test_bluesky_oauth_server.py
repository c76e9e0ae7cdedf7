"""The log-in by OAuth against a real server: pushed request, nonce, proofs, single-use tokens."""

from dataclasses import replace

import pytest

from tests.networks.bluesky.live import NOW, new_key, picture, send, with_http
from tests.servers.consent import Visitor
from tests.servers.pds import Pds, Person
from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Parcel
from tolok.core.publishing.sign_in import Away, Here, Site
from tolok.networks.bluesky.network import NETWORK
from tolok.networks.bluesky.oauth import OAuth

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pds")]


def here(server: Pds) -> Here:
    return Here("http://127.0.0.1:8000/channels/back", "state-of-the-session", app=server.app)


def leave(server: Pds, form: dict[str, str]) -> Away:
    away = with_http(lambda http: OAuth().begin(http, form, here(server)))
    assert isinstance(away, Away)
    return away


def come_back(server: Pds, away: Away, answer: dict[str, str]) -> Account:
    return with_http(lambda http: OAuth().finish(http, away.keep, answer, here(server)))


@pytest.fixture(scope="module")
def who(pds: Pds) -> Person:
    return pds.person("masuk")


@pytest.fixture(scope="module")
def account(pds: Pds, who: Person) -> Account:
    away = leave(pds, {"handle": who.handle})
    answer = Visitor(away.url).agree(who)
    assert answer["state"] == "state-of-the-session"
    return come_back(pds, away, answer)


def test_a_person_logs_in_at_the_own_server(pds: Pds, who: Person, account: Account):
    assert (account.remote_id, account.handle, account.server) == (who.did, who.handle, pds.url)
    assert account.expires_at is not None
    assert "main-password" not in str(dict(account.credentials))
    checked = with_http(lambda http: NETWORK.check(http, account, NOW))
    assert checked.handle == who.handle
    assert NETWORK.capabilities(account).notes


def test_a_post_with_a_picture_goes_out_once(pds: Pds, who: Person, account: Account):
    parcel, key = Parcel("lewat OAuth", (picture("a", 40, "Merah"),)), new_key()
    sent = [with_http(lambda http: send(http, account, parcel, key)) for _ in range(2)]
    assert sent[0] == replace(sent[1], rate=sent[0].rate)
    (there,) = pds.posts(who)
    assert there["value"]["embed"]["images"][0]["alt"] == "Merah"
    with_http(lambda http: NETWORK.delete(http, account, sent[0].remote_id))
    assert pds.posts(who) == []


def test_new_tokens_work_and_stay_bound_to_the_key(account: Account):
    fresh = with_http(lambda http: NETWORK.refresh(http, account, NOW))
    assert fresh is not None
    assert fresh.credentials["refresh"] != account.credentials["refresh"]
    with_http(lambda http: NETWORK.check(http, fresh, NOW))
    stolen = fresh.with_credentials({"access": fresh.credentials["access"]})
    with pytest.raises(Permanent) as caught:
        with_http(lambda http: NETWORK.check(http, stolen, NOW))
    assert caught.value.cause is Cause.AUTH_EXPIRED


def test_who_refuses_is_not_connected(pds: Pds, who: Person):
    away = leave(pds, {"handle": "", "server": pds.url})
    with pytest.raises(Permanent) as caught:
        come_back(pds, away, Visitor(away.url).refuse())
    assert caught.value.cause is Cause.PERMISSION


def test_another_account_than_the_one_entered_is_not_connected(pds: Pds, who: Person):
    away = leave(pds, {"handle": who.handle})
    other = pds.person("lain")
    kept = replace(away, keep={**away.keep, "did": other.did})
    with pytest.raises(Permanent) as caught:
        come_back(pds, kept, Visitor(away.url).agree(who))
    assert "another account" in caught.value.reason.en


def test_an_answer_of_another_server_is_not_believed(pds: Pds, who: Person):
    away = leave(pds, {"handle": who.handle})
    answer = {**Visitor(away.url).agree(who), "iss": "https://elsewhere.example"}
    with pytest.raises(Permanent):
        come_back(pds, away, answer)


def test_a_code_is_worth_one_log_in(pds: Pds, who: Person):
    away = leave(pds, {"handle": who.handle})
    answer = Visitor(away.url).agree(who)
    come_back(pds, away, answer)
    with pytest.raises(Permanent) as caught:
        come_back(pds, away, answer)
    assert caught.value.cause is Cause.AUTH_EXPIRED


def test_a_log_in_that_is_given_back_is_void(pds: Pds, who: Person):
    away = leave(pds, {"handle": who.handle})
    account = come_back(pds, away, Visitor(away.url).agree(who))
    assert with_http(lambda http: NETWORK.revoke(http, account))
    with pytest.raises(Permanent) as caught:
        with_http(lambda http: NETWORK.refresh(http, account, NOW))
    assert caught.value.cause is Cause.AUTH_EXPIRED


def test_a_client_with_a_key_of_its_own_reads_as_the_server_wants_it():
    site = Site(
        "https://tolok.example", "https://tolok.example/connect/back/", "https://t.e/d.json"
    )
    kept = OAuth().new_app()
    document = OAuth().document(site, kept)
    assert document["token_endpoint_auth_method"] == "private_key_jwt"
    assert kept["client_key"] not in str(document)
    assert OAuth().app(site, kept)["client_id"] == document["client_id"]
