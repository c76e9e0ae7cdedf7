"""Finding an account's server by its name, and the ways to log in, without a server at hand."""

import asyncio
import json
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from tests.networks.bluesky.fake import DID, refused
from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.sign_in import Here
from tolok.lib.http import SafeClient
from tolok.networks.bluesky import dpop, identity, oauth
from tolok.networks.bluesky.app_password import AppPassword, ends
from tolok.networks.bluesky.identity import Directories, Identity, clean_handle, clean_server

PDS = "https://pds.example"
T = TypeVar("T")
Site = dict[str, Any]


def document(did: str = DID, handle: str = "toko.example", server: str = PDS) -> Site:
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": server}
    return {"id": did, "alsoKnownAs": [f"at://{handle}"], "service": [service]}


def world(sites: Site, seen: list[httpx.Request] | None = None) -> SafeClient:
    """An internet where each address gives what is written down; all else is not there."""

    def answer(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        found = sites.get(str(request.url), sites.get(str(request.url).partition("?")[0]))
        if found is None:
            raise httpx.ConnectError("no such server")
        if isinstance(found, httpx.Response):
            return found
        if isinstance(found, str):
            return httpx.Response(200, text=found)
        return httpx.Response(200, json=found)

    return SafeClient(transport=httpx.MockTransport(answer))


def run(http: SafeClient, act: Callable[[SafeClient], Awaitable[T]]) -> T:
    async def once() -> T:
        async with http:
            return await act(http)

    return asyncio.run(once())


def ending(http: SafeClient, act: Callable[[SafeClient], Awaitable[object]]) -> Outcome:
    with pytest.raises((Temporary, Permanent)) as caught:
        run(http, act)
    return caught.value


def resolved(sites: Site, handle: str = "toko.example") -> Identity:
    return run(world(sites), lambda http: identity.of_handle(http, handle, Directories()))


RESOLVER = f"{identity.RESOLVER}/xrpc/com.atproto.identity.resolveHandle"
OWN_SITE = "https://toko.example/.well-known/atproto-did"
PLC = f"{identity.DIRECTORY}/{DID}"
SESSION = {"did": DID, "handle": "toko.example", "accessJwt": "a.b.c", "refreshJwt": "r"}


def test_a_handle_is_told_by_its_own_site_or_else_by_the_resolver():
    wanted = Identity(DID, "toko.example", PDS)
    assert resolved({OWN_SITE: f"{DID}\n", PLC: document()}) == wanted
    assert resolved({RESOLVER: {"did": DID}, PLC: document()}) == wanted
    web = "did:web:toko.example"
    site = {OWN_SITE: web, "https://toko.example/.well-known/did.json": document(web)}
    assert resolved(site) == Identity(web, "toko.example", PDS)


@pytest.mark.parametrize(
    ("sites", "handle"),
    [
        ({OWN_SITE: DID, PLC: document(handle="lain.example")}, "toko.example"),
        ({OWN_SITE: DID, PLC: document(did="did:plc:other")}, "toko.example"),
        ({OWN_SITE: DID, PLC: {"id": DID, "service": [7, {}]}}, "toko.example"),
        ({OWN_SITE: "did:key:z6Mk", PLC: document()}, "toko.example"),
        ({OWN_SITE: "did:web:a%3A80"}, "toko.example"),
        ({RESOLVER: refused(400, "InvalidRequest", "Unable to resolve")}, "toko.example"),
        ({RESOLVER: {"did": "nonsense"}}, "toko.example"),
        ({}, "toko"),
        ({}, ""),
    ],
)
def test_a_name_that_does_not_lead_to_an_account_is_refused_in_words(sites: Site, handle: str):
    out = ending(world(sites), lambda http: identity.of_handle(http, handle, Directories()))
    assert isinstance(out, Permanent)
    assert out.fix.id


def test_names_are_taken_as_people_paste_them():
    for typed in ("@Toko.Example ", "\u202atoko.example\u202c", "toko.example."):
        assert clean_handle(typed) == "toko.example"
    assert clean_handle("https://bsky.app/profile/toko.example/post/3k") == "toko.example"
    assert clean_server(" pds.example/ ") == PDS
    assert clean_server("https://pds.example/xrpc/x") == PDS
    assert clean_server("") == ""


def test_an_e_mail_logs_in_at_the_main_server_and_stays_with_the_own_one():
    login = f"{identity.MAIN_SERVER}/xrpc/com.atproto.server.createSession"
    seen: list[httpx.Request] = []
    http = world({login: {**SESSION, "didDoc": document()}}, seen)
    form = {"handle": "Toko@example.org", "password": " abcd-efgh-ijkl-mnop "}
    account = run(http, lambda http: AppPassword().begin(http, form, Here("", "")))
    assert isinstance(account, Account)
    assert (account.server, account.remote_id) == (PDS, DID)
    sent = json.loads(seen[0].content)
    assert sent == {"identifier": "toko@example.org", "password": "abcd-efgh-ijkl-mnop"}
    assert "ijkl-mnop" not in repr(account)
    assert "a.b.c" not in repr(account)


def test_an_account_with_a_code_by_mail_is_told_to_make_an_app_password():
    login = f"{PDS}/xrpc/com.atproto.server.createSession"
    http = world({login: refused(401, "AuthFactorTokenRequired")})
    form = {"handle": "toko.example", "password": "main", "server": PDS}
    out = ending(http, lambda http: AppPassword().begin(http, form, Here("", "")))
    assert isinstance(out, Permanent)
    assert "app password" in out.fix.en


def test_a_server_that_answers_nonsense_connects_nobody():
    login = f"{PDS}/xrpc/com.atproto.server.createSession"
    form = {"handle": "toko.example", "password": "x", "server": PDS}
    for nonsense in ("<html>", [], {"did": DID}, {**SESSION, "accessJwt": None}):
        http = world({login: nonsense})
        out = ending(http, lambda http: AppPassword().begin(http, form, Here("", "")))
        assert isinstance(out, Temporary)


def test_the_end_of_a_token_is_read_and_a_broken_one_has_none():
    claims = urlsafe_b64encode(b'{"exp": 1795577443}').rstrip(b"=").decode()
    assert ends(f"h.{claims}.s") == datetime.fromtimestamp(1795577443, UTC)
    for odd in ("", "abc", "a.b.c", "a." + urlsafe_b64encode(b"[1]").decode() + ".c"):
        assert ends(odd) is None


def test_a_proof_is_for_one_request_and_shows_no_private_key():
    key = dpop.new_key()
    made = dpop.proof(key, "POST", f"{PDS}/xrpc/x?y=1#z", nonce="n", access="token")
    public = ECKey.import_key({k: v for k, v in json.loads(key).items() if k != "d"})
    token = jwt.decode(made, public, algorithms=["ES256"])
    assert token.header["typ"] == "dpop+jwt"
    assert "d" not in token.header["jwk"]
    assert (token.claims["htm"], token.claims["htu"]) == ("POST", f"{PDS}/xrpc/x")
    assert token.claims["nonce"] == "n"
    other = dpop.proof(key, "POST", PDS)
    assert jwt.decode(other, public, algorithms=["ES256"]).claims["jti"] != token.claims["jti"]


def test_a_client_with_a_key_proves_itself_by_its_published_half():
    key = dpop.new_key()
    document = oauth.client_document(
        "https://tolok.example/c.json", "https://tolok.example/back", "https://tolok.example", key
    )
    assert document["token_endpoint_auth_method"] == "private_key_jwt"
    assert '"d"' not in json.dumps(document)
    form = oauth.Client("https://tolok.example/c.json", key).named("https://as.example")
    keys = KeySet.import_key_set(document["jwks"])  # type: ignore[arg-type]
    claims = jwt.decode(form["client_assertion"], keys, algorithms=["ES256"]).claims
    assert (claims["iss"], claims["aud"]) == ("https://tolok.example/c.json", "https://as.example")


def test_only_a_public_address_or_this_machine_can_ask():
    here = Here("http://127.0.0.1:8000/back", "s")
    assert oauth.client_of(here).id.startswith("http://localhost?redirect_uri=http%3A%2F%2F127")
    known = Here("https://t.example/back", "s", app={"client_id": "https://t.example/c.json"})
    assert oauth.client_of(known).id == "https://t.example/c.json"
    for callback in ("http://localhost:8000/back", "http://192.168.1.5/back"):
        with pytest.raises(Permanent):
            oauth.client_of(Here(callback, "s"))


def test_a_server_whose_own_words_about_itself_disagree_is_not_trusted():
    about = {
        "issuer": "https://evil.example",
        "authorization_endpoint": "https://as.example/authorize",
        "pushed_authorization_request_endpoint": "https://as.example/par",
        "token_endpoint": "https://as.example/token",
    }
    sites = {
        f"{PDS}/.well-known/oauth-protected-resource": {
            "authorization_servers": ["https://as.example"]
        },
        "https://as.example/.well-known/oauth-authorization-server": about,
    }
    out = ending(world(sites), lambda http: oauth.discover(http, PDS))
    assert (type(out), out.cause) == (Permanent, Cause.AUTH_EXPIRED)
    sites[f"{PDS}/.well-known/oauth-protected-resource"] = {"authorization_servers": []}
    assert isinstance(ending(world(sites), lambda http: oauth.discover(http, PDS)), Permanent)
