"""Where a call really goes: names that change, redirects that lead astray, and what goes along."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.lib.loopback import answer, serve
from tolok.core.outcomes import Cause, Permanent, Refused, Temporary
from tolok.lib.http import MOST_HOPS, Limits, SafeClient

HERE = ("127.0.0.0/8",)


class Names:
    """A resolver that gives its answers in turn, the last one for ever, and counts."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_a_name_is_resolved_once_and_the_call_goes_to_that_very_address():
    async def run() -> None:
        names = Names(["127.0.0.1"], ["10.0.0.1"])
        async with serve(answer()) as server, SafeClient(allow=HERE, resolve=names) as http:
            said = await http.get(server.url("/a", host="feeds.example"))
            assert (said.status, len(names.asked)) == (200, 1)
            assert names.asked == [("feeds.example", server.port)]
            assert server.requests[0].headers["host"] == f"feeds.example:{server.port}"
        async with serve(answer()) as server, SafeClient(allow=HERE, resolve=names) as http:
            with pytest.raises(Refused, match="private network"):
                await http.get(server.url("/a", host="feeds.example"))
            assert server.connections == 0

    asyncio.run(run())


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["8.8.8.8", "127.0.0.1"],
        ["fe80::1%1"],
        ["169.254.169.254"],
    ],
)
def test_a_name_that_leads_inside_is_never_connected_to(addresses: list[str]):
    async def run() -> None:
        async with SafeClient(resolve=Names(addresses)) as http:
            with pytest.raises(Refused, match="private network"):
                await http.post("https://rebind.example/", json={})

    asyncio.run(run())


def test_the_names_of_this_machine_are_refused_with_the_resolver_of_the_system():
    async def run() -> None:
        async with serve(answer()) as server, SafeClient(plain_http=True) as http:
            for url in ("http://localhost/", "https://localhost/", server.url()):
                with pytest.raises(Refused):
                    await http.get(url)
            assert server.connections == 0

    asyncio.run(run())


def test_a_name_without_an_answer_is_temporary_and_nothing_was_done():
    async def nothing(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    async def run() -> None:
        async with SafeClient(resolve=nothing) as http:
            with pytest.raises(Temporary, match="cannot be reached") as caught:
                await http.post("https://no.example/")
            assert not caught.value.maybe_done

    asyncio.run(run())


def test_the_second_address_is_taken_when_the_first_takes_no_connection():
    async def run() -> None:
        names = Names(["127.0.0.2", "127.0.0.1"])  # the server listens on 127.0.0.1 only
        async with serve(answer()) as server, SafeClient(allow=HERE, resolve=names) as http:
            assert (await http.post(server.url(host="two.example"))).status == 200
            assert (len(server.requests), len(names.asked)) == (1, 1)

    asyncio.run(run())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_read_follows_redirects_and_a_write_never_does(status: int):
    def reply(seen):
        return answer(status, location="/there?x=1") if seen.target == "/" else answer()

    async def run() -> None:
        async with serve(reply) as server, SafeClient(allow=HERE) as http:
            said = await http.get(server.url())
            assert (said.status, said.url) == (200, server.url("/there?x=1"))
            assert [(hop.status, hop.url) for hop in said.hops] == [(status, said.url)]
            assert (await http.get(server.url(), follow=False)).status == status
            before = len(server.requests)
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                said = await http.request(method, server.url(), json={"a": 1})
                with pytest.raises(Permanent) as caught:
                    said.expect()
                assert caught.value.cause is Cause.MOVED
            assert len(server.requests) == before + 4

    asyncio.run(run())


def test_five_redirects_are_followed_and_a_sixth_is_not():
    def reply(seen):
        left = int(seen.target[1:])
        return answer(302, location=f"/{left - 1}") if left else answer()

    async def run() -> None:
        async with serve(reply) as server, SafeClient(allow=HERE) as http:
            assert len((await http.get(server.url(f"/{MOST_HOPS}"))).hops) == MOST_HOPS
            before = len(server.requests)
            with pytest.raises(Permanent, match="circles"):
                await http.get(server.url("/99"))
            assert len(server.requests) == before + MOST_HOPS + 1

    asyncio.run(run())


@pytest.mark.parametrize(
    "location",
    [
        "https://10.0.0.1/",
        "//169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/",
        "http://0x7f.1:{port}/",
        "http://user@127.0.0.1:{port}/",
        "http://inner.example:{port}/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://127.0.0.1.:{port}/",
        "http://[::1",
        "http://xn--a/",
    ],
)
def test_a_redirect_to_a_hostile_address_is_refused(location: str):
    async def run() -> None:
        async with serve(lambda _: answer(302, location=where)) as server:
            where = location.format(port=server.port)
            async with SafeClient(allow=HERE, resolve=Names(["192.168.0.1"])) as http:
                with pytest.raises(Refused):
                    await http.get(server.url())
            assert len(server.requests) == 1

    asyncio.run(run())


def test_credentials_stay_with_the_server_they_are_for():
    given = {"Authorization": "Bearer a", "X-Api-Key": "b", "DPoP": "c", "Accept": "text/csv"}

    async def run() -> None:
        async with serve(answer()) as other, SafeClient(allow=HERE) as http:
            places = {"/same": "/end", "/other": other.url("/end")}

            def reply(seen):
                place = places.get(seen.target)
                return answer(302, location=place) if place else answer()

            async with serve(reply) as server:
                await http.get(server.url("/same"), headers=given)
                await http.get(server.url("/other"), headers=given)
            same, away = server.requests[1].headers, other.requests[0].headers
            assert [same[n.lower()] for n in given] == list(given.values())
            assert not {"authorization", "x-api-key", "dpop"} & set(away)
            assert (away["accept"], away["user-agent"]) == ("text/csv", same["user-agent"])
            assert away["host"] == f"127.0.0.1:{other.port}"

    asyncio.run(run())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of secure.example, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("secure.example")]), False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "secure.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(pem))
    return file


