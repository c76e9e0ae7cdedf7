"""Connecting by a trip to the account's own server: pushed request, PKCE, tokens bound to a key.

Follows the AT Protocol's OAuth profile (2026-11): the request is pushed first (RFC 9126), each
request to the server carries a proof of the key (RFC 9449), and the answer is believed only when
the account's own document leads back to the server that gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.account import LOG_IN_ENDS, Account
from tolok.core.publishing.http import Http, Response
from tolok.core.publishing.sign_in import Away, Field, Here, Site
from tolok.core.text import Text
from tolok.lib.answers import count, table, word
from tolok.networks.bluesky import dpop
from tolok.networks.bluesky.app_password import HANDLE, SERVER, directories
from tolok.networks.bluesky.errors import accepted, unreadable
from tolok.networks.bluesky.identity import (
    MAIN_SERVER,
    Identity,
    clean_handle,
    clean_server,
    of_did,
    of_handle,
)
from tolok.networks.bluesky.profile import filled
from tolok.networks.bluesky.xrpc import NONCE, wants_nonce

# A server ends a log-in of a client without a key of its own then (@atproto/oauth-provider 0.22.9).
PUBLIC_LIFE = timedelta(days=14)
LONGEST_LIFE_S = 10 * 366 * 86_400
SCOPE = "atproto transition:generic"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_AGAIN = Text("Start again from the beginning.", "Mulai lagi dari awal.")


@dataclass(frozen=True, slots=True)
class Issuer:
    """A server that logs people in, by its own metadata."""

    id: str
    authorize: str
    push: str
    token: str
    revoke: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to that server. `key` is the private key of a client that has one."""

    id: str
    key: str = ""

    def named(self, issuer: str) -> dict[str, str]:
        if not self.key:
            return {"client_id": self.id}
        return {
            "client_id": self.id,
            "client_assertion_type": _ASSERTION,
            "client_assertion": dpop.assertion(self.key, self.id, issuer),
        }


@dataclass(frozen=True, slots=True)
class OAuth:
    """The person logs in and agrees at the account's own server; no password passes through us."""

    id: str = "oauth"
    name: Text = Text("Log in at Bluesky", "Masuk lewat Bluesky")
    steps: tuple[Text, ...] = (
        Text("Enter your handle.", "Masukkan nama pengguna Anda."),
        Text(
            "Log in at the server of your account and agree.",
            "Masuk di server akun Anda, lalu setujui.",
        ),
    )
    fields: tuple[Field, ...] = (HANDLE, SERVER)

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Away | Account:
        client = client_of(here)
        name = clean_handle(form.get("handle", ""))
        identity = await _identity(http, name, clean_server(form.get("server", "")), here)
        issuer = await discover(http, identity.server)
        key, verifier = dpop.new_key(), generate_token(64)
        request = {
            **client.named(issuer.id),
            "response_type": "code",
            "redirect_uri": here.callback,
            "scope": SCOPE,
            "state": here.state,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
            **({"login_hint": name} if name else {}),
        }
        pushed = table(await _post(http, issuer.push, request, key), "POST", "request_uri")
        query = urlencode({"client_id": client.id, "request_uri": pushed["request_uri"]})
        keep = {
            "issuer": issuer.id,
            "token": issuer.token,
            "client": client.id,
            "verifier": verifier,
            "key": key,
            "did": identity.did,
        }
        return Away(f"{issuer.authorize}?{query}", keep)

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        _agreed(keep, answer)
        client = Client(keep["client"], client_of(here).key)
        request = {
            **client.named(keep["issuer"]),
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": here.callback,
            "code_verifier": keep["verifier"],
        }
        said = await _post(http, keep["token"], request, keep["key"])
        tokens = _tokens(said)
        identity = await _proven(http, tokens["sub"], keep, here)
        held = {"key": keep["key"], "issuer": keep["issuer"], "token": keep["token"]}
        account = Account(identity.server, identity.did, identity.handle or identity.did)
        account = _with(account, {**held, "client": client.id, "client_key": client.key}, said)
        if not client.key:
            ends = said.received_at + PUBLIC_LIFE
            account = replace(account, facts={LOG_IN_ENDS: ends.isoformat()})
        return await filled(http, account, said.received_at)

    def new_app(self) -> Mapping[str, str]:
        return {"client_key": dpop.new_key()}

    def app(self, site: Site, kept: Mapping[str, str]) -> Mapping[str, str]:
        return {"client_id": site.document, "client_key": kept["client_key"]}

    def document(self, site: Site, kept: Mapping[str, str]) -> Mapping[str, object]:
        return client_document(site.document, site.callback, site.url, kept["client_key"])


async def refreshed(http: Http, account: Account) -> Account:
    """New tokens for old. The refresh token in it is for one use: keep the new one at once."""
    held = account.credentials
    client = Client(held["client"], held.get("client_key", ""))
    request = {
        **client.named(held["issuer"]),
        "grant_type": "refresh_token",
        "refresh_token": held.get("refresh", ""),
    }
    said = await _post(http, held["token"], request, held["key"])
    if _tokens(said)["sub"] != account.remote_id:
        raise _distrust()
    return _with(account, held, said)


async def revoked(http: Http, account: Account) -> bool:
    """Make the log-in void where its server says that it can be (RFC 7009)."""
    held = account.credentials
    issuer = await discover(http, account.server)
    if not issuer.revoke or issuer.id != held["issuer"]:
        return False
    client = Client(held["client"], held.get("client_key", ""))
    form = {**client.named(issuer.id), "token": held.get("refresh") or held["access"]}
    await _post(http, issuer.revoke, form, held["key"])
    return True


