"""Advice on names, short forms and papers of KPIs."""

from tolok.core.kpi.custom import custom_kpi
from tolok.core.kpi.lint import glossary, lint_kpi, lint_name, spelled_out
from tolok.core.kpi.spec import Jargon
from tolok.core.text import Text
from tolok.lib import catalogue

CPM = Jargon("CPM", Text("cost per mille", "biaya per seribu"))


def ids(en: str, id: str, *jargon: Jargon) -> list[str]:
    return [hint.id for hint in lint_name(Text(en, id), jargon)]


def test_a_clear_name_gets_no_hint() -> None:
    assert ids("Brand impressions", "Kesan merek") == []


def test_long_names_and_empty_words_are_named() -> None:
    long = "Monthly number of new people who may have seen us"
    assert ids(long, "Orang baru") == ["long"]
    assert ids("Content performance", "Performa konten") == ["empty_word", "empty_word"]


def test_short_forms_must_be_spelled_out() -> None:
    assert ids("CPM of ads", "CPM iklan") == ["short_form", "short_form"]
    assert ids("CPM of ads", "CPM iklan", CPM) == []


def test_an_untranslated_name_is_seen() -> None:
    assert ids("Brand impressions", "Brand impressions") == ["same"]


def test_a_kpi_without_purpose_or_objective_is_asked_for_them() -> None:
    kpi = custom_kpi("talk", Text("Talk", "Obrolan"), "comments / posts", owner="Raka")
    assert [hint.id for hint in lint_kpi(kpi)] == ["purpose", "objective"]
    assert lint_kpi(kpi, purpose="Choose topics", objective="Loyal guests") == ()


def test_a_short_form_is_spelled_out_once() -> None:
    text = "CPM rose; a low CPM is not everything."
    assert (
        spelled_out(text, [CPM], "en") == "CPM (cost per mille) rose; a low CPM is not everything."
    )
    assert spelled_out(spelled_out(text, [CPM], "id"), [CPM], "id").count("biaya per seribu") == 1
    assert spelled_out("XCPM", [CPM], "en") == "XCPM"


def test_the_names_of_the_catalogue_explain_their_short_forms() -> None:
    hints = {
        spec.id: [h.words.en for h in lint_name(spec.name, spec.jargon) if h.id == "short_form"]
        for spec in catalogue.kpis().values()
    }
    assert {id: found for id, found in hints.items() if found} == {}
    assert list(glossary(catalogue.kpis().values()))
