"""Which addresses on the internet may be called: public ones only, in whatever disguise they come.

Decides on names and numbers alone and never looks a name up. What is not plainly public is refused.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

import httpx

from tolok.core.outcomes import Refused
from tolok.core.text import Text, say

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = {"https": 443, "http": 80}
MAX_URL_LENGTH = 8192

# IANA's registries of special-purpose addresses (read 2026-11), as networks that no public web
# server lives in. Written out, because `is_global` differs between versions of Python.
_INSIDE_4 = tuple(
    IPv4Network(n)
    for n in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; 100.100.100.200 is a metadata service
        "127.0.0.0/8",
        "168.63.129.16/32",  # public by number, yet the host agent of a cloud
        "169.254.0.0/16",  # link-local; 169.254.169.254 is a metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is a metadata service
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_INSIDE_6 = tuple(
    IPv6Network(n)
    for n in (
        "2001::/23",  # protocol assignments, with Teredo (2001::/32)
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
# A resolver of an IPv6-only network writes public IPv4 hosts like this (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")  # then an IPv4 address (RFC 5214)

_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_NEVER_IN_URL = re.compile(r"[\x00-\x20\x7f\\]")


def is_public(address: Address) -> bool:
    """Whether this is the address of a server that anybody on the internet may call."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _INSIDE_4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(address.packed[12:]))
    return (
        address in _GLOBAL_6
        and not any(address in network for network in _INSIDE_6)
        and address.packed[8:12] not in _ISATAP
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Where calls may go: public servers on 443 (and 80 with `plain_http`).

    `allow` names networks of one's own, for development and tests only: inside them every port and
    both schemes are open, and nothing else changes.
    """

    allow: tuple[Network, ...] = ()
    plain_http: bool = False

    @classmethod
    def of(cls, allow: Iterable[str] = (), *, plain_http: bool = False) -> "Reach":
        """`Reach.of(["127.0.0.0/8", "::1/128"])`; a network with host bits set is a ValueError."""
        return cls(tuple(ip_network(network) for network in allow), plain_http=plain_http)

    def url(self, text: str) -> httpx.URL:
        """The address as it will be called, or `Refused`. Names are not looked up yet."""
        url = _parsed(text)
        host = literal(url.raw_host.decode("ascii"))
        if host is not None:
            self.check(host, url.scheme, port_of(url))
        elif not self.allow:  # a name may lead into `allow`: then `addresses` decides
            self._check_port(url.scheme, port_of(url))
        return url

    def addresses(self, found: Sequence[str], scheme: str, port: int) -> list[Address]:
        """The addresses behind a name. One that leads inside refuses the whole name."""
        if not found:
            raise Refused(
                Text("The name has no address.", "Nama itu tidak punya alamat."),
            )
        addresses = [ip_address(one) for one in found]
        for address in addresses:
            self.check(address, scheme, port)
        return addresses

    def check(self, address: Address, scheme: str, port: int) -> None:
        """`Refused` unless this very address may be called on this port."""
        if any(address in network for network in self.allow):
            return
        if not is_public(address):
            raise Refused(
                Text(
                    "The address leads into a private network or to this machine.",
                    "Alamat itu mengarah ke jaringan privat atau ke mesin ini.",
                )
            )
        self._check_port(scheme, port)

    def _check_port(self, scheme: str, port: int) -> None:
        if scheme != "https" and not self.plain_http:
            raise Refused(
                Text(
                    "The address is not encrypted: it begins with http, not https.",
                    "Alamat itu tidak terenkripsi: diawali http, bukan https.",
                )
            )
        if port != PORTS[scheme]:
            raise Refused(
                say(
                    "Port {port} is not called; only the usual port of the web is.",
                    "Porta {port} tidak dihubungi; hanya porta web yang lazim.",
                    port=str(port),
                )
            )


def literal(host: str) -> Address | None:
    """The address that a host writes out in the one usual way; None for a name.

    Decimal, octal, hexadecimal and shortened numbers are refused: no person writes them.
    """
    if ":" in host:
        if "%" in host:
            raise _not_an_address()
        return IPv6Address(host)
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return IPv4Address(host)
    except ValueError as error:
        raise _not_an_address() from error


def port_of(url: httpx.URL) -> int:
    return url.port if url.port is not None else PORTS[url.scheme]


def server_of(words: str) -> str:
    """The base address of a server in its one spelling, so that one server is never two.

    Capitals, a path, the usual port and a last dot are left out. `Refused` when it is no server.
    """
    scheme, _, rest = words.strip().partition("//") if "//" in words else ("https:", "", words)
    host = re.split(r"[/?#]", rest.strip(), maxsplit=1)[0].rstrip(".")
    url = _parsed(f"{scheme}//{host}")
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def split(address: str) -> SplitResult | None:
    """The parts of an address that somebody typed; None where it has none."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return None


def _parsed(text: str) -> httpx.URL:
    if len(text) > MAX_URL_LENGTH or _NEVER_IN_URL.search(text):
        raise _not_an_address()
    try:
        url = httpx.URL(text)
        _ = url.host  # decodes the name: a broken international one is a ValueError
    except (httpx.InvalidURL, ValueError) as error:
        raise _not_an_address() from error
    if url.scheme not in PORTS or not url.is_absolute_url:
        raise Refused(
            Text(
                "Only addresses that begin with https are called.",
                "Hanya alamat yang diawali https yang dihubungi.",
            )
        )
    if url.userinfo or "@" in url.netloc.decode("ascii"):
        raise Refused(
            Text(
                "The address carries a user name or password.",
                "Alamat itu memuat nama pengguna atau kata sandi.",
            )
        )
    host = url.raw_host.decode("ascii")
    if ":" not in host and (len(host) > 253 or not _NAME.fullmatch(host)):
        raise _not_an_address()
    return url


def _not_an_address() -> Refused:
    return Refused(
        Text("That is not a web address in the usual form.", "Itu bukan alamat web yang lazim.")
    )
