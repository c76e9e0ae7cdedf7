"""Sign-up, also through a provider, is open to those who hold an invitation, and to nobody else."""

import pytest

from tolok.services import people

SIGN_UP = "/accounts/signup/"
pytestmark = pytest.mark.django_db


def test_nobody_may_sign_up_without_an_invitation(client):
    assert 'name="email"' not in client.get(SIGN_UP).content.decode()


def test_an_opened_invitation_lets_its_visitor_sign_up_until_it_is_used(client, cast):
    secret = people.invite(cast.scope("owner"), "editor").value
    client.get(f"/join/{secret}/")
    assert client.session["invitation"] == secret
    form = {"email": "new@example.org", "name": "New", "password": "correct horse battery"}
    assert client.post(f"/join/{secret}/", form).status_code == 302
    assert "invitation" not in client.session
