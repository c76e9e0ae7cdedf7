"""The page of benchmarks: quoted ones with source and date, own ones by file, without script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tolok.core.benchmarks import COLUMNS
from tolok.services import own_benchmarks

pytestmark = pytest.mark.django_db
ROW = b"instagram,,,,engagement_rate_avg,er_reach_mean,0.02,0.05,0.09,80,2026,City survey\n"
FILE = ",".join(COLUMNS).encode() + b"\n" + ROW


def address(cast):
    return f"/w/{cast.workspace.slug}/benchmarks/"


def send(cast, role, data=FILE):
    sent = {"act": "bring", "file": SimpleUploadedFile("own.csv", data)}
    return cast.browser(role).post(address(cast), sent)


def test_quoted_figures_stand_with_their_words_source_and_year(cast, facts):
    page = cast.browser("viewer").get(address(cast)).content.decode()
    for words in ("kurang dari 10 ribu", "Article on social media engagement, 7 October 2022",
                  "0.2 likes per person", "2 billion people", "about 20 minutes a day",
                  "7 October 2022", "Rival IQ"):  # fmt: skip
        assert words in page
    page = cast.browser("viewer").get(address(cast) + "?lang=id").content.decode()
    for words in ("Tolok ukur industri", "2 miliar orang", "7 Oktober 2022"):
        assert words in page


def test_a_file_is_brought_shown_and_removed(cast, facts):
    assert send(cast, "editor").status_code == 302
    browser = cast.browser("editor")
    page = browser.get(address(cast)).content.decode()
    assert "City survey, 2026" in page
    (kept,) = own_benchmarks.own(cast.scope())
    browser.post(address(cast), {"act": "remove", "row": kept.id})
    assert "City survey" not in browser.get(address(cast)).content.decode()


def test_a_bad_file_is_refused_with_the_row_and_nothing_is_kept(cast, facts):
    answer = send(cast, "editor", FILE + ROW.replace(b"0.05", b"much"))
    assert answer.status_code == 422
    assert "line 3" in answer.content.decode()
    assert own_benchmarks.own(cast.scope()) == []
    assert cast.browser("editor").post(address(cast), {"act": "bring"}).status_code == 422


def test_a_viewer_may_read_and_not_bring(cast, facts):
    assert send(cast, "viewer").status_code == 403
    assert 'type="file"' not in cast.browser("viewer").get(address(cast)).content.decode()


def test_a_figure_below_a_tenth_of_a_percent_is_not_shown_as_nothing(cast, facts):
    page = cast.browser("viewer").get(address(cast)).content.decode()
    assert "0.035 %" in page
    assert ">0.0 %" not in page
