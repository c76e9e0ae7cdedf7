"""Facts of videos from their boxes: exact where the file says so, else "cannot tell"."""

from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.lib.media.facts import media_facts

UPRIGHT = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def box(kind, *parts):
    body = b"".join(parts)
    return pack(">I4s", 8 + len(body), kind) + body


def mvhd(scale=600, length=12_000, wide=False):
    if wide:
        return box(b"mvhd", b"\1\0\0\0", pack(">QQIQ", 0, 0, scale, length), b"\0" * 80)
    return box(b"mvhd", b"\0\0\0\0", pack(">IIII", 0, 0, scale, length), b"\0" * 80)


def track(width=1080, height=1920, matrix=UPRIGHT, kind=b"vide"):
    tkhd = box(
        b"tkhd", b"\0\0\0\7", pack(">IIIII", 0, 0, 1, 0, 12_000), b"\0" * 16,
        pack(">9i", *matrix), pack(">II", width << 16, height << 16),
    )  # fmt: skip
    hdlr = box(b"hdlr", b"\0" * 8, kind, b"\0" * 13)
    return box(b"trak", tkhd, box(b"mdia", hdlr))


def mp4(*inside, brand=b"isom", tail=b""):
    return box(b"ftyp", brand, b"\0\0\2\0", b"isom") + box(b"moov", *inside) + tail


def element(id, body):
    return bytes.fromhex(id) + pack(">I", 0x10000000 | len(body)) + body


def webm(doc=b"webm", duration=20_000.0, width=640, height=360):
    head = element("1A45DFA3", element("4282", doc))
    length = element("2AD7B1", b"\x0f\x42\x40") + element("4489", pack(">d", duration))
    info = element("1549A966", length)
    video = element("E0", element("B0", pack(">H", width)) + element("BA", pack(">H", height)))
    tracks = element("1654AE6B", element("AE", element("83", b"\1") + video))
    cluster = bytes.fromhex("1F43B675") + b"\x01" + b"\xff" * 7 + b"pictures"
    return head + bytes.fromhex("18538067") + b"\x01" + b"\xff" * 7 + info + tracks + cluster


@pytest.fixture
def facts(tmp_path):
    def of(data):
        path = tmp_path / "film"
        path.write_bytes(data)
        found = media_facts(path)
        return found.mime, found.width, found.height, found.duration_s

    return of


def test_an_mp4_tells_its_size_and_length(facts):
    data = mp4(mvhd(), track(), track(kind=b"soun"), tail=box(b"mdat", b"x" * 50))
    assert facts(data) == ("video/mp4", 1080, 1920, 20.0)


def test_a_mov_and_wide_numbers_are_read(facts):
    assert facts(mp4(mvhd(wide=True), track(), brand=b"qt  ")) == (
        "video/quicktime", 1080, 1920, 20.0,
    )  # fmt: skip


def test_a_film_held_sideways_is_told_as_it_is_shown(facts):
    assert facts(mp4(mvhd(), track(1920, 1080, TURNED)))[1:3] == (1080, 1920)


def test_a_film_in_pieces_tells_its_length_where_it_stands(facts):
    extends = box(b"mvex", box(b"mehd", b"\0\0\0\0", pack(">I", 6_000)))
    assert facts(mp4(mvhd(length=0), track(), extends))[3] == 10.0
    assert facts(mp4(mvhd(length=0), track()))[3] is None


@pytest.mark.parametrize(
    "data",
    [
        mp4(mvhd(scale=0), box(b"free")),
        mp4(mvhd(length=0xFFFFFFFF)),
        box(b"ftyp", b"isom", b"\0" * 4) + box(b"mdat", b"x"),
        mp4(track(), mvhd())[:-30],
        mp4(mvhd(), track()) + box(b"moov", mvhd()),
        mp4(mvhd(), mvhd(), box(b"trak")),
    ],
)
def test_what_is_not_sure_is_not_told(facts, data):
    assert facts(data)[1:] == (None, None, None)


def test_two_picture_tracks_leave_the_size_open(facts):
    assert facts(mp4(mvhd(), track(), track(640, 480))) == ("video/mp4", None, None, 20.0)


def test_a_webm_tells_its_size_and_length(facts):
    assert facts(webm()) == ("video/webm", 640, 360, 20.0)


def test_matroska_that_is_no_webm_is_refused(facts):
    with pytest.raises(ProblemError):
        facts(webm(doc=b"matroska"))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([mp4(mvhd(), track()), mp4(mvhd(wide=True), track(), brand=b"qt  "), webm()]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6),
    st.integers(1, 10**6),
)
def test_spoilt_films_are_told_refused_or_left_open(tmp_path_factory, data, spots, end):
    spoilt = bytearray(data)
    for at, value in spots:
        spoilt[at % len(spoilt)] = value
    path = tmp_path_factory.mktemp("spoilt") / "film"
    path.write_bytes(spoilt[: max(1, end % (2 * len(spoilt)))])
    try:
        found = media_facts(path)
    except ProblemError:
        return
    assert found.duration_s is None or 0 < found.duration_s < 7 * 86400
    assert found.width is None or 0 < found.width <= 32768
