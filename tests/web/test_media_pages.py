"""The media library as pages: what goes in, what comes out, and who may have it."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.web.publishing import picture
from tolok.services import media, posts
from tolok.services.media_place import media_path
from tolok.services.post_order import Order
from tolok.store.models import Media

pytestmark = pytest.mark.django_db(transaction=True)


def bring(cast, name="kopi.png", data=None, **more):
    file = SimpleUploadedFile(name, data or picture(), "image/png")
    url = f"/w/{cast.workspace.slug}/media/"
    return cast.browser("editor").post(url, {"files": file, **more})


def test_a_picture_is_kept_once_without_its_metadata(cast, facts):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (300, 200)).save(out, "JPEG", exif=exif)
    assert bring(cast, "a.jpg", out.getvalue(), folder=" Menu / 2026 ").status_code == 302
    bring(cast, "b.jpg", out.getvalue())
    row = Media.objects.get()
    assert (row.folder, row.width, row.kind) == ("Menu/2026", 300, "image")
    assert b"Secret camera" not in media_path(row.sha256).read_bytes()


def test_an_svg_and_a_text_are_refused_and_the_picture_beside_them_is_kept(cast, facts):
    files = [
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("x.png", b"hello"),
        SimpleUploadedFile("ok.png", picture()),
    ]
    url = f"/w/{cast.workspace.slug}/media/"
    answer = cast.browser("editor").post(url, {"files": files})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "SVG is a drawing" in page and "no picture or video" in page
    assert Media.objects.get().name == "ok.png"


def test_a_file_is_shown_and_never_run_and_only_to_members(cast, facts):
    bring(cast)
    row = Media.objects.get()
    url = f"/w/{cast.workspace.slug}/media/{row.id}/file/"
    answer = cast.browser("viewer").get(url)
    assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert cast.browser("outsider").get(url).status_code == 404
    part = cast.browser("viewer").get(url, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"\x89PNG")
    past = cast.browser("viewer").get(url, headers={"Range": "bytes=99999999-"})
    assert past.status_code == 416
    small = cast.browser("viewer").get(url.replace("/file/", "/thumb/"))
    assert Image.open(io.BytesIO(small.content)).size == (320, 240)


def test_description_and_focal_point_are_kept(cast, facts):
    bring(cast)
    row = Media.objects.get()
    url = f"/w/{cast.workspace.slug}/media/{row.id}/"
    form = {"act": "save", "alt": "A cup", "focus_x": "20", "focus_y": "80"}
    cast.browser("editor").post(url, form)
    row.refresh_from_db()
    assert (row.alt, row.focus) == ("A cup", [0.2, 0.8])


def test_what_a_post_shows_stays_and_what_none_shows_is_deleted(cast, facts):
    bring(cast)
    row = Media.objects.get()
    path = media_path(row.sha256)
    scope, browser = cast.scope("editor"), cast.browser("editor")
    content = posts.from_json({"text": "Kopi", "media": [str(row.id)]})
    made = posts.make(scope, Order(content), row.created_at)
    url = f"/w/{cast.workspace.slug}/media/{row.id}/"
    assert "Kopi" in browser.get(url).content.decode()
    browser.post(url, {"act": "remove"})
    assert path.exists() and not media.listed(scope).exists()
    bring(cast, "two.png", picture(50, 50))
    other = Media.objects.get(width=50)
    media.remove(scope, str(other.id), made.created_at)
    assert not media_path(other.sha256).exists()


def test_the_api_takes_and_describes_media(cast, facts):
    browser = cast.browser("editor")
    base = f"/api/v1/workspaces/{cast.workspace.slug}/planner/media"
    bad = SimpleUploadedFile("x.png", b"hello")
    good = SimpleUploadedFile("ok.png", picture())
    found = browser.post(base, {"files": [bad, good], "folder": "Menu"}).json()
    assert [each["file"] for each in found["refused"]] == ["x.png"]
    id = found["items"][0]["id"]
    body = json.dumps({"alt": "A cup", "focus": [2, 0]})
    assert browser.patch(f"{base}/{id}", body, content_type="application/json").status_code == 422
    body = json.dumps({"alt": "A cup"})
    assert browser.patch(f"{base}/{id}", body, content_type="application/json").json()["alt"]
    assert browser.get(f"{base}?folder=Menu").json()["items"][0]["id"] == id
    assert browser.get(f"{base}/{id}/file").content.startswith(b"\x89PNG")
    assert browser.delete(f"{base}/{id}").json()["kept_in"] == 0
