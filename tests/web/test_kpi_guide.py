"""The KPI guide in the browser's eyes: list, one KPI, own formulas, notes, receipts."""

from html import unescape

import pytest

from tests.services.goal_cast import give_days, give_posts
from tolok.core.kpi.words import GROUPS
from tolok.lib.catalogue import kpis as shipped
from tolok.services import guide, kpis
from tolok.store.models import CustomKpi, GuideRead

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide_url(cast):
    return f"/w/{cast.workspace.slug}/kpis/"


def text(response) -> str:
    return response.content.decode()


def test_the_guide_lists_every_kpi_under_its_group_in_both_languages(cast, facts, guide_url):
    for language in ("en", "id"):
        page = text(cast.browser("viewer").get(guide_url, {"lang": language}))
        for spec in shipped().values():
            assert f">{spec.name.to(language)}<" in page
            assert GROUPS[spec.group].to(language) in page


def test_a_client_may_read_the_guide_but_sees_no_buttons_that_change_it(cast, facts, guide_url):
    page = text(cast.browser("client").get(guide_url))
    assert "KPI by formula" not in page
    assert "Share the guide" not in page
    assert "Add objective" not in page


def test_the_list_narrows_by_words_goal_group_and_state(cast, facts, guide_url):
    kpis.set_kpi(cast.scope(), "nps", parked=True)
    browser = cast.browser("editor")

    def names(**asked):
        response = browser.get(guide_url, asked)
        return {line.used.spec.id for part in response.context["sections"] for line in part.lines}

    assert "cpm" in names(q="mille")
    assert names(q="no such words") == set()
    assert names(group="video") == {k.id for k in shipped().values() if k.group == "video"}
    assert names(goal="web_traffic") == {
        k.id for k in shipped().values() if "web_traffic" in k.goals
    }
    assert names(state="parked") == {"nps"}
    assert names(state="off") == set()
    assert "nps" not in names(state="used")


def test_an_empty_filter_offers_to_clear_it(cast, facts, guide_url):
    page = text(cast.browser("viewer").get(guide_url, {"q": "zzz"}))
    assert "No KPI matches" in page
    assert "Show all KPIs" in page


def test_the_guide_says_which_kpis_have_data(cast, facts, guide_url):
    give_days(cast.scope(), "followers", lambda n, draw: 100 + n)
    assert "followers" in guide.kpis_with_data(cast.scope())
    data = {
        line.used.spec.id: line.data for part in guide.sections(cast.scope()) for line in part.lines
    }
    assert data["followers"] == "read"
    assert data["reach"] == "none"
    assert data["nps"] == "source"


def test_every_kpi_has_a_page(cast, facts, guide_url):
    browser = cast.browser("client")
    for kpi, spec in shipped().items():
        response = browser.get(f"{guide_url}{kpi}/", {"lang": "id"})
        assert response.status_code == 200, kpi
        page = unescape(text(response))
        for words in (spec.definition, spec.read, spec.misleads):
            assert words.id in page


def test_a_page_names_what_networks_call_it_with_dates_and_successors(cast, facts, guide_url):
    give_days(cast.scope(), "reach", lambda n, draw: 100, network="facebook", name="Sudut")
    page = text(cast.browser("viewer").get(f"{guide_url}reach/"))
    assert "page_total_media_view_unique" in page
    assert "14 Jun 2025" in page
    assert "your channel" in page


def test_an_editor_sets_owner_purpose_and_objective_and_the_change_is_listed(
    cast, facts, guide_url
):
    objective = kpis.make_objective(cast.scope(), "More guests on weekdays")
    answer = cast.browser("editor").post(
        f"{guide_url}reach/",
        {
            "act": "set",
            "use": "parked",
            "owner": str(cast.people["viewer"].id),
            "purpose": "Decides the boosts",
            "objective": str(objective.id),
        },
    )
    assert answer.status_code == 302
    used = kpis.used_kpi(cast.scope(), "reach")
    assert (used.enabled, used.parked, used.purpose) == (True, True, "Decides the boosts")
    assert used.objective == "More guests on weekdays"
    entry = guide.entry(cast.scope(), "reach")
    assert [change.words.en for change in entry.changes] == ["Settings changed"]
    assert {hint.id for hint in entry.hints}.isdisjoint({"purpose", "objective"})


def test_an_owner_from_another_workspace_is_refused(cast, facts, guide_url):
    answer = cast.browser("editor").post(
        f"{guide_url}reach/",
        {"act": "set", "use": "on", "owner": str(cast.people["outsider"].id)},
    )
    assert answer.status_code == 404
    assert kpis.used_kpi(cast.scope(), "reach").owner == ""


def test_a_viewer_changes_nothing_but_may_mark_a_page_as_read(cast, facts, guide_url):
    browser = cast.browser("viewer")
    assert browser.post(f"{guide_url}reach/", {"act": "set", "use": "off"}).status_code == 403
    assert browser.post(f"{guide_url}reach/read/").status_code == 302
    assert browser.post(f"{guide_url}reach/read/").status_code == 302
    assert GuideRead.objects.count() == 1
    assert "You have read it" in text(browser.get(f"{guide_url}reach/"))


