"""What each person finds: where one lands, what the menu holds, and one's own settings."""

import re

import pytest
from django.test import Client

from tolok.services import access, kpis, people
from tolok.services.access import Actor
from tolok.services.workspaces import make_workspace
from tolok.store.models import Member

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def menu(page: str) -> list[str]:
    return re.findall(r'data-go="(\w+)"', page)


def test_the_menu_holds_only_what_the_role_may_open(cast, facts):
    url = f"/w/{cast.workspace.slug}/kpis/"
    assert menu(text(cast.browser("client").get(url))) == ["goal", "guide"]
    viewer = ["goal", "numbers", "calendar", "guide", "send", "feed", "plug"]
    assert menu(text(cast.browser("viewer").get(url))) == viewer
    assert menu(text(cast.browser("admin").get(url))) == [*viewer, "settings"]


def test_the_menu_leads_to_profile_language_theme_and_out_on_every_width(cast, facts):
    page = text(cast.browser("viewer").get(f"/w/{cast.workspace.slug}/kpis/"))
    foot, narrow = page.count('href="/profile/"'), page.count('name="theme"')
    assert (foot, narrow) == (2, 2)
    assert 'href="/workspaces/"' in page


def test_the_start_is_the_one_workspace_or_the_list(cast):
    browser = cast.browser("client")
    assert browser.get("/").url == f"/w/{cast.workspace.slug}/goals/"
    second = make_workspace(Actor(user=cast.people["client"]), "Second shop")
    assert browser.get("/").url == "/workspaces/"
    page = text(browser.get("/workspaces/"))
    assert second.name in page
    assert cast.workspace.name in page
    assert cast.other.name not in page


def test_a_client_can_open_where_the_start_leads(cast, facts):
    assert cast.browser("client").get("/", follow=True).status_code == 200


def test_a_workspace_is_made_by_whoever_needs_one(cast):
    answer = cast.browser("viewer").post("/workspaces/", {"name": "Kedai Baru"})
    assert answer.url == "/w/kedai-baru/goals/"
    assert cast.browser("viewer").post("/workspaces/", {"name": " "}).status_code == 422
    assert Member.objects.get(workspace__slug="kedai-baru").role == "owner"


def test_settings_change_the_workspace_and_refuse_a_wrong_zone(cast):
    url = f"/w/{cast.workspace.slug}/settings/"
    form = {"act": "change", "name": "Sudut", "zone": "Asia/Makassar", "currency": "idr"}
    assert cast.browser("admin").post(url, {**form, "first_weekday": "6"}).status_code == 302
    cast.workspace.refresh_from_db()
    now = cast.workspace
    assert (now.name, now.zone, now.currency, now.first_weekday) == (
        "Sudut",
        "Asia/Makassar",
        "IDR",
        6,
    )
    refused = cast.browser("admin").post(url, {**form, "zone": "Mars/Base"})
    assert refused.status_code == 422
    assert "Asia/Jakarta" in text(refused)


def test_an_invitation_link_is_shown_once_and_can_be_revoked_on_the_page(cast):
    url = f"/w/{cast.workspace.slug}/settings/"
    browser = cast.browser("admin")
    page = text(browser.post(url, {"act": "invite", "role": "viewer"}))
    link = re.search(r"http://testserver(/join/[^<]+)<", page)[1]
    listed = text(browser.get(url))
    assert link not in listed
    assert "Open invitations" in listed
    row = people.invitations(cast.scope("admin"))[0]
    browser.post(url, {"act": "revoke", "invitation": str(row.id)})
    assert Client().get(link).status_code == 404
    assert "Open invitations" not in text(browser.get(url))


def test_roles_are_words_in_the_readers_language(cast):
    url = f"/w/{cast.workspace.slug}/settings/"
    assert ">pembaca</option>" in text(cast.browser("admin").get(url, {"lang": "id"}))
    refused = text(cast.browser("viewer").get(url, {"lang": "id"}))
    assert "Peran Anda di sini pembaca; ini memerlukan admin." in refused


def test_a_profile_takes_a_new_e_mail_and_password_and_stays_logged_in(cast):
    browser = cast.browser("editor")
    form = {"email": "Sari@example.org", "name": "Sari", "password": "another long one"}
    assert browser.post("/profile/", form).status_code == 302
    assert "sari@example.org" in text(browser.get("/profile/"))
    taken = {"email": "viewer@example.org", "name": "Sari"}
    assert browser.post("/profile/", taken).status_code == 422


def test_language_and_theme_are_kept_and_lead_back_to_this_server_only(cast):
    client = Client()
    answer = client.get("/preferences/", {"language": "id", "theme": "dark", "next": "/profile/"})
    assert answer.url == "/profile/"
    page = text(client.get("/accounts/login/"))
    assert '<html lang="id" data-theme="dark">' in page
    for bad in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.get("/preferences/", {"next": bad}).url == "/"


def test_words_of_people_are_escaped_everywhere(cast, facts):
    bad = "<script>alert(1)</script>"
    kpis.make_objective(cast.scope(), bad)
    kpis.set_kpi(cast.scope(), "reach", purpose=bad)
    people.set_profile(cast.people["owner"], email="owner@example.org", name=bad)
    browser = cast.browser("owner")
    for path in ("kpis/", "kpis/reach/", "settings/"):
        page = text(browser.get(f"/w/{cast.workspace.slug}/{path}"))
        assert bad not in page
        assert "&lt;script&gt;" in page


def test_a_member_taken_out_finds_nothing_at_once(cast, facts):
    browser = cast.browser("viewer")
    url = f"/w/{cast.workspace.slug}/kpis/"
    assert browser.get(url).status_code == 200
    member = Member.objects.get(workspace=cast.workspace, user=cast.people["viewer"])
    people.remove_member(cast.scope("admin"), str(member.id))
    assert browser.get(url).status_code == 404
    assert access.workspaces(Actor(user=cast.people["viewer"])) == []
