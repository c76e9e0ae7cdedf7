"""One call is one request, within its caps, and ends in an answer or in an outcome."""

import asyncio
import gzip
import logging
import socket
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lib.loopback import ENDLESS, HANG, RESET, Seen, answer, serve
from tolok.core.outcomes import Cause, Outcome, Permanent, RateLimit, Refused, Temporary
from tolok.lib.http import AGENT, Answer, Limits, SafeClient
from tolok.lib.http_body import read

HERE = ("127.0.0.0/8", "::1/128")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def client(**given) -> SafeClient:
    return SafeClient(allow=HERE, clock=lambda: NOW, **given)


def call(
    reply: Callable[[Seen], bytes] | bytes, method: str = "GET", path: str = "/", **given
) -> tuple[Answer | Outcome, list[Seen]]:
    """One call to a server that replies so: how it ended, and what the server saw."""

    async def run() -> tuple[Answer | Outcome, list[Seen]]:
        async with serve(reply) as server, client() as http:
            try:
                ended: Answer | Outcome = await http.request(method, server.url(path), **given)
            except Outcome as outcome:
                ended = outcome
        return ended, server.requests

    return asyncio.run(run())


STATUSES = [s for s in range(200, 600) if s not in (204, 304)]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_one_call_is_one_request_whatever_the_status(method: str):
    async def run() -> None:
        async with serve(lambda seen: answer(int(seen.target[1:]))) as server, client() as http:
            for n, status in enumerate([*STATUSES, 204, 304], 1):
                said = await http.request(method, server.url(f"/{status}"), json={"n": n})
                assert (said.status, len(server.requests)) == (status, n)
                if 200 <= status < 300 or status == 304:
                    assert said.expect() is said
                    continue
                with pytest.raises((Temporary, Permanent)) as caught:
                    said.expect()
                assert caught.value.maybe_done == (status >= 500 and method != "GET")
                assert len(server.requests) == n

    asyncio.run(run())


BROKEN = {
    "no answer at all": b"",
    "a connection that breaks": RESET,
    "silence": HANG,
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a body": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "a broken chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "endless headers": b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 50_000 + b"\r\n",
    "an endless body": ENDLESS,
    "broken gzip": answer(body=b"no gzip", content_encoding="gzip"),
    "half of a gzip": answer(body=gzip.compress(b"hello" * 99)[:-9], content_encoding="gzip"),
    "an unknown packing": answer(body=b"hello", content_encoding="br"),
    "a bomb": answer(body=gzip.compress(bytes(30_000_000)), content_encoding="gzip"),
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("broken", BROKEN)
def test_one_call_is_one_request_however_it_breaks(broken: str, method: str):
    limits = Limits(max_bytes=100_000, total_s=0.2 if broken == "silence" else 20)
    ended, seen = call(BROKEN[broken], method, limits=limits)
    assert isinstance(ended, Temporary | Permanent)
    assert len(seen) == 1
    assert ended.maybe_done == (method == "POST")
    assert (ended.cause is Cause.AMBIGUOUS) == (method == "POST")


def test_a_wait_for_the_next_byte_that_is_too_long_is_no_answer():
    ended, seen = call(HANG, "POST", limits=Limits(wait_s=0.1, total_s=30))
    assert isinstance(ended, Temporary)
    assert (ended.maybe_done, len(seen)) == (True, 1)


def test_what_cannot_be_reached_was_not_done():
    async def run() -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
            async with client() as http:
                with pytest.raises(Temporary, match="cannot be reached") as caught:
                    await http.post(f"http://127.0.0.1:{taken.getsockname()[1]}/")
        assert not caught.value.maybe_done

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "kind", "cause"),
    [
        (301, Permanent, Cause.MOVED),
        (400, Permanent, Cause.INVALID),
        (401, Permanent, Cause.AUTH_EXPIRED),
        (403, Permanent, Cause.PERMISSION),
        (404, Permanent, Cause.GONE),
        (410, Permanent, Cause.GONE),
        (413, Permanent, Cause.TOO_LARGE),
        (408, Temporary, Cause.SERVER_ERROR),
        (429, Temporary, Cause.RATE_LIMITED),
        (500, Temporary, Cause.SERVER_ERROR),
        (503, Temporary, Cause.SERVER_ERROR),
    ],
)
def test_a_status_tells_its_outcome(status: int, kind: type[Outcome], cause: Cause):
    said, _ = call(answer(status))
    with pytest.raises(kind) as caught:
        said.expect()
    assert caught.value.cause is cause


