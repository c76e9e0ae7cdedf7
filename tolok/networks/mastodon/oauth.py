"""Signing in at any server: an app registered there for this Tolok, then the code flow with PKCE.

docs.joinmastodon.org/spec/oauth, 2026-11. Tokens do not end; `revoked` gives them back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from authlib.common.security import generate_token
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from tolok.core.outcomes import Cause, Permanent, Refused
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.sign_in import Away, Field, Here
from tolok.core.text import Text
from tolok.lib.addresses import server_of
from tolok.lib.answers import line, table, web_address
from tolok.networks.mastodon import instance
from tolok.networks.mastodon.calls import accepted, call

SCOPES = "read:accounts read:statuses write:statuses write:media"


@dataclass(frozen=True, slots=True)
class OAuth:
    id: str = "oauth"
    name: Text = Text("Sign in on your server", "Masuk di server Anda")
    steps: tuple[Text, ...] = (
        Text(
            "Enter the address of your server, such as mastodon.social.",
            "Isi alamat server Anda, misalnya mastodon.social.",
        ),
        Text(
            "Log in there and permit Tolok to write posts and to read your own.",
            "Masuk di sana dan izinkan Tolok menulis posting serta membaca posting Anda.",
        ),
    )
    fields: tuple[Field, ...] = (
        Field("server", Text("Server", "Server"), example="mastodon.social"),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Away:
        server = base(form["server"])
        app = await _registered(http, server, here.callback)
        verifier = generate_token(64)
        asked = {
            "client_id": app["client_id"],
            "response_type": "code",
            "redirect_uri": here.callback,
            "scope": SCOPES,
            "state": here.state,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
        return Away(
            f"{server}/oauth/authorize?{urlencode(asked)}",
            {"server": server, "verifier": verifier, **app},
        )

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        if not answer.get("code"):
            raise Permanent(_REFUSED, _AGAIN, cause=Cause.PERMISSION)
        said = await http.request(
            "POST",
            f"{keep['server']}/oauth/token",
            form={
                "grant_type": "authorization_code",
                "code": answer["code"],
                "client_id": keep["client_id"],
                "client_secret": keep["client_secret"],
                "redirect_uri": here.callback,
                "code_verifier": keep["verifier"],
                "scope": SCOPES,
            },
        )
        token = table(accepted(said, "POST"), "POST", "access_token")["access_token"]
        return await account_of(
            http,
            keep["server"],
            {
                "token": token,
                "client_id": keep["client_id"],
                "client_secret": keep["client_secret"],
            },
        )


@dataclass(frozen=True, slots=True)
class AccessToken:
    """For programs and servers without a browser: a token made in the server's own settings."""

    id: str = "token"
    name: Text = Text("Enter an access token", "Masukkan token akses")
    steps: tuple[Text, ...] = (
        Text(
            "On your server, open Preferences, Development, New application.",
            "Di server Anda, buka Preferensi, Pengembangan, Aplikasi baru.",
        ),
        Text(
            "Tick read:accounts, read:statuses, write:statuses and write:media, then save.",
            "Centang read:accounts, read:statuses, write:statuses, dan write:media, lalu simpan.",
        ),
        Text("Copy the access token to here.", "Salin token aksesnya ke sini."),
    )
    fields: tuple[Field, ...] = (
        Field("server", Text("Server", "Server"), example="mastodon.social"),
        Field("token", Text("Access token", "Token akses"), secret=True),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Account:
        try:
            return await account_of(http, base(form["server"]), {"token": form["token"]})
        except Permanent as refused:
            if refused.cause is not Cause.AUTH_EXPIRED:
                raise
            raise Permanent(_NO_TOKEN, _COPY_AGAIN, cause=Cause.AUTH_EXPIRED) from refused

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(_REFUSED, _AGAIN)


async def account_of(http: Http, server: str, credentials: Mapping[str, str]) -> Account:
    """Whose token this is, and what the server takes."""
    bare = Account(server=server, remote_id="", handle="", credentials=credentials)
    said = await call(http, bare, "GET", "/api/v1/accounts/verify_credentials")
    about = table(said, "GET", "id", "acct")
    host = urlsplit(server).netloc
    return Account(
        server=server,
        remote_id=about["id"],
        handle=f"@{line(about['acct'], most=200)}@{host}",
        name=line(about.get("display_name")) or line(about["acct"]),
        url=web_address(about.get("url")),
        credentials=credentials,
        facts=await instance.facts(http, bare, said.received_at),
    )


async def revoked(http: Http, account: Account) -> bool:
    """A token of an app that we registered; one that a person made stays theirs to delete."""
    held = account.credentials
    if "client_id" not in held:
        return False
    names = ("client_id", "client_secret", "token")
    form = {name: held[name] for name in names}
    accepted(await http.request("POST", f"{account.server}/oauth/revoke", form=form), "POST")
    return True


def base(server: str) -> str:
    """`mastodon.social`, `https://mastodon.social/@me` or `me@mastodon.social` → its address."""
    try:
        return server_of(server if "//" in server else server.rpartition("@")[2])
    except Refused as refused:
        fix = Text("Enter it as mastodon.social.", "Isi seperti mastodon.social.")
        raise Permanent(refused.reason, fix) from refused


async def _registered(http: Http, server: str, callback: str) -> dict[str, str]:
    said = await http.request(
        "POST",
        f"{server}/api/v1/apps",
        json={
            "client_name": "Tolok",
            "redirect_uris": callback,
            "scopes": SCOPES,
        },
    )
    app = table(accepted(said, "POST"), "POST", "client_id", "client_secret")
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}


_REFUSED = Text("The server did not give its permission.", "Server tidak memberikan izinnya.")
_AGAIN = Text("Start to connect again.", "Mulai hubungkan lagi.")
_NO_TOKEN = Text(
    "The server does not know this access token.", "Server tidak mengenal token akses ini."
)
_COPY_AGAIN = Text(
    "Copy it again from the application's page on your server.",
    "Salin lagi dari halaman aplikasi di server Anda.",
)
