"""The guide, own formulas, notes, links and objectives over the API."""

import pytest
from django.test import Client

from tolok.services import tokens

pytestmark = pytest.mark.django_db


class Api:
    """Calls as one person, by token."""

    def __init__(self, cast, role: str) -> None:
        token = tokens.make_token(cast.people[role], role, "write", None).value
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        self.base = f"/api/v1/workspaces/{cast.workspace.slug}"

    def __call__(self, method: str, path: str, body: object = None):
        return getattr(Client(), method)(
            f"{self.base}{path}", body, content_type="application/json", **self.headers
        )


@pytest.fixture
def api(cast, facts):
    return Api(cast, "admin")


FORM = {
    "id": "saves_rate",
    "formula": "saves / views",
    "name": {"en": "Saves per view", "id": "Simpanan per views"},
    "owner": "Dewi",
}


def test_the_guide_of_a_kpi_has_words_native_names_and_receipts(api):
    api("post", "/kpis/reach/read")
    api("post", "/kpis/reach/notes", {"words": "Viewers since June 2025"})
    found = api("get", "/kpis/reach/guide").json()
    assert found["name"] == {"en": "Reach", "id": "Jangkauan"}
    assert found["words"][0]["formula"] == {"en": "reach", "id": "jangkauan"}
    assert found["data"] == "none"
    facebook = next(n for n in found["networks"] if n["network"] == "facebook")
    assert {"native": "page_impressions_unique", "until": "2025-06-14"}.items() <= next(
        n for n in facebook["names"] if n["native"] == "page_impressions_unique"
    ).items()
    assert [r["who"] for r in found["read_by"]] == ["admin@example.org"]
    assert [n["words"] for n in found["notes"]] == ["Viewers since June 2025"]
    gone = api("delete", f"/kpis/reach/notes/{found['notes'][0]['id']}")
    assert gone.status_code == 200


def test_a_formula_is_checked_made_changed_and_removed(api):
    checked = api("post", "/formula", {"formula": "(likes + comments) / reach"}).json()
    assert checked["formula"]["en"] == "likes + comments, divided by reach"
    refused = api("post", "/formula", {"formula": "reach + likes"})
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("#formula")
    assert api("post", "/kpis", FORM).status_code == 200
    changed = api("put", "/kpis/saves_rate", {**FORM, "formula": "saves / impressions"}).json()
    assert changed["variants"][0]["denominator"] == ["impressions"]
    assert api("post", "/kpis", FORM).status_code == 422
    assert api("put", "/kpis/reach", FORM).status_code == 404
    assert api("delete", "/kpis/saves_rate").status_code == 200
    assert api("get", "/kpis/saves_rate").status_code == 404


def test_links_to_the_guide_are_made_listed_and_revoked(api):
    made = api("post", "/shares", {"name": "Board"}).json()
    assert Client().get(made["path"]).status_code == 200
    listed = api("get", "/shares").json()["items"]
    assert [(row["name"], row["opened"]) for row in listed] == [("Board", 1)]
    assert made["path"].split("/")[2] not in str(listed)
    assert api("delete", f"/shares/{made['id']}").status_code == 200
    assert Client().get(made["path"]).status_code == 404
    assert api("delete", f"/shares/{made['id']}").status_code == 404


def test_objectives_are_made_renamed_and_linked(api):
    made = api("post", "/objectives", {"name": "Sell soap"}).json()
    assert api("post", "/objectives", {"name": "Sell soap"}).json() == made
    api("patch", f"/objectives/{made['id']}", {"name": "Sell refills"})
    assert api("get", "/objectives").json()["items"] == [{"id": made["id"], "name": "Sell refills"}]
    set_ = api("patch", "/kpis/reach", {"objective": made["id"], "purpose": "x"}).json()
    assert (set_["objective"], set_["purpose"]) == ("Sell refills", "x")


def test_ids_that_are_no_ids_are_not_found(api):
    for method, path in (
        ("delete", "/shares/nonsense"),
        ("delete", "/kpis/reach/notes/nonsense"),
        ("patch", "/objectives/nonsense"),
        ("delete", "/members/nonsense"),
        ("delete", "/invitations/nonsense"),
    ):
        answer = api(method, path, {"name": "x"})
        assert answer.status_code == 404, path
        assert answer["Content-Type"] == "application/problem+json"


def test_invitations_are_listed_without_their_secret_and_revoked(api):
    made = api("post", "/invitations", {"role": "viewer"}).json()
    listed = api("get", "/invitations").json()["items"]
    assert [row["role"] for row in listed] == ["viewer"]
    assert made["path"].split("/")[2] not in str(listed)
    api("delete", f"/invitations/{made['id']}")
    assert Client().get(made["path"]).status_code == 404


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_guide_prints_over_the_api(api, language):
    answer = api("get", f"/guide.pdf?language={language}")
    assert answer.content.startswith(b"%PDF")
