"""Every measure, formula, rule and unit can be said in both languages."""

import re

import pytest

from tolok.core.kpi.formula import parse
from tolok.core.kpi.measure_words import measure_counts, measure_words, named
from tolok.core.kpi.words import (
    BASIS,
    DIRECTIONS,
    GROUPS,
    SOURCES,
    UNITS,
    bases_of,
    formula_words,
    how_words,
    rule_words,
)
from tolok.core.measures import EVENTS, MEASURES, TERMS
from tolok.lib.catalogue import kpis

IDS = [*MEASURES, *TERMS, *EVENTS]
VARIANTS = [(spec, variant) for spec in kpis().values() for variant in spec.variants]


@pytest.mark.parametrize("id", IDS)
def test_a_measure_has_a_name_and_a_meaning_in_both_languages(id: str):
    for words in (measure_words(id), measure_counts(id)):
        assert words.en.strip()
        assert words.id.strip()
    assert "_" not in measure_words(id).en + measure_words(id).id


def test_no_words_are_kept_for_measures_that_do_not_exist():
    from tolok.core.kpi import measure_words as module

    assert set(module._WORDS) == set(IDS)


def test_two_measures_never_share_a_name():
    for language in ("en", "id"):
        names = [measure_words(id).to(language) for id in IDS]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("spec", "variant"), VARIANTS, ids=lambda x: getattr(x, "id", ""))
def test_every_variant_of_the_catalogue_can_be_said(spec, variant):
    said = [how_words(variant)]
    said += [words for basis in bases_of(variant) for words in BASIS[basis]]
    said += [words for source in variant.sources for words in SOURCES[source]]
    if variant.numerator:  # a model or a goal may be arithmetic on no measure
        said.append(formula_words(variant))
    for words in said:
        assert words.en
        assert words.id
        assert not re.search(r"\w_\w", words.en + words.id)
    assert all(step.en and step.id for _, step in rule_words(spec.rule_of(variant)))
    assert variant.unit in UNITS


def test_groups_and_directions_of_the_catalogue_are_named():
    assert {spec.group for spec in kpis().values()} <= set(GROUPS)
    assert {spec.better for spec in kpis().values()} <= set(DIRECTIONS)


def test_a_formula_is_said_with_alternatives_options_and_scale():
    variant = parse("(likes + comments|replies + shares? - 2 * quotes) / reach * 1000")
    assert formula_words(variant).en == (
        "likes + comments (or replies) + shares (where reported) − 2 × quotes, divided by reach, "
        "times 1,000"
    )
    assert formula_words(variant).id == (
        "suka + komentar (atau balasan) + dibagikan (jika dilaporkan) − 2 × kutipan, dibagi "
        "jangkauan, dikali 1.000"
    )


def test_the_measures_of_a_formula_are_explained_once_each():
    assert [name.en for name, _ in named(["likes", "reach", "likes"])] == ["likes", "reach"]
