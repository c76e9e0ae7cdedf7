"""Texts that a database may refuse: too long, or with characters that are none."""

import pytest

from tolok.core.errors import ProblemError
from tolok.services import people
from tolok.store.fields import without_nul
from tolok.store.models import Batch

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Ka\0fe", "x" * 201, "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused_by_name(cast, name):
    with pytest.raises(ProblemError) as refused:
        people.set_profile(cast.people["editor"], email="editor@example.org", name=name)
    assert "name" in refused.value.problem.detail.en
    assert refused.value.problem.status == 422


@pytest.mark.parametrize("path", ["/w/%00/goals/", "/claim/%00/", "/invitation/a%00/"])
def test_an_address_with_a_nul_is_answered(client, path):
    assert client.get(path).status_code in (404, 422)


def test_a_call_with_a_nul_is_answered(cast):
    browser = cast.browser("owner")
    made = browser.post(
        "/api/v1/workspaces", data={"name": "a\0b"}, content_type="application/json"
    )
    assert made.status_code == 422
    assert browser.get("/api/v1/workspaces/a%00b/goals").status_code in (404, 422)


def test_what_a_file_holds_is_kept_without_its_nuls(cast):
    batch = Batch(
        workspace=cast.workspace, upload=cast.workspace.id, observed_at=cast.workspace.created_at
    )
    batch.report = {"problems": [{"value": "12\0", "col\0umn": ("\0",)}]}
    batch.save()
    batch.refresh_from_db()
    assert batch.report == {"problems": [{"value": "12", "column": [""]}]}
    Batch.objects.filter(id=batch.id).update(answers={"a": "\0b"})
    batch.refresh_from_db()
    assert batch.answers == {"a": "b"}


def test_values_of_other_kinds_are_left_as_they_are():
    assert without_nul([None, 1, 1.5, True, "a"]) == [None, 1, 1.5, True, "a"]
