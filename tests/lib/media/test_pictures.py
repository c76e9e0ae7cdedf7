"""Pictures: safe to open, clean to keep, and within what a network takes."""

import io
import zlib
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps
from PIL.PngImagePlugin import PngInfo

from tolok.core.errors import ProblemError
from tolok.core.publishing.media_rules import MediaFacts, check
from tolok.lib.catalogue import networks
from tolok.lib.media.facts import media_facts
from tolok.lib.media.pictures import Wanted, cleaned, crop_box, fitted, seen, wanted

LIMITS = {n.id: n.limits.media for n in networks().values() if n.limits and n.limits.media}


def saved(path, image, kind, **how):
    image.save(path, kind, **how)
    return path


def noise(width, height, mode="RGB"):
    return Image.effect_noise((width, height), 90).convert(mode)


def halves(width=80, height=40):
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill="blue")
    return image


def opened(made):
    return Image.open(io.BytesIO(made.data))


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_facts_come_from_the_content_not_the_name(tmp_path, kind, mime):
    path = saved(tmp_path / "a.exe", halves(), kind)
    found = media_facts(path, alt="Two halves")
    assert found == MediaFacts("image", mime, path.stat().st_size, 80, 40, 1, None, "Two halves")


def test_a_moving_gif_is_told_from_a_still_one(tmp_path):
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    path = saved(tmp_path / "a.gif", frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert (media_facts(path).kind, media_facts(path).frames) == ("gif", 3)
    assert opened(cleaned(path)).n_frames == 3


def test_a_photo_held_sideways_is_turned_upright_and_loses_its_place(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "S"
    path = saved(tmp_path / "a.jpg", halves(), "JPEG", exif=exif, comment=b"secret")
    assert (seen(path).width, seen(path).height) == (40, 80)
    made = cleaned(path)
    clean = opened(made)
    assert (made.width, made.height, clean.size) == (40, 80, (40, 80))
    assert dict(clean.getexif()) == {}
    assert b"secret" not in made.data
    assert clean.getpixel((20, 10))[0] > 200  # red is on top now


@pytest.mark.parametrize("held", range(1, 9))
def test_every_way_of_holding_the_camera_ends_upright(tmp_path, held):
    exif = Image.Exif()
    exif[0x0112] = held
    path = saved(tmp_path / "a.png", halves(), "PNG", exif=exif)
    with Image.open(path) as image:
        assert (
            opened(cleaned(path)).tobytes()
            == ImageOps.exif_transpose(image).convert("RGB").tobytes()
        )


def test_metadata_of_png_and_webp_goes_too(tmp_path):
    info = PngInfo()
    info.add_text("Comment", "secret")
    path = saved(tmp_path / "a.png", halves(), "PNG", pnginfo=info)
    assert b"secret" not in cleaned(path).data
    exif = Image.Exif()
    exif[0x010F] = "secret"
    path = saved(tmp_path / "a.webp", halves(), "WEBP", exif=exif)
    assert b"secret" not in cleaned(path).data


def test_a_drawing_with_programs_is_refused_with_the_reason(tmp_path):
    (tmp_path / "a.png").write_bytes(b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg onload="x()"/>')
    with pytest.raises(ProblemError, match="SVG is a drawing"):
        media_facts(tmp_path / "a.png")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"BM" + b"\0" * 60, b"MZ"])
def test_anything_else_is_refused(tmp_path, content):
    (tmp_path / "a.jpg").write_bytes(content)
    with pytest.raises(ProblemError, match="no picture or video"):
        media_facts(tmp_path / "a.jpg")


def bomb(width, height):
    def chunk(kind, body):
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 99))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(tmp_path):
    (tmp_path / "a.png").write_bytes(bomb(50_000, 50_000))
    for act in (media_facts, cleaned, seen):
        with pytest.raises(ProblemError, match="more than this server unpacks"):
            act(tmp_path / "a.png")


def test_a_picture_that_is_cut_off_is_refused(tmp_path):
    whole = saved(tmp_path / "a.jpg", noise(200, 200), "JPEG").read_bytes()
    (tmp_path / "b.jpg").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProblemError, match="damaged or cut off"):
        cleaned(tmp_path / "b.jpg")


def test_the_crop_keeps_the_focus(tmp_path):
    path = saved(tmp_path / "a.png", halves(), "PNG")
    left = fitted(path, Wanted(ratio=(1, 1), focus=(0.1, 0.5)))
    right = fitted(path, Wanted(ratio=(1, 1), focus=(0.9, 0.5)))
    assert left.width == left.height == 40
    assert opened(left).getpixel((20, 20))[0] > 200
    assert opened(right).getpixel((20, 20))[2] > 200


def test_a_large_picture_is_made_to_fit_every_network(tmp_path):
    path = saved(tmp_path / "a.png", noise(1900, 1000), "PNG")
    for network, limits in LIMITS.items():
        rule = limits.of("image")
        if rule is None:
            continue
        made = fitted(path, wanted(rule))
        facts = MediaFacts("image", made.mime, len(made.data), made.width, made.height, 1, alt="x")
        assert check([facts], limits) == (), network


def test_a_picture_that_cannot_be_small_enough_is_refused(tmp_path):
    path = saved(tmp_path / "a.png", noise(400, 400), "PNG")
    with pytest.raises(ProblemError, match="cannot be made small enough"):
        fitted(path, Wanted(bytes=300))


def test_what_is_transparent_becomes_white_in_jpeg(tmp_path):
    path = saved(tmp_path / "a.png", Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")
    made = fitted(path, Wanted(mimes=("image/jpeg",)))
    assert opened(made).getpixel((5, 5)) == (255, 255, 255)


SIDES = st.integers(1, 5000)


@given(SIDES, SIDES, st.floats(0.2, 2), st.floats(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_crop_lies_inside_holds_the_focus_and_takes_no_more_than_it_must(
    width, height, low, wider, x, y
):
    left, top, right, bottom = crop_box(width, height, (low, low + wider), (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left - 1 <= x * width <= right + 1
    assert top - 1 <= y * height <= bottom + 1
    assert right - left == width or bottom - top == height
    if low <= width / height <= low + wider:
        assert (right - left, bottom - top) == (width, height)


WHOLE = {}
for _kind in ("JPEG", "PNG", "WEBP", "GIF"):
    _out = io.BytesIO()
    halves().save(_out, _kind)
    WHOLE[_kind] = _out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(WHOLE)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8),
    st.integers(0, 10**6),
)
def test_spoilt_pictures_are_made_or_refused(tmp_path_factory, kind, spots, end):
    data = bytearray(WHOLE[kind])
    for at, value in spots:
        data[at % len(data)] = value
    path = tmp_path_factory.mktemp("spoilt") / "a"
    path.write_bytes(data[: max(1, end % (2 * len(data)))])
    try:
        media_facts(path)
        cleaned(path)
        made = fitted(path, Wanted(bytes=2_000_000))
    except ProblemError:
        return
    assert opened(made).size == (made.width, made.height)