def test_the_wait_that_a_network_asks_for_is_kept():
    said, _ = call(answer(429, retry_after="90"))
    with pytest.raises(Temporary) as caught:
        said.expect()
    assert caught.value.retry_after == timedelta(seconds=90)
    reset = {"x_ratelimit_remaining": "0", "x_ratelimit_reset": "2026-11-25T08:05:00Z"}
    said, _ = call(answer(429, **reset))
    with pytest.raises(Temporary) as caught:
        said.expect()
    assert caught.value.retry_after == timedelta(minutes=5)
    assert caught.value.rate == RateLimit(0, NOW + timedelta(minutes=5))
    said, _ = call(answer(503))
    with pytest.raises(Temporary) as caught:
        said.expect()
    assert caught.value.retry_after is None


def test_an_answer_of_exactly_the_cap_is_taken_and_a_byte_more_is_not():
    limits = Limits(max_bytes=1000)
    for packing, body in (("identity", bytes(1000)), ("gzip", gzip.compress(bytes(1000)))):
        said, _ = call(answer(body=body, content_encoding=packing), limits=limits)
        assert said.body == bytes(1000)
    for packing, body in (("identity", bytes(1001)), ("gzip", gzip.compress(bytes(1001)))):
        ended, _ = call(answer(body=body, content_encoding=packing), limits=limits)
        assert (type(ended), ended.cause) == (Permanent, Cause.TOO_LARGE)


def test_an_answer_in_several_gzip_members_is_unpacked_whole():
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(20)
    said, _ = call(answer(body=body, content_encoding="gzip"))
    assert said.body == b"one two"


def test_an_answer_without_a_body_needs_no_packing():
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 999999999\r\n\r\n"
    said, _ = call(head, "HEAD")
    assert (said.status, said.body) == (200, b"")
    said, _ = call(answer(304, content_encoding="gzip", etag='"a"'))
    assert (said.status, said.headers["ETag"]) == (304, '"a"')


class Chunks(httpx.AsyncByteStream):
    def __init__(self, parts: list[bytes]) -> None:
        self.parts = parts

    async def __aiter__(self):
        for part in self.parts:
            yield part


@given(st.lists(st.binary(max_size=300), max_size=4), st.integers(1, 40), st.integers(0, 700))
def test_any_body_is_read_the_same_however_it_is_cut(members: list[bytes], cut: int, cap: int):
    packed = b"".join(gzip.compress(one, mtime=0) for one in members)
    whole = b"".join(members)
    stream = Chunks([packed[i : i + cut] for i in range(0, len(packed), cut)])
    response = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=stream)
    if max(len(packed), len(whole)) <= cap:
        assert asyncio.run(read(response, "GET", cap)) == whole
    else:
        with pytest.raises(Permanent):
            asyncio.run(read(response, "GET", cap))


def test_packing_that_nobody_asked_for_is_not_unpacked():
    ended, _ = call(answer(body=zlib.compress(b"hello"), content_encoding="deflate, gzip"))
    assert isinstance(ended, Temporary)


def test_every_way_to_give_a_body_arrives():
    _, seen = call(answer(), "POST", "/p?a=1", json={"b": 2}, params={"c": "é"})
    assert (seen[0].target, seen[0].body) == ("/p?a=1&c=%C3%A9", b'{"b":2}')
    _, seen = call(answer(), "POST", form={"a": "1", "b": ["2", "3"]})
    assert seen[0].body == b"a=1&b=2&b=3"
    _, seen = call(answer(), "PUT", content=b"raw", headers={"Content-Type": "image/png"})
    assert (seen[0].body, seen[0].headers["content-type"]) == (b"raw", "image/png")
    _, seen = call(answer(), "POST", form={"a": "1"}, files={"f": ("n.png", b"PNG", "image/png")})
    assert b'filename="n.png"' in seen[0].body

    async def parts():
        yield b"one "
        yield b"two"

    _, seen = call(answer(), "POST", content=parts())
    assert seen[0].body == b"one two"