def secure(certificate: Path, names: list[str]) -> ssl.SSLContext:
    """The server's side; the names that clients ask for are noted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    return context


def test_tls_asks_for_the_name_and_checks_it_though_the_call_goes_to_an_address(certificate):
    async def run() -> None:
        asked: list[str] = []
        trust = ssl.create_default_context(cafile=str(certificate))
        names = Names(["127.0.0.1"])
        async with (
            serve(answer(), tls=secure(certificate, asked)) as server,
            SafeClient(allow=HERE, resolve=names, verify=trust) as http,
        ):
            said = await http.get(server.url(host="secure.example", scheme="https"))
            assert (said.status, asked) == (200, ["secure.example"])
            for host in ("other.example", "127.0.0.1"):
                with pytest.raises(Permanent, match="certificate") as caught:
                    await http.post(server.url(host=host, scheme="https"))
                assert not caught.value.maybe_done
            assert len(server.requests) == 1

    asyncio.run(run())


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate):
    async def run() -> None:
        async with (
            serve(answer(), tls=secure(certificate, [])) as server,
            SafeClient(allow=HERE, resolve=Names(["127.0.0.1"])) as http,
        ):
            with pytest.raises(Permanent, match="certificate"):
                await http.get(server.url(host="secure.example", scheme="https"))
            assert not server.requests

    asyncio.run(run())


def test_no_redirect_leads_from_an_encrypted_to_an_open_address(certificate):
    async def run() -> None:
        trust = ssl.create_default_context(cafile=str(certificate))
        async with serve(answer()) as plain:
            down = answer(302, location=plain.url())
            async with (
                serve(down, tls=secure(certificate, [])) as server,
                SafeClient(allow=HERE, resolve=Names(["127.0.0.1"]), verify=trust) as http,
            ):
                with pytest.raises(Refused, match="not encrypted"):
                    await http.get(server.url(host="secure.example", scheme="https"))
            assert plain.connections == 0

    asyncio.run(run())


def test_a_slow_resolver_and_a_slow_handshake_are_within_the_cap_and_nothing_was_done(certificate):
    async def never(host: str, port: int) -> Sequence[str]:
        return await asyncio.Event().wait() or []

    async def run() -> None:
        short = Limits(total_s=0.05)
        async with SafeClient(resolve=never, limits=short) as http:
            with pytest.raises(Temporary) as caught:
                await http.post("https://slow.example/")
            assert not caught.value.maybe_done
        async with serve(answer()) as server, SafeClient(allow=HERE, limits=short) as http:
            with pytest.raises(Temporary) as caught:  # speaks no TLS, and waits
                await http.post(server.url(scheme="https"))
            assert not caught.value.maybe_done
            assert not server.requests

    asyncio.run(run())
