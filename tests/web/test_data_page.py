"""The Data page: a hand-kept table is mapped, corrected and remembered, without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tolok.services import imports

TABLE = "Waktu kita,Orang\n2026-01-01,10\n2026-01-02,12\n"


@pytest.fixture
def page(cast, facts):
    return cast.browser("editor")


def send(page, cast, name: str, content: str):
    """Drop one file; gives the page that shows it before anything is kept."""
    file = SimpleUploadedFile(name, content.encode(), "text/csv")
    return page.post(reverse("data", args=[cast.workspace.slug]), {"files": file}, follow=True)


def batch_of(cast):
    return imports.batches(cast.scope())[0]


def correct(page, cast, *roles: str):
    batch = batch_of(cast)
    form = {f"m-{n}": role for n, role in enumerate(roles)}
    return page.post(
        reverse("data-upload", args=[cast.workspace.slug, batch.upload]),
        {"act": "answer", "batch": str(batch.id), "q-network": "instagram", **form},
        follow=True,
    )


def test_a_table_with_unknown_words_is_mapped_by_hand_and_imported(page, cast):
    shown = send(page, cast, "buku.csv", TABLE).content.decode()
    assert re.search(r'name="m-1"', shown)
    looked = correct(page, cast, "date", "followers").content.decode()
    assert "<td>1 January 2026</td>" in looked
    batch = batch_of(cast)
    assert (batch.state, batch.importer) == ("checked", "generic")
    done = imports.commit(cast.scope("editor"), [batch.id], wait=True)[0]
    assert done.report["rows"]["new"] == 2


def test_the_next_file_with_that_header_is_read_the_same_way(page, cast):
    send(page, cast, "buku.csv", TABLE)
    correct(page, cast, "date", "followers")
    send(page, cast, "buku-2.csv", TABLE + "2026-01-03,15\n")
    assert batch_of(cast).answers["mapping"] == '["date", "followers"]'


def test_a_viewer_sees_imports_but_cannot_send(cast, facts):
    viewer = cast.browser("viewer")
    address = reverse("data", args=[cast.workspace.slug])
    assert viewer.get(address).status_code == 200
    assert viewer.post(address, {}).status_code == 403


def test_sending_nothing_says_so(page, cast):
    answer = page.post(reverse("data", args=[cast.workspace.slug]), {})
    assert answer.status_code == 422
    assert "Choose one or more files" in answer.content.decode()


def test_a_read_me_file_beside_data_is_named_as_left_out(page, cast):
    files = [
        SimpleUploadedFile("buku.csv", b"Tanggal,Tayangan\n2026-01-01,10\n2026-01-02,12\n"),
        SimpleUploadedFile("README.md", b"# Our numbers\n"),
    ]
    address = reverse("data", args=[cast.workspace.slug])
    shown = page.post(address, {"files": files}, follow=True).content.decode()
    assert "Left out, for they hold words, not data: README.md" in shown
    assert [batch.file_name for batch in imports.batches(cast.scope())] == ["buku.csv"]
