"""Connecting on the pages: forms, trips and back, what is refused, and what every page says."""

from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection as database
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.networks.mastodon.test_against_server import _permit
from tests.servers.mastodon import LOOPBACK, TOKEN, Mastodon, mastodon
from tolok.core.text import Text
from tolok.services import connection_state, connections, sign_in_apps
from tolok.services.channels import make_channel
from tolok.services.seals import open_sealed
from tolok.store.models import Audit, Connection, Member, SignInTrip

pytestmark = [pytest.mark.django_db(transaction=True)]
NOW = datetime.now(UTC)
HOME = {"HTTP_HOST": "127.0.0.1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with mastodon(tmp_path_factory.mktemp("mastodon")) as found:
        yield found


@pytest.fixture(autouse=True)
def own(settings, facts):
    settings.OWN_NETWORKS = list(LOOPBACK)


def url(cast: Cast, name: str = "connections", *more: str) -> str:
    return reverse(name, args=[cast.workspace.slug, *more])


def connected(cast: Cast, server: Mastodon) -> Connection:
    form = {"server": server.url, "token": TOKEN}
    way = connections.way("mastodon", "token")
    return connections.connect_by_form(cast.scope(), way, form, now=NOW)


def leave(browser: Client, cast: Cast, server: Mastodon) -> str:
    """Begin a trip; the page that the browser is sent to."""
    page = browser.post(url(cast, "connect", "mastodon", "oauth"), {"server": server.url}, **HOME)
    assert page.status_code == 200, page.content.decode()
    return str(page.context["trip"].url)


def answer(server: Mastodon, away: str) -> dict[str, str]:
    """The person agrees there; what their browser brings back."""
    return {"code": _permit(server, away), "state": parse_qs(urlsplit(away).query)["state"][0]}


def back(browser: Client, brought: dict[str, str]):
    return browser.get(reverse("connect-back"), brought, **HOME)


def test_a_trip_to_the_server_and_back_connects_the_account(cast, server):
    browser = cast.browser("admin")
    away = leave(browser, cast, server)
    assert parse_qs(urlsplit(away).query)["redirect_uri"] == ["http://127.0.0.1/connect/back/"]
    home = back(browser, answer(server, away))
    assert home.status_code == 302
    assert home.url == url(cast)
    page = browser.get(home.url).content.decode()
    assert Connection.objects.get().handle in page
    acts = list(Audit.objects.filter(act__startswith="connection").values_list("act", flat=True))
    assert sorted(acts) == ["connection.begun", "connection.made"]


def test_a_trip_counts_once(cast, server):
    browser = cast.browser("admin")
    brought = answer(server, leave(browser, cast, server))
    back(browser, brought)
    again = back(browser, brought)
    assert again.status_code == 400
    assert Connection.objects.count() == 1


def test_a_swapped_state_is_refused(cast, server):
    browser, thief = cast.browser("owner"), cast.browser("admin")
    mine = answer(server, leave(browser, cast, server))
    theirs = answer(server, leave(thief, cast, server))
    assert back(browser, {**mine, "state": theirs["state"]}).status_code == 400
    assert back(browser, {"code": mine["code"]}).status_code == 400
    assert not Connection.objects.exists()
    assert SignInTrip.objects.count() == 2


def test_another_browser_of_the_same_person_is_refused(cast, server):
    brought = answer(server, leave(cast.browser("admin"), cast, server))
    other = cast.browser("admin")
    leave(other, cast, server)
    assert back(other, brought).status_code == 400


def test_another_person_in_the_same_browser_is_refused(cast, server):
    browser = cast.browser("admin")
    brought = answer(server, leave(browser, cast, server))
    session = browser.session
    session["_auth_user_id"] = str(cast.people["owner"].pk)
    session["_auth_user_hash"] = cast.people["owner"].get_session_auth_hash()
    session.save()
    assert back(browser, brought).status_code == 400
    assert not Connection.objects.exists()


def test_who_lost_the_right_on_the_way_connects_nothing(cast, server):
    browser = cast.browser("admin")
    brought = answer(server, leave(browser, cast, server))
    Member.objects.filter(user=cast.people["admin"]).update(role="viewer")
    assert back(browser, brought).status_code == 403
    assert not Connection.objects.exists()


def test_who_does_not_agree_reads_why_and_goes_back(cast, server):
    browser = cast.browser("admin")
    state = parse_qs(urlsplit(leave(browser, cast, server)).query)["state"][0]
    page = back(browser, {"error": "access_denied", "state": state})
    assert page.status_code == 422
    assert "did not give its permission" in page.content.decode()
    assert url(cast) in page.content.decode()


def test_http_is_refused_away_from_this_machine(cast, server):
    browser = cast.browser("admin")
    page = browser.post(url(cast, "connect", "mastodon", "oauth"), {"server": server.url})
    assert page.status_code == 422
    assert "TOLOK_PUBLIC_URL" in page.content.decode()


def test_the_public_address_wins_over_that_of_the_request(settings):
    settings.PUBLIC_URL = "https://tolok.example"
    assert sign_in_apps.base_of("http://10.0.0.1/") == "https://tolok.example"
    settings.PUBLIC_URL = ""
    settings.HTTPS = True
    assert sign_in_apps.base_of(sign_in_apps.secured("http://t.example/")) == "https://t.example"


def test_the_addresses_that_services_name_are_those_of_the_pages():
    assert reverse("connect-back") == sign_in_apps.CALLBACK
    there = reverse("connect-document", args=["bluesky", "oauth"])
    assert there == sign_in_apps.DOCUMENTS.format(network="bluesky", way="oauth")


def test_a_network_reads_who_we_are_without_logging_in(settings):
    settings.PUBLIC_URL = "https://tolok.example"
    where = reverse("connect-document", args=["bluesky", "oauth"])
    page = Client().get(where)
    said = page.json()
    assert page["Content-Type"] == "application/json"
    assert said["client_id"] == "https://tolok.example" + where
    assert said["redirect_uris"] == ["https://tolok.example/connect/back/"]
    (key,) = said["jwks"]["keys"]
    assert "d" not in key  # the private part
    assert said == Client().get(where).json()
    way = connections.way("bluesky", "oauth")
    here = sign_in_apps.here("bluesky", way.sign_in, "https://tolok.example", "s")
    assert here.app["client_id"] == said["client_id"]
    (kept,) = sign_in_apps.sealed_files()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert '"d"' not in kept.read_text()


def test_no_document_is_made_for_who_needs_none():
    assert Client().get("/connect/documents/mastodon/oauth.json", **HOME).status_code == 404
    assert Client().get("/connect/documents/nowhere/oauth.json", **HOME).status_code == 404


def test_a_channel_of_files_takes_its_own_account_and_no_other(cast, server):
    right = make_channel(cast.scope(), "mastodon", "Sudut", "@sudut@" + urlsplit(server.url).netloc)
    wrong = make_channel(cast.scope(), "mastodon", "Lain", "@lain@elsewhere.example")
    browser = cast.browser("admin")
    assert "Known from files" in browser.get(url(cast)).content.decode()
    where = url(cast, "connect", "mastodon", "token")
    form = {"server": server.url, "token": TOKEN}
    refused = browser.post(f"{where}?channel={wrong.id}", form, **HOME)
    assert refused.status_code == 422
    assert "you logged in as" in unescape(refused.content.decode())
    assert browser.post(f"{where}?channel={right.id}", form, **HOME).status_code == 302
    assert Connection.objects.get().channel_id == right.id


def test_a_secret_is_not_shown_again_when_the_form_is_wrong(cast, server):
    where = url(cast, "connect", "mastodon", "token")
    form = {"server": server.url, "token": "wrong-token"}
    page = cast.browser("admin").post(where, form, **HOME)
    assert page.status_code == 422
    assert "wrong-token" not in page.content.decode()
    assert "does not know this access token" in page.content.decode()
    assert server.url in page.content.decode()


def test_a_channel_is_paused_settled_checked_and_disconnected(cast, server):
    row = connected(cast, server)
    browser, about = cast.browser("admin"), {"channel": str(row.channel_id)}
    browser.post(url(cast), {"act": "pause", **about})
    assert "paused" in browser.get(url(cast)).content.decode()
    browser.post(url(cast), {"act": "resume", **about})
    browser.post(url(cast), {"act": "settle", "late": "skip", **about})
    asked = cast.browser("editor").post(url(cast, "connection-check", str(row.channel_id)))
    assert asked.status_code == 302
    browser.post(url(cast), {"act": "disconnect", **about})
    row.refresh_from_db()
    assert (row.state, row.late, row.paused_at) == ("off", "skip", None)
    assert "disconnected" in browser.get(url(cast)).content.decode()
    acts = set(Audit.objects.filter(subject=str(row.channel_id)).values_list("act", flat=True))
    assert acts >= {"connection.settled", "connection.checked", "connection.off"}


def test_the_choice_of_rather_twice_is_for_networks_that_cannot_be_asked(cast, server):
    connected(cast, server)
    page = cast.browser("admin").get(url(cast)).content.decode()
    assert "rather twice" not in page


def test_a_log_in_that_is_cut_off_is_said_on_every_page(cast, server):
    row = connected(cast, server)
    numbers = reverse("numbers", args=[cast.workspace.slug])
    assert "cut off" not in cast.browser("viewer").get(numbers).content.decode()
    connection_state.broken(row, Text("It was revoked.", "Dicabut."), None, NOW)
    for role in ("viewer", "admin"):
        page = cast.browser(role).get(numbers).content.decode()
        assert "is cut off" in page
        assert url(cast) in page
    goals = reverse("goals", args=[cast.workspace.slug])
    assert "cut off" not in cast.browser("client").get(goals).content.decode()
    shown = cast.browser("admin").get(url(cast)).content.decode()
    assert "It was revoked." in shown


def test_a_log_in_that_ends_soon_is_said_before_it_ends(cast, server):
    row = connected(cast, server)
    for days, said in ((10, False), (2, True)):
        ends = NOW + timedelta(days=days)
        Connection.objects.filter(id=row.id).update(facts={"log_in_ends": ends.isoformat()})
        page = cast.browser("editor").get(reverse("numbers", args=[cast.workspace.slug]))
        assert ("ends soon" in page.content.decode()) is said


def test_the_page_without_any_connection_says_what_to_do(cast):
    page = cast.browser("viewer").get(url(cast)).content.decode()
    assert "No account is connected" in page
    assert "Ask an owner or admin" in page
    assert "Proven against a real server" in page


def test_the_page_needs_few_queries(cast, server, django_assert_max_num_queries):
    connected(cast, server)
    browser = cast.browser("admin")
    browser.get(url(cast))
    with django_assert_max_num_queries(12):
        browser.get(url(cast))


def test_a_disconnected_log_in_is_void_at_the_server(cast, server):
    browser = cast.browser("admin")
    back(browser, answer(server, leave(browser, cast, server)))
    row = Connection.objects.get()
    token = open_sealed(row.sealed)["token"]
    server.ask("GET", "/api/v1/accounts/verify_credentials", token=token)
    assert connections.disconnect(cast.scope(), str(row.channel_id))
    with pytest.raises(HTTPError):
        server.ask("GET", "/api/v1/accounts/verify_credentials", token=token)


def test_disconnecting_works_while_the_network_does_not_answer(cast, server):
    row = connected(cast, server)
    Connection.objects.filter(id=row.id).update(server="http://127.0.0.1:9")
    assert not connections.disconnect(cast.scope(), str(row.channel_id))
    row.refresh_from_db()
    assert (row.state, open_sealed(row.sealed)) == ("off", {})


def test_a_form_needs_no_secure_way_back(cast, server):
    form = {"server": server.url, "token": TOKEN}
    page = cast.browser("admin").post(url(cast, "connect", "mastodon", "token"), form)
    assert page.status_code == 302


def test_no_token_stands_readable_in_the_database_file(cast, server, tmp_path):
    if database.vendor != "sqlite":
        pytest.skip("reads the file of SQLite")
    connected(cast, server)
    away = leave(cast.browser("admin"), cast, server)
    verifier = open_sealed(SignInTrip.objects.get().sealed)["verifier"]
    copy = tmp_path / "copy.sqlite3"
    database.commit()  # a copy is made outside of transactions
    with database.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    raw = copy.read_bytes()
    assert b"@sudut@" in raw
    state = parse_qs(urlsplit(away).query)["state"][0]
    for secret in (TOKEN, verifier, state, cast.browser("admin").session.get("connect", "?-?")):
        assert secret.encode() not in raw