def test_the_client_says_who_it_is_and_nothing_overrules_it():
    _, seen = call(answer(), headers={"Authorization": "Bearer t", "Accept": "text/csv"})
    assert seen[0].headers["user-agent"] == AGENT
    assert seen[0].headers["authorization"] == "Bearer t"
    assert seen[0].headers["accept"] == "text/csv"
    for name in ("User-Agent", "host", "Cookie", "Content-Length", "Transfer-Encoding"):
        with pytest.raises(ValueError, match=f"(?i){name}"):
            call(answer(), headers={name: "x"})


@pytest.mark.parametrize("token", ["a\r\nX-Admin: 1", "a\n", "“quoted”", "nul\0"])
def test_a_token_with_strange_characters_is_refused_before_anything_is_sent(token: str):
    ended, seen = call(answer(), headers={"Authorization": f"Bearer {token}"})
    assert isinstance(ended, Refused)
    assert not seen


def test_cookies_are_neither_kept_nor_sent():
    async def run() -> None:
        async with serve(answer(set_cookie="a=b; Path=/")) as server, client() as http:
            for _ in range(2):
                await http.get(server.url())
            assert not [seen for seen in server.requests if "cookie" in seen.headers]

    asyncio.run(run())


def test_proxies_and_log_ins_of_the_environment_are_not_used(monkeypatch, tmp_path):
    async def run() -> None:
        async with serve(answer()) as proxy, serve(answer()) as server, client() as http:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
                monkeypatch.setenv(name, proxy.url())
            (tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
            monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
            await http.get(server.url())
            assert (proxy.connections, len(server.requests)) == (0, 1)
            assert "authorization" not in server.requests[0].headers

    asyncio.run(run())


def test_no_secret_of_a_call_is_in_a_log_a_repr_or_an_outcome(caplog):
    caplog.set_level(logging.INFO)
    said, _ = call(answer(404, b"canary-body"), path="/bot-canary", params={"k": "canary"})
    with pytest.raises(Permanent) as caught:
        said.expect()
    ended, _ = call(b"", "POST", "/bot-canary", headers={"Authorization": "canary"})
    shown = [repr(said), repr(caught.value), str(ended), repr(ended), caplog.text]
    assert not [text for text in shown if "canary" in text]


def test_json_that_is_none_is_an_outcome_and_text_is_always_text():
    said, _ = call(answer(body=b'{"id": "1", "cut'), "POST")
    with pytest.raises(Temporary) as caught:
        said.json()
    assert caught.value.maybe_done
    said, _ = call(answer(body=b"[" * 200_000))
    with pytest.raises(Temporary):
        said.json()
    said, _ = call(answer(body=b"caf\xe9", content_type="text/plain; charset=latin-1"))
    assert said.text == "café"
    said, _ = call(answer(body=b"caf\xe9", content_type="text/plain; charset=klingon"))
    assert said.text == "caf�"


def test_another_transport_can_take_the_place_of_the_network():
    """As the contract tests do; what it was sent is then unknown, so the worst is assumed."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadTimeout("")
        return httpx.Response(200, json={"to": str(request.url)})

    async def run() -> None:
        async with SafeClient(transport=httpx.MockTransport(handle)) as http:
            said = await http.get("https://example.com/a")
            assert said.json() == {"to": "https://example.com/a"}
            with pytest.raises(Refused):
                await http.get("https://10.0.0.1/")
            with pytest.raises(Temporary) as caught:
                await http.post("https://example.com/a")
            assert caught.value.maybe_done

    asyncio.run(run())