def client_of(here: Here) -> Client:
    """The address of our own document, or the form for programs on the person's own machine."""
    if known := here.app.get("client_id", ""):
        return Client(known, here.app.get("client_key", ""))
    parts = urlsplit(here.callback)
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1"):
        query = urlencode({"redirect_uri": here.callback, "scope": SCOPE})
        return Client(f"http://localhost?{query}")
    raise Permanent(
        Text(
            "Bluesky cannot check who asks: Tolok has no public address here.",
            "Bluesky tidak dapat memeriksa siapa yang meminta: Tolok tidak punya alamat publik.",
        ),
        Text(
            "Connect with an app password, or open Tolok at 127.0.0.1 or its public https address.",
            "Hubungkan dengan kata sandi aplikasi, atau buka Tolok di 127.0.0.1 atau alamat "
            "https publiknya.",
        ),
    )


def client_document(client_id: str, callback: str, site: str, key: str = "") -> dict[str, object]:
    """What our document at the address `client_id` says. With a `key` log-ins last longer.

    Without one a server ends each log-in after two weeks, with one after up to two years
    (@atproto/oauth-provider 0.22.9).
    """
    method = "private_key_jwt" if key else "none"
    document: dict[str, object] = {
        "client_id": client_id,
        "client_name": "Tolok",
        "client_uri": site,
        "application_type": "web",
        "redirect_uris": [callback],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": SCOPE,
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": method,
    }
    if key:
        document["token_endpoint_auth_signing_alg"] = dpop.ALGORITHM
        document["jwks"] = dpop.public_keys(key)
    return document


async def discover(http: Http, server: str) -> Issuer:
    """The server that logs people of `server` in."""
    said = await http.request("GET", f"{server}/.well-known/oauth-protected-resource")
    listed = accepted(said, "GET").json()
    found = listed.get("authorization_servers") if isinstance(listed, dict) else None
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], str):
        raise _distrust()
    issuer = found[0].rstrip("/")
    said = await http.request("GET", f"{issuer}/.well-known/oauth-authorization-server")
    about = table(
        accepted(said, "GET"),
        "GET",
        "issuer",
        "authorization_endpoint",
        "pushed_authorization_request_endpoint",
        "token_endpoint",
    )
    if about["issuer"].rstrip("/") != issuer:
        raise _distrust()
    return Issuer(
        id=about["issuer"],
        authorize=about["authorization_endpoint"],
        push=about["pushed_authorization_request_endpoint"],
        token=about["token_endpoint"],
        revoke=word(about.get("revocation_endpoint")),
    )


async def _identity(http: Http, name: str, server: str, here: Here) -> Identity:
    """Where to go. With a server given, whose account it is shows at the end."""
    if server or not name or "@" in name:
        return Identity("", name, server or MAIN_SERVER)
    return await of_handle(http, name, directories(here))


async def _post(http: Http, url: str, form: Mapping[str, str], key: str) -> Response:
    """A request of the log-in; the server refuses the first one to hand out its nonce."""
    nonce = ""
    for _ in range(2):
        proof = dpop.proof(key, "POST", url, nonce=nonce)
        said = await http.request("POST", url, headers={"dpop": proof}, form=form)
        if not wants_nonce(said):
            break
        nonce = said.headers.get(NONCE, "")
    return accepted(said, "POST")


def _agreed(keep: Mapping[str, str], answer: Mapping[str, str]) -> None:
    if answer.get("iss") != keep["issuer"]:
        raise _distrust()
    if answer.get("error") == "access_denied":
        raise Permanent(
            Text("Access was not granted.", "Akses tidak diberikan."),
            Text("Start again and agree at Bluesky.", "Mulai lagi dan setujui di Bluesky."),
            cause=Cause.PERMISSION,
        )
    if not answer.get("code"):
        raise Permanent(
            Text("Bluesky broke the log-in off.", "Bluesky menghentikan proses masuk."), _AGAIN
        )


async def _proven(http: Http, did: str, keep: Mapping[str, str], here: Here) -> Identity:
    """The account whose own document leads back to the server that vouched for it."""
    if keep["did"] and keep["did"] != did:
        raise Permanent(
            Text(
                "The log-in was for another account than the one entered.",
                "Login tadi untuk akun lain, bukan yang dimasukkan.",
            ),
            Text(
                "Log out at Bluesky, then start again.",
                "Keluar dari Bluesky, lalu mulai lagi.",
            ),
        )
    identity = await of_did(http, did, directories(here).plc)
    if (await discover(http, identity.server)).id != keep["issuer"]:
        raise _distrust()
    return identity


def _tokens(said: Response) -> dict[str, Any]:
    tokens = table(said, "POST", "access_token", "token_type", "sub")
    life = tokens.get("expires_in")
    if tokens["token_type"].casefold() != "dpop" or (life is not None and count(life) is None):
        raise unreadable(said, "POST")
    return tokens


def _with(account: Account, held: Mapping[str, str], said: Response) -> Account:
    tokens = _tokens(said)
    life = count(tokens.get("expires_in"))
    refresh = word(tokens.get("refresh_token")) or held.get("refresh", "")
    return account.with_credentials(
        {**held, "access": tokens["access_token"], "refresh": refresh},
        None if life is None else said.received_at + timedelta(seconds=min(life, LONGEST_LIFE_S)),
    )


def _distrust() -> Permanent:
    return Permanent(
        Text(
            "The server does not prove that it may speak for this account.",
            "Server tidak membuktikan bahwa ia berhak mewakili akun ini.",
        ),
        _AGAIN,
        cause=Cause.AUTH_EXPIRED,
    )
