"""The guide behind a link: it shows the guide of one workspace, and leads nowhere else."""

import re

import pytest
from django.test import Client

from tolok.core.errors import ProblemError
from tolok.services import kpis, share
from tolok.store.models import ShareLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(cast, facts) -> str:
    return share.share_guide(cast.scope("admin"), "The board").path


def text(response) -> str:
    return response.content.decode()


def test_a_link_shows_the_guide_without_an_account_in_both_languages(cast, link):
    english = text(Client().get(link))
    assert "KPI guide of Sudut Café" in english
    assert "How many different people saw your content" in english
    indonesian = text(Client().get(link, {"lang": "id"}))
    assert "Panduan KPI Sudut Café" in indonesian
    assert "Kapan angka ini menyesatkan" in indonesian


def test_the_shared_page_leads_into_no_workspace(cast, link):
    page = text(Client().get(link))
    links = re.findall(r'href="([^"]+)"', page)
    assert [h for h in links if not h.startswith(("#", "?", "/static/", "/shared/"))] == []
    assert "/w/" not in page
    assert "<form" not in page
    for address in (f"/w/{cast.workspace.slug}/kpis/", f"/w/{cast.workspace.slug}/goals/"):
        visitor = Client()
        visitor.get(link)
        assert visitor.get(address).url.startswith("/accounts/login/")


def test_the_shared_page_is_not_to_be_found_or_kept(link):
    answer = Client().get(link)
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in text(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_only_kpis_in_use_are_shared_and_no_e_mail(cast, link):
    kpis.set_kpi(cast.scope(), "nps", parked=True)
    kpis.set_kpi(cast.scope(), "csat", enabled=False)
    kpis.set_kpi(cast.scope(), "reach", owner=str(cast.people["editor"].id), purpose="Boosts")
    page = text(Client().get(link))
    assert 'id="nps"' not in page
    assert 'id="csat"' not in page
    assert "Boosts" in page
    assert "@example.org" not in page


def test_a_link_shows_its_own_workspace_only(cast, link):
    form = {"id": "secret_rate", "name": "Secret rate", "formula": "saves / views", "owner": "D"}
    kpis.make_custom(cast.scope(), form)
    other = share.share_guide(
        type(cast)(
            cast.other, cast.workspace, {**cast.people, "owner": cast.people["outsider"]}
        ).scope()
    ).path
    assert "Secret rate" in text(Client().get(link))
    assert "Secret rate" not in text(Client().get(other))


def test_openings_are_counted_and_a_revoked_link_is_gone(cast, link):
    visitor = Client()
    visitor.get(link)
    visitor.get(link)
    row = ShareLink.objects.get()
    assert row.opened == 2
    assert row.secret_hash not in link
    browser = cast.browser("admin")
    page = f"/w/{cast.workspace.slug}/guide/share/"
    assert "The board" in text(browser.get(page))
    browser.post(page, {"act": "revoke", "share": str(row.id)})
    assert visitor.get(link).status_code == 404
    assert visitor.get(f"{link}kpis.pdf").status_code == 404
    assert "The board" not in text(browser.get(page))
    with pytest.raises(ProblemError):
        share.revoke_share(cast.scope("admin"), str(row.id))


def test_an_admin_makes_a_link_that_is_shown_once(cast, facts):
    browser = cast.browser("admin")
    page = f"/w/{cast.workspace.slug}/guide/share/"
    made = re.search(
        r"<code[^>]*>http://testserver(/shared/[^<]+)<", text(browser.post(page, {"name": "x"}))
    )
    assert Client().get(made[1]).status_code == 200
    assert made[1] not in text(browser.get(page))


def test_the_guide_downloads_as_pdf_without_an_account(link):
    answer = Client().get(f"{link}kpis.pdf", {"lang": "id"})
    assert answer.content.startswith(b"%PDF")
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_made_up_link_is_not_found(db):
    assert Client().get("/shared/never-made/").status_code == 404
