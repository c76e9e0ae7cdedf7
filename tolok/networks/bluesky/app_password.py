"""Connecting with an app password, and keeping such a log-in alive."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http, Response
from tolok.core.publishing.sign_in import Away, Field, Here
from tolok.core.text import Text
from tolok.lib.answers import epoch, parsed, table
from tolok.networks.bluesky.errors import accepted, told
from tolok.networks.bluesky.identity import (
    DIRECTORY,
    MAIN_SERVER,
    RESOLVER,
    Directories,
    clean_handle,
    clean_server,
    of_document,
    of_handle,
)
from tolok.networks.bluesky.profile import filled

HANDLE = Field(
    "handle",
    Text("Handle or e-mail", "Nama pengguna atau email"),
    Text(
        "As in your profile, with its domain.",
        "Seperti di profil Anda, lengkap dengan domainnya.",
    ),
    example="toko.bsky.social",
)
SERVER = Field(
    "server",
    Text("Server", "Server"),
    Text(
        "Only for an account on a server of its own. Else leave it empty.",
        "Hanya untuk akun di server sendiri. Selain itu, kosongkan.",
    ),
    example="https://pds.example.org",
    required=False,
)


@dataclass(frozen=True, slots=True)
class AppPassword:
    """A password that Bluesky makes for one program; it can be withdrawn there at any time."""

    id: str = "app_password"
    name: Text = Text("App password", "Kata sandi aplikasi")
    steps: tuple[Text, ...] = (
        Text(
            "Open Settings, Privacy and security, App passwords in Bluesky.",
            "Buka Setelan, Privasi dan keamanan, Kata sandi aplikasi di Bluesky.",
        ),
        Text(
            "Make a new app password named Tolok and copy it. Bluesky shows it once.",
            "Buat kata sandi aplikasi baru bernama Tolok, lalu salin. Hanya ditampilkan sekali.",
        ),
        Text("Enter it here with your handle.", "Masukkan di sini beserta nama pengguna Anda."),
    )
    fields: tuple[Field, ...] = (
        HANDLE,
        Field(
            "password",
            Text("App password", "Kata sandi aplikasi"),
            Text(
                "Not your main password.",
                "Bukan kata sandi utama Anda.",
            ),
            example="abcd-efgh-ijkl-mnop",
            secret=True,
        ),
        SERVER,
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Away | Account:
        name = clean_handle(form.get("handle", ""))
        where = directories(here)
        server = clean_server(form.get("server", "")) or await _server_of(http, name, where)
        said = await http.request(
            "POST",
            f"{server}/xrpc/com.atproto.server.createSession",
            json={"identifier": name, "password": form.get("password", "").strip()},
        )
        session = table(_logged_in(said), "POST", "did", "handle", "accessJwt", "refreshJwt")
        account = Account(
            server=_holder(session, server),
            remote_id=session["did"],
            handle=session["handle"],
            credentials=_credentials(session),
            expires_at=ends(session["accessJwt"]),
        )
        return await filled(http, account, said.received_at)

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(
            Text(
                "This way to connect ends with its form.",
                "Cara menghubungkan ini selesai di formulirnya.",
            ),
            Text("Fill in the form again.", "Isi lagi formulirnya."),
        )


def directories(here: Here) -> Directories:
    """An operator of servers of one's own may name the directories beside them."""
    return Directories(
        plc=here.app.get("directory") or DIRECTORY, resolver=here.app.get("resolver") or RESOLVER
    )


async def refreshed(http: Http, account: Account) -> Account:
    """New tokens for old. Keep the new ones at once.

    A lost answer breaks nothing: for two hours the old token gives the same new one again
    (measured against @atproto/pds 0.5.35).
    """
    try:
        said = await http.request(
            "POST",
            f"{account.server}/xrpc/com.atproto.server.refreshSession",
            headers={"authorization": f"Bearer {account.credentials.get('refresh', '')}"},
        )
    except Temporary as lost:
        raise Temporary(lost.reason, cause=lost.cause, retry_after=lost.retry_after) from lost
    session = table(accepted(said, "POST"), "POST", "did", "handle", "accessJwt", "refreshJwt")
    fresh = replace(account, handle=session["handle"])
    return fresh.with_credentials(_credentials(session), ends(session["accessJwt"]))


async def revoked(http: Http, account: Account) -> bool:
    """End the session; the app password itself is withdrawn in Bluesky's settings."""
    said = await http.request(
        "POST",
        f"{account.server}/xrpc/com.atproto.server.deleteSession",
        headers={"authorization": f"Bearer {account.credentials.get('refresh', '')}"},
    )
    accepted(said, "POST")
    return True


def ends(token: str) -> datetime | None:
    """When a token says that it ends. Nothing is trusted for it: the server checks its own."""
    try:
        middle = token.split(".")[1]
        return epoch(parsed(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))["exp"])
    except (IndexError, ValueError, KeyError, TypeError):
        return None


def _credentials(session: Mapping[str, Any]) -> dict[str, str]:
    return {"access": session["accessJwt"], "refresh": session["refreshJwt"]}


async def _server_of(http: Http, name: str, where: Directories) -> str:
    return MAIN_SERVER if "@" in name else (await of_handle(http, name, where)).server


def _holder(session: Mapping[str, Any], asked: str) -> str:
    """The server that holds the account, where the one that logs in is another."""
    try:
        return of_document(session["did"], session.get("didDoc")).server
    except Permanent:
        return asked


def _logged_in(said: Response) -> Response:
    if said.status == 401 and told(said)[0] == "AuthenticationRequired":
        raise Permanent(
            Text(
                "The handle or the app password is wrong.",
                "Nama pengguna atau kata sandi aplikasinya salah.",
            ),
            Text(
                "Copy the app password again, or make a new one in Bluesky's settings.",
                "Salin lagi kata sandi aplikasinya, atau buat yang baru di setelan Bluesky.",
            ),
            cause=Cause.AUTH_EXPIRED,
        )
    return accepted(said, "POST")
