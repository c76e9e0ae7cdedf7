"""From a handle to the account's id, and from the id to the server that holds it.

A name counts only when the account's own document names it back.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from tolok.core.outcomes import Cause, Outcome, Permanent, Refused
from tolok.core.publishing.http import Http
from tolok.core.text import Text, say
from tolok.lib.addresses import server_of
from tolok.lib.answers import word
from tolok.networks.bluesky.errors import accepted

DIRECTORY = "https://plc.directory"  # where ids of the kind did:plc are written down
RESOLVER = "https://public.api.bsky.app"  # asked for handles whose own site does not tell
MAIN_SERVER = "https://bsky.social"
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,240}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """`server` is the base address of the server that holds the account."""

    did: str
    handle: str
    server: str


@dataclass(frozen=True, slots=True)
class Directories:
    """Where names and ids are looked up."""

    plc: str = DIRECTORY
    resolver: str = RESOLVER


def clean_handle(typed: str) -> str:
    """As people paste it: with @, blanks, capitals, invisible signs or a profile's address."""
    seen = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf").strip()
    if "/profile/" in seen:
        seen = seen.partition("/profile/")[2].partition("/")[0]
    return seen.removeprefix("@").casefold().rstrip(".")


def clean_server(typed: str) -> str:
    """The base address of a server; "" when nothing is typed."""
    return server_of(typed) if typed.strip() else ""


async def of_handle(http: Http, handle: str, where: Directories) -> Identity:
    """The account of a handle, or `Permanent` saying what is wrong with the name."""
    if "." not in handle or "/" in handle:
        raise _no_handle(handle)
    found = await of_did(http, await _did(http, handle, where.resolver), where.plc)
    if found.handle != handle:
        raise Permanent(
            say(
                "{handle} points to an account that does not bear this name.",
                "{handle} mengarah ke akun yang tidak memakai nama ini.",
                handle=handle,
            ),
            Text(
                "Check the handle in your profile, then try again.",
                "Periksa nama pengguna di profil Anda, lalu coba lagi.",
            ),
        )
    return found


async def of_did(http: Http, did: str, directory: str = DIRECTORY) -> Identity:
    """What the account's document says."""
    said = accepted(await http.request("GET", _document_url(did, directory)), "GET")
    return of_document(did, said.json())


def of_document(did: str, document: Any) -> Identity:
    """Reads a document that somebody hands over; its id must be the one asked for."""
    if not isinstance(document, dict) or document.get("id") != did:
        raise _no_document(did)
    server = next(filter(None, map(_holder, _listed(document, "service"))), "")
    if not server:
        raise _no_document(did)
    names = (one for one in _listed(document, "alsoKnownAs") if isinstance(one, str))
    handle = next((one[5:].casefold() for one in names if one.startswith("at://")), "")
    return Identity(did, handle, server)


async def _did(http: Http, handle: str, resolver: str) -> str:
    """The handle's own site first, then the service that knows them all."""
    try:
        said = await http.request("GET", f"https://{handle}/.well-known/atproto-did")
        if said.status == 200 and _DID.fullmatch(found := said.text.strip()):
            return found
    except Outcome:
        pass  # most handles have no site of their own
    return await ask_resolver(http, handle, resolver)


async def ask_resolver(http: Http, handle: str, server: str) -> str:
    url = f"{server}/xrpc/com.atproto.identity.resolveHandle"
    said = await http.request("GET", url, params={"handle": handle})
    if said.status == 400:
        raise _no_handle(handle)
    body = accepted(said, "GET").json()
    found = word(body.get("did")) if isinstance(body, dict) else ""
    if not _DID.fullmatch(found):
        raise _no_handle(handle)
    return found


def _document_url(did: str, directory: str) -> str:
    kind, _, rest = did.removeprefix("did:").partition(":")
    if kind == "plc" and rest.isalnum():
        return f"{directory}/{did}"
    if kind == "web" and rest and "/" not in rest and "%" not in rest:
        return f"https://{rest}/.well-known/did.json"
    raise _no_document(did)


def _listed(document: dict[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _holder(service: Any) -> str:
    """The address of a service that holds accounts, else ""."""
    if not isinstance(service, dict) or service.get("type") != "AtprotoPersonalDataServer":
        return ""
    try:
        return clean_server(word(service.get("serviceEndpoint")))
    except Refused:
        return ""


def _no_handle(handle: str) -> Permanent:
    return Permanent(
        say(
            "There is no Bluesky account named {handle}.",
            "Tidak ada akun Bluesky bernama {handle}.",
            handle=handle or "?",
        ),
        Text(
            "Write the whole handle, with its domain: name.bsky.social.",
            "Tulis nama pengguna lengkap dengan domainnya: nama.bsky.social.",
        ),
        cause=Cause.GONE,
    )


def _no_document(did: str) -> Permanent:
    return Permanent(
        say(
            "The account {did} does not say which server holds it.",
            "Akun {did} tidak menyebut server tempatnya.",
            did=did,
        ),
        Text(
            "Enter the address of its server as well.",
            "Isi juga alamat servernya.",
        ),
        cause=Cause.GONE,
    )
