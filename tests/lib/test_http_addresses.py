"""No address leads inside, in any of the ways an address can be written."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.outcomes import Cause, Refused
from tolok.lib.addresses import Reach, is_public, literal

OPEN = Reach.of(plain_http=True)

HOSTILE = """
http://127.0.0.1/
http://127.1/
http://127.0.1/
http://2130706433/
http://017700000001/
http://0177.0.0.1/
http://0x7f000001/
http://0x7f.1/
http://0x7f.0x0.0x0.0x1/
http://0X7F.1/
http://127.0.0.0x1/
http://127.0.0.1./
http://127.0.0.01/
http://0/
http://0.0.0.0/
http://00000000/
http://4294967295/
http://1.2.3.4.5/
http://%31%32%37.0.0.1/
http://127%2e0%2e0%2e1/
http://127。0。0。1/
http://127.0.0.1/
http://①②⑦.0.0.1/
http://ⓔxample.com/
http://10.0.0.1/
http://100.64.0.1/
http://100.100.100.200/latest/meta-data
http://168.63.129.16/
http://169.254.169.254/latest/meta-data/
http://172.16.0.1/
http://172.31.255.255/
http://192.0.0.192/
http://192.168.1.1/
http://198.18.0.1/
http://224.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[0:0:0:0:0:0:0:1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:8.8.8.8]/
http://[::ffff:0:127.0.0.1]/
http://[::127.0.0.1]/
http://[2002:7f00:1::]/
http://[2002:c0a8:101::1]/
http://[64:ff9b::7f00:1]/
http://[64:ff9b::10.0.0.1]/
http://[64:ff9b:1::1]/
http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/
http://[2001:db8::1]/
http://[2606:4700::5efe:127.0.0.1]/
http://[2606:4700::200:5efe:a00:1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[2606:4700::1%25lo]/
http://[fec0::1]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[ff02::1]/
http://localhost./
http://example.com./
http://example..com/
http://.example.com/
http://-example.com/
http://user@example.com/
http://user:word@example.com/
http://example.com@127.0.0.1/
http://example.com:80@127.0.0.1/
http://example.com\\@127.0.0.1/
http://127.0.0.1\\.example.com/
http://example.com\t/
http://exam ple.com/
http://example.com/ path
http://xn--a/
http:///path
http://:80/
http:example.com
//example.com/
example.com
file:///etc/passwd
ftp://example.com/
gopher://127.0.0.1:6379/_
unix:/run/docker.sock
data:text/plain,hello
javascript:alert(1)
http://example.com:22/
http://example.com:443/
https://example.com:80/
https://example.com:8443/
http://example.com:99999/
http://[::1
""".strip().splitlines()


@pytest.mark.parametrize("url", [*HOSTILE, "", " http://example.com/", "http://a/" + "x" * 9000])
def test_a_hostile_address_is_refused(url: str):
    with pytest.raises(Refused) as caught:
        OPEN.url(url)
    assert caught.value.cause is Cause.REFUSED
    assert not caught.value.maybe_done


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com/a?b=c#d", "example.com"),
        ("https://EXAMPLE.com:443/", "example.com"),
        ("http://example.com:80/", "example.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://a_b.example.com/", "a_b.example.com"),
        ("https://8.8.8.8/", "8.8.8.8"),
        ("https://[2606:4700::1111]/", "2606:4700::1111"),
        ("https://[64:ff9b::8.8.8.8]/", "64:ff9b::8.8.8.8"),
        ("https://3com.com/x@y", "3com.com"),
    ],
)
def test_a_public_address_is_taken(url: str, host: str):
    assert OPEN.url(url).raw_host.decode() == host


def test_http_is_refused_unless_it_is_allowed():
    with pytest.raises(Refused, match="not encrypted"):
        Reach.of().url("http://example.com/")
    assert OPEN.url("http://example.com/").scheme == "http"


def test_an_allowed_network_opens_its_ports_and_http_and_nothing_else():
    reach = Reach.of(["127.0.0.0/8", "::1/128"])
    assert reach.url("http://127.0.0.1:3000/").port == 3000
    assert reach.url("http://[::1]:3000/").port == 3000
    for url in ("http://127.1:3000/", "http://[::ffff:127.0.0.1]/", "https://10.0.0.1/"):
        with pytest.raises(Refused):
            reach.url(url)


def test_a_name_that_leads_outside_the_allowed_network_keeps_the_rules_of_the_internet():
    reach = Reach.of(["127.0.0.0/8"])
    assert reach.addresses(["127.0.0.1"], "http", 3000) == [IPv4Address("127.0.0.1")]
    with pytest.raises(Refused, match="not encrypted"):
        reach.addresses(["8.8.8.8"], "http", 80)
    with pytest.raises(Refused, match="Port 3000"):
        reach.addresses(["8.8.8.8"], "https", 3000)


def test_one_inner_address_refuses_the_whole_name():
    with pytest.raises(Refused, match="private network"):
        OPEN.addresses(["8.8.8.8", "10.0.0.1"], "https", 443)
    with pytest.raises(Refused, match="no address"):
        OPEN.addresses([], "https", 443)


INNER_4 = st.one_of(
    *(
        st.ip_addresses(v=4, network=n)
        for n in ("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12")
    ),
    *(
        st.ip_addresses(v=4, network=n)
        for n in ("192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/4", "240.0.0.0/4")
    ),
)


def disguises(address: IPv4Address) -> list[IPv6Address]:
    """The ways to carry an IPv4 address inside an IPv6 one."""
    number = int(address)
    prefix = int(IPv6Address("2606:4700::"))
    return [
        IPv6Address(number),  # compatible
        IPv6Address(0xFFFF << 32 | number),  # mapped
        IPv6Address(0xFFFF << 48 | number),  # translated
        IPv6Address(0x2002 << 112 | number << 80),  # 6to4
        IPv6Address(int(IPv6Address("64:ff9b::")) | number),  # NAT64
        IPv6Address(int(IPv6Address("64:ff9b:1::")) | number),  # NAT64 of one network
        IPv6Address(0x20010000 << 96 | number << 64 | number ^ 0xFFFFFFFF),  # Teredo
        IPv6Address(prefix | 0x5EFE << 32 | number),  # ISATAP
        IPv6Address(prefix | 0x02005EFE << 32 | number),
    ]


@given(INNER_4)
def test_an_inner_address_is_refused_in_every_disguise(address: IPv4Address):
    assert not is_public(address)
    assert not [one for one in disguises(address) if is_public(one)]


@given(INNER_4)
def test_an_inner_address_is_refused_however_its_number_is_written(address: IPv4Address):
    number = int(address)
    a, b, c, d = address.packed
    written = [
        str(number),
        f"0{number:o}",
        hex(number),
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"{a}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d}.",
        f"{a}.{b}.{c}.{d}".translate({48 + n: 0xFF10 + n for n in range(10)}),
        *(f"[{one}]" for one in disguises(address)),
    ]
    for host in written:
        with pytest.raises(Refused):
            OPEN.url(f"http://{host}/")


@given(st.ip_addresses())
def test_what_is_public_here_is_global_for_python_too(address: IPv4Address | IPv6Address):
    if is_public(address):
        assert address.is_global
        assert not (address.is_multicast or address.is_loopback or address.is_private)


@given(st.ip_addresses(v=6, network="2000::/3"))
def test_most_of_the_global_space_is_reachable(address: IPv6Address):
    special = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
    inside = any(address in ipaddress.ip_network(n) for n in special)
    isatap = address.packed[8:12] in (b"\0\0\x5e\xfe", b"\2\0\x5e\xfe")
    assert is_public(address) != (inside or isatap)


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_reader(text: str):
    for url in (text, f"http://{text}/", f"https://[{text}]/"):
        try:
            taken = OPEN.url(url)
        except Refused:
            continue
        host = literal(taken.raw_host.decode())
        assert host is None or is_public(host)
