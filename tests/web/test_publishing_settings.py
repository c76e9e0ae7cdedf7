"""The page of campaigns, mix, marks of links and hashtag sets, without scripts."""

import pytest

from tolok.services import publishing_plan
from tolok.store.models import Campaign, ContentPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast):
    return cast.browser("editor"), f"/w/{cast.workspace.slug}/settings/publishing/"


def test_settings_are_kept_as_typed(cast, page):
    browser, there = page
    form = {
        "act": "settings", "kind": ["reel", "photo", ""], "share": ["40", "60 %", ""],
        "per_day": "3", "country": "id", "source": "{network}", "medium": "social",
        "set": ["kopi", ""], "tags": ["#kopi #espresso", ""],
    }  # fmt: skip
    assert browser.post(there, form).status_code == 302
    plan = publishing_plan.plan_of(cast.scope())
    assert plan.mix == {"reel": 0.4, "photo": 0.6} and plan.per_day == 3
    assert plan.utm.source == "{network}" and plan.tag_sets[0].tags == ("kopi", "espresso")
    assert ContentPlan.objects.get().steps == []


def test_a_wrong_share_or_place_is_refused_and_nothing_changes(cast, page):
    browser, there = page
    for form in ({"kind": "reel", "share": "much"}, {"source": "{moon}"}, {"country": "xx"}):
        assert browser.post(there, {"act": "settings", **form}).status_code == 422
    assert not ContentPlan.objects.exists()


def test_a_campaign_is_made_and_changed(page):
    browser, there = page
    form = {"act": "campaign", "name": "Isi ulang", "starts": "2026-12-01", "ends": ""}
    assert browser.post(there, form).status_code == 302
    row = Campaign.objects.get()
    browser.post(there, {**form, "campaign": str(row.id), "ends": "2026-12-31", "utm": "refill"})
    row.refresh_from_db()
    assert row.utm == "refill" and str(row.ends) == "2026-12-31"
    assert browser.post(there, {**form, "ends": "2026-01-01", "name": "X"}).status_code == 422


def test_an_unknown_act_forgets_nothing(cast, page):
    browser, there = page
    publishing_plan.set_plan(cast.scope(), {"per_day": 3})
    assert browser.post(there, {"act": "odd"}).status_code == 422
    assert publishing_plan.plan_of(cast.scope()).per_day == 3


def test_what_was_refused_stays_in_its_fields(page):
    browser, there = page
    form = {"kind": ["reel"], "share": ["much"], "set": ["kopi"], "tags": ["a b"], "medium": "wide"}
    shown = browser.post(there, {"act": "settings", **form}).content.decode()
    for typed in ("reel", "much", "kopi", "a b", "wide"):
        assert f'value="{typed}"' in shown
