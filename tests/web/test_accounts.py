"""Coming in and staying in: passwords, the second step, links that work once, tokens."""

import base64
import hashlib
import hmac
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tolok.core.errors import ProblemError
from tolok.services import people, tokens
from tolok.services.access import Actor
from tolok.store.models import ApiToken, Invitation, Member, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()
    yield
    cache.clear()


def log_in(client: Client, email: str, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def text(response) -> str:
    return response.content.decode()


def test_a_person_logs_in_with_e_mail_and_password(cast):
    client = Client()
    answer = log_in(client, "editor@example.org")
    assert answer.status_code == 302
    assert answer.url == "/"
    assert client.get("/").url == f"/w/{cast.workspace.slug}/goals/"
    cookie = client.cookies["tolok_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_wrong_password_and_an_unknown_e_mail_are_answered_alike(cast):
    said = []
    for email in ("editor@example.org", "nobody@example.org"):
        answer = log_in(Client(), email, "wrong password here")
        assert answer.status_code == 200
        said.append(
            re.findall(r'class="problem problem-bad" role="alert">(.*?)</div>', text(answer))
        )
    assert said[0] == said[1] != []


def test_guessing_is_slowed_down(cast):
    codes = [log_in(Client(), "editor@example.org", f"guess {n}").status_code for n in range(12)]
    assert log_in(Client(), "editor@example.org").status_code == 200  # the right one waits too
    assert set(codes) <= {200, 429}


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_log_in_pages_speak_both_languages(cast, language):
    client = Client()
    words = {"en": ("Log in", "New password"), "id": ("Masuk", "Kata sandi baru")}[language]
    assert f"<h1>{words[0]}</h1>" in text(client.get("/accounts/login/", {"lang": language}))
    assert f"<h1>{words[1]}</h1>" in text(
        client.get("/accounts/password/reset/", {"lang": language})
    )


def test_nobody_signs_up_without_an_invitation(cast):
    client = Client()
    before = User.objects.count()
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert User.objects.count() == before
    assert "By invitation" in text(client.get("/accounts/signup/"))


def confirm(client: Client) -> None:
    """Whoever changes the second step gives the password once more."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def enrol(client: Client) -> str:
    """Set up the app; returns its secret."""
    confirm(client)
    page = text(client.get("/accounts/2fa/totp/activate/"))
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302
    return secret


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238: SHA-1, six digits, half a minute)."""
    counter = int(time.time()) // 30
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    at = mac[-1] & 15
    value = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return f"{value % 1_000_000:06}"


def test_with_an_app_the_password_alone_is_not_enough(cast):
    client = Client()
    log_in(client, "editor@example.org")
    secret = enrol(client)
    cache.clear()  # the same code is refused twice within its half minute
    codes = re.search(
        r"<textarea[^>]*>(.*?)</textarea>", text(client.get("/accounts/2fa/recovery-codes/")), re.S
    )[1].split()
    assert len(codes) == 10

    thief = Client()
    assert log_in(thief, "editor@example.org").url == "/accounts/2fa/authenticate/"
    assert thief.get("/").url.startswith("/accounts/login/")
    page = text(thief.get("/accounts/2fa/authenticate/"))
    assert "Second step" in page
    assert thief.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert thief.get("/").url.startswith("/accounts/login/")

    owner = Client()
    log_in(owner, "editor@example.org")
    assert owner.post("/accounts/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert owner.get("/").url.endswith("/goals/")

    lost = Client()
    log_in(lost, "editor@example.org")
    assert lost.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    again = Client()
    log_in(again, "editor@example.org")
    assert again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_the_second_step_asks_for_the_password_again(cast):
    client = cast.browser("editor")  # logged in without a password in this session
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.status_code == 302
    assert "/reauthenticate/" in answer.url


def test_pages_of_accounts_show_in_our_look_in_both_languages(cast):
    client = Client()
    log_in(client, "editor@example.org")
    confirm(client)
    paths = [
        *("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"),
        *("/accounts/2fa/webauthn/", "/accounts/password/change/", "/accounts/logout/"),
        "/accounts/reauthenticate/",
    ]
    for path in paths:
        for language in ("en", "id"):
            answer = client.get(path, {"lang": language})
            assert answer.status_code == 200, path
            assert "app.css" in text(answer)
            assert f'<html lang="{language}"' in text(answer)


def test_keys_are_listed_renamed_and_removed_in_our_look_and_language(cast):
    client = Client()
    log_in(client, "editor@example.org")
    confirm(client)
    key = Authenticator.objects.create(
        user=cast.people["editor"], type="webauthn", data={"name": "HP Dewi", "credential": {}}
    )
    pages = {
        "": ("Kunci sandi dan kunci keamanan", "Belum dipakai", "Ganti nama", "HP Dewi"),
        f"keys/{key.pk}/edit/": ("Ganti nama kunci", "Nama", "Simpan"),
        f"keys/{key.pk}/remove/": ("Hapus kunci", "tidak lagi membuka akun ini"),
    }
    for path, words in pages.items():
        page = text(client.get(f"/accounts/2fa/webauthn/{path}", {"lang": "id"}))
        assert [word for word in words if word not in page] == []
        assert not re.search(r">\s*(Not used|Name|Security Keys)\b", page)
    address = f"/accounts/2fa/webauthn/keys/{key.pk}"
    assert client.post(f"{address}/edit/", {"name": "Laptop"}).status_code == 302
    assert "Laptop" in text(client.get("/accounts/2fa/webauthn/"))
    assert client.post(f"{address}/remove/").status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_are_kept_in_the_profile_only(cast, method):
    client = Client()
    log_in(client, "editor@example.org")
    form = {"action_add": "", "email": "second@example.org"}
    answer = getattr(client, method)("/accounts/email/", form)
    assert (answer.status_code, answer.url) == (302, "/profile/")
    assert not EmailAddress.objects.filter(email="second@example.org").exists()


def test_passkey_scripts_come_from_this_server_only(cast):
    answer = Client().get("/accounts/login/")
    sources = re.findall(r'<script[^>]+src="([^"]+)"', text(answer))
    assert any("webauthn" in source for source in sources)
    assert all(source.startswith("/static/") for source in sources)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    inline = re.findall(r"<script(?![^>]*(?:src|application/json))[^>]*>", text(answer))
    assert inline == []


def test_the_first_owner_comes_in_by_a_link_that_works_once(db):
    path = people.claim_path()
    assert path
    assert Client().get(path).status_code == 302
    assert User.objects.count() == 1
    assert Client().get(path).status_code == 404
    assert people.claim_path() is None


def test_an_older_claim_link_is_dead_once_a_newer_is_printed(db):
    old, new = people.claim_path(), people.claim_path()
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 302


def test_an_invitation_makes_one_new_member(cast):
    secret = people.invite(cast.scope("admin"), "editor").value
    form = {"email": "Dewi@example.org", "name": "Dewi", "password": "a long enough one"}
    client = Client()
    assert "Sudut Café" in text(client.get(f"/join/{secret}/"))
    assert client.post(f"/join/{secret}/", form).status_code == 302
    assert client.get(f"/w/{cast.workspace.slug}/kpis/").status_code == 200
    assert Member.objects.get(user__email="dewi@example.org").role == "editor"
    assert Client().get(f"/join/{secret}/").status_code == 404
    assert Client().post(f"/join/{secret}/", {**form, "email": "x@example.org"}).status_code == 404


def test_a_weak_password_or_a_taken_e_mail_leaves_the_invitation_open(cast):
    secret = people.invite(cast.scope("admin"), "viewer").value
    form = {"email": "new@example.org", "name": "New", "password": "password12"}
    assert Client().post(f"/join/{secret}/", form).status_code == 422
    taken = {**form, "email": "EDITOR@example.org", "password": "a long enough one"}
    assert Client().post(f"/join/{secret}/", taken).status_code == 422
    assert people.open_invitation(secret).role == "viewer"


def test_an_invitation_ends_after_its_days_and_when_revoked(cast):
    late, gone = (people.invite(cast.scope("admin"), "viewer") for _ in range(2))
    Invitation.objects.filter(id=late.id).update(expires_at=datetime.now(UTC) - timedelta(hours=1))
    people.revoke_invitation(cast.scope("admin"), str(gone.id))
    for secret in (late.value, gone.value):
        assert Client().get(f"/join/{secret}/").status_code == 404
    assert people.invitations(cast.scope("admin")) == []


def test_a_second_invitation_never_lowers_a_role(cast):
    secret = people.invite(cast.scope("admin"), "client").value
    people.accept(secret, cast.people["editor"])
    assert Member.objects.get(workspace=cast.workspace, user=cast.people["editor"]).role == "editor"


def test_nobody_gives_a_role_above_their_own(cast):
    with pytest.raises(ProblemError):
        people.invite(cast.scope("admin"), "owner")
    member = Member.objects.get(workspace=cast.workspace, user=cast.people["editor"])
    with pytest.raises(ProblemError):
        people.set_role(cast.scope("admin"), str(member.id), "owner")


def test_the_last_owner_stays(cast):
    owner = Member.objects.get(workspace=cast.workspace, user=cast.people["owner"])
    for act in (
        lambda: people.set_role(cast.scope(), str(owner.id), "editor"),
        lambda: people.remove_member(cast.scope(), str(owner.id)),
    ):
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.status == 422
    admin = Member.objects.get(workspace=cast.workspace, user=cast.people["admin"])
    with pytest.raises(ProblemError):
        people.remove_member(cast.scope("admin"), str(owner.id))
    people.set_role(cast.scope(), str(admin.id), "owner")
    people.set_role(cast.scope(), str(owner.id), "editor")


def bearer(secret: str) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def test_a_token_works_until_it_is_revoked(cast):
    user = cast.people["editor"]
    made = tokens.make_token(user, "script", "write", None)
    assert Client().get("/api/v1/workspaces", **bearer(made.value)).status_code == 200
    tokens.revoke_token(user, str(made.id))
    assert Client().get("/api/v1/workspaces", **bearer(made.value)).status_code == 401
    assert ApiToken.objects.get().secret_hash != made.value


def test_a_read_only_token_reads_but_never_writes(cast, facts):
    made = tokens.make_token(cast.people["owner"], "reader", "read", None)
    url = f"/api/v1/workspaces/{cast.workspace.slug}"
    client = Client()
    assert client.get(f"{url}/kpis/reach", **bearer(made.value)).status_code == 200
    for method, path, body in (
        ("patch", f"{url}/kpis/reach", {"parked": True}),
        ("patch", url, {"name": "Mine"}),
        ("post", f"{url}/invitations", {"role": "viewer"}),
        ("post", f"{url}/kpis/reach/read", {}),
        ("post", "/api/v1/workspaces", {"name": "New"}),
    ):
        answer = getattr(client, method)(
            path, body, content_type="application/json", **bearer(made.value)
        )
        assert answer.status_code == 403, path


def test_a_token_of_one_workspace_sees_no_other(cast):
    owner = cast.people["owner"]
    Member.objects.create(workspace=cast.other, user=owner, role="owner")
    made = tokens.make_token(owner, "one", "write", cast.workspace)
    client = Client()
    listed = client.get("/api/v1/workspaces", **bearer(made.value)).json()["items"]
    assert [w["slug"] for w in listed] == [cast.workspace.slug]
    other = client.get(f"/api/v1/workspaces/{cast.other.slug}", **bearer(made.value))
    assert other.status_code == 404


def test_the_profile_makes_a_token_shown_once_and_bound_where_asked(cast):
    browser = cast.browser("viewer")
    form = {"act": "token", "name": "sheet", "scope": "read", "workspace": cast.workspace.slug}
    page = text(browser.post("/profile/", form))
    secret = re.search(r'<code class="wrap">([^<]+)</code>', page)[1]
    assert secret not in text(browser.get("/profile/"))
    token = ApiToken.objects.get()
    assert (token.scope, token.workspace) == ("read", cast.workspace)
    assert browser.post("/profile/", {**form, "workspace": cast.other.slug}).status_code == 404


def test_a_person_logged_out_of_one_account_is_out(cast):
    client = Client()
    log_in(client, "editor@example.org")
    client.post("/accounts/logout/")
    assert client.get("/").url.startswith("/accounts/login/")


def test_an_inactive_person_cannot_come_in_by_token(cast):
    made = tokens.make_token(cast.people["editor"], "x", "read", None)
    User.objects.filter(id=cast.people["editor"].id).update(is_active=False)
    assert Client().get("/api/v1/workspaces", **bearer(made.value)).status_code == 401
    assert Actor().label == "nobody"