def test_a_changed_text_must_be_read_again(cast, facts):
    form = {
        "id": "saves_rate",
        "name": {"en": "Saves rate", "id": "Tingkat simpanan"},
        "formula": "saves / views",
        "owner": "Dewi",
    }
    kpis.make_custom(cast.scope(), form)
    guide.mark_read(cast.scope("viewer"), "saves_rate")
    assert guide.entry(cast.scope("viewer"), "saves_rate").read_by_me
    kpis.change_custom(cast.scope(), "saves_rate", {**form, "formula": "saves / impressions"})
    assert not guide.entry(cast.scope("viewer"), "saves_rate").read_by_me


def test_notes_are_added_and_removed_by_editors(cast, facts, guide_url):
    browser = cast.browser("editor")
    browser.post(f"{guide_url}reach/", {"act": "note", "words": "Counts <b>viewers</b> now"})
    page = text(browser.get(f"{guide_url}reach/"))
    assert "Counts &lt;b&gt;viewers&lt;/b&gt; now" in page
    note = guide.notes(cast.scope(), "reach")[0]
    browser.post(f"{guide_url}reach/", {"act": "drop", "note": str(note.id)})
    assert guide.notes(cast.scope(), "reach") == []
    assert browser.post(guide_url, {"act": "note", "words": " "}).status_code == 422
    assert browser.post(guide_url, {"act": "drop", "note": "nonsense"}).status_code == 404


def test_objectives_are_added_and_renamed(cast, facts, guide_url):
    browser = cast.browser("editor")
    browser.post(guide_url, {"act": "objective", "name": "Sell more soap"})
    made = kpis.objectives(cast.scope())[0]
    browser.post(guide_url, {"act": "rename", "objective": str(made.id), "name": "Sell refills"})
    assert [o.name for o in kpis.objectives(cast.scope())] == ["Sell refills"]


def own(cast, **changed):
    form = {
        "act": "save",
        "name_en": "Saves per view",
        "name_id": "Simpanan per views",
        "formula": "saves / views",
        "owner": "Dewi",
        "better": "up",
        "unit": "",
    }
    url = f"/w/{cast.workspace.slug}/guide/own/"
    return cast.browser("editor").post(url, {**form, **changed})


def test_a_kpi_by_formula_is_made_listed_changed_and_removed(cast, facts, guide_url):
    answer = own(cast)
    assert answer.url.endswith("/kpis/saves_per_view/")
    browser = cast.browser("editor")
    page = text(browser.get(answer.url))
    assert "saves, divided by views" in page
    assert "Your own KPIs" in text(browser.get(guide_url))
    edit = f"/w/{cast.workspace.slug}/guide/own/saves_per_view/"
    assert 'value="saves / views"' in text(browser.get(edit))
    changed = {
        "act": "save",
        "name_en": "Saves per showing",
        "formula": "saves / impressions",
        "owner": "Dewi",
        "better": "up",
    }
    assert browser.post(edit, changed).status_code == 302
    assert kpis.used_kpi(cast.scope(), "saves_per_view").formula == "saves / impressions"
    assert browser.post(edit, {"act": "remove"}).status_code == 302
    assert not CustomKpi.objects.exists()
    assert browser.get(edit).status_code == 404


def test_a_formula_that_adds_people_is_refused_with_its_place_and_a_way_out(cast, facts):
    answer = own(cast, formula="likes + reach")
    page = text(answer)
    assert answer.status_code == 422
    assert "Position" in page
    assert 'value="likes + reach"' in page
    assert not CustomKpi.objects.exists()


def test_the_check_button_looks_without_keeping(cast, facts):
    page = text(own(cast, act="check"))
    assert "The formula works" in page
    assert "saves, divided by views" in page
    assert not CustomKpi.objects.exists()


def test_the_live_check_answers_a_part_of_the_page(cast, facts):
    url = f"/w/{cast.workspace.slug}/guide/formula/"
    good = text(cast.browser("editor").get(url, {"formula": "mean(likes / reach)"}))
    bad = text(cast.browser("editor").get(url, {"formula": "likes /"}))
    assert "<html" not in good
    assert "likes, divided by reach" in good
    assert "Position 8" in bad
    assert cast.browser("viewer").get(url, {"formula": "likes"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_guide_prints_as_pdf(cast, facts, language):
    kpis.set_kpi(cast.scope(), "reach", purpose="Decides the boosts")
    answer = cast.browser("client").get(
        f"/w/{cast.workspace.slug}/guide/kpis.pdf", {"lang": language}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_kpi_with_data_leads_to_its_numbers_and_to_who_contributes(cast, facts, guide_url):
    give_posts(cast.scope(), lambda n, draw: 500)
    page = text(cast.browser("viewer").get(f"{guide_url}post_reach_avg/"))
    numbers = f"/w/{cast.workspace.slug}/numbers/?kpi=post_reach_avg"
    assert f'href="{numbers}"' in page
    assert f'href="{numbers}&amp;by=author"' in page
    assert cast.browser("viewer").get(f"{numbers}&by=author").status_code == 200
    assert numbers not in text(cast.browser("client").get(f"{guide_url}post_reach_avg/"))
