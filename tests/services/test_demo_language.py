"""The demo's goals speak the reader's language; what people wrote themselves is left alone."""

from dataclasses import replace

import pytest
from django.utils import translation

from tolok.core.demo.goals import INDONESIAN, REASON, SKETCHES, VAGUE, YES
from tolok.core.demo.truths import Truths
from tolok.core.goals.goal import Goal
from tolok.services import goals
from tolok.services.demo_goals import make_goals
from tolok.services.goal_rows import today
from tolok.store.models import Objective

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(cast, facts):
    cast.workspace.demo = True
    cast.workspace.save()
    scope = cast.scope()
    make_goals(scope, Truths(today(scope)), SKETCHES[:2])
    return scope


def test_every_word_of_the_sketches_has_an_indonesian_twin():
    said = {REASON, VAGUE, *(a.why for a in (YES.achievable, YES.realistic, YES.relevant))}
    for sketch in SKETCHES:
        said |= {sketch.title, sketch.objective, *sketch.actions, sketch.note} - {""}
    assert said == set(INDONESIAN)
    assert len(set(INDONESIAN.values())) == len(INDONESIAN)
    assert not set(INDONESIAN) & set(INDONESIAN.values())


def test_goals_actions_notes_and_reasons_are_read_in_the_reader_s_language(demo):
    with translation.override("id"):
        first = goals.goals(demo)[0].goal
        steps = goals.versions(demo, first.id)
    assert first.title == "Tambah pengikut di Instagram"
    assert first.objective == "Lebih banyak pelanggan tetap dari sekitar"
    assert first.actions[0].words == "Dua reel seminggu, Kamis malam"
    assert first.check_ins[0].words.startswith("Reel hari Kamis")
    assert steps[-1].why == "Kedai kedua dibuka bulan Januari."
    with translation.override("en"):
        assert goals.goals(demo)[0].goal.title == "Gain followers on Instagram"


def test_saving_through_the_indonesian_face_changes_no_word_and_makes_no_twin(demo):
    before = Objective.objects.count()
    with translation.override("id"):
        first = goals.goals(demo)[0]
        kept = goals.save(demo, first.id, first.goal)
    assert kept.version == first.version
    assert Objective.objects.count() == before


def test_one_s_own_words_stay_as_they_were_written(demo):
    made = goals.make_draft(demo, Goal("", "Office catering for my aunt"))
    with translation.override("id"):
        assert goals.goal(demo, made.id).goal.title == "Office catering for my aunt"


def test_outside_the_demo_nothing_is_exchanged(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, replace(Goal("", "Office catering"), objective=VAGUE))
    with translation.override("id"):
        found = goals.goal(scope, made.id).goal
    assert (found.title, found.objective) == ("Office catering", VAGUE)


def test_the_page_of_the_demo_shows_indonesian_goals(demo, cast):
    page = cast.browser("owner").get(f"/w/{cast.workspace.slug}/goals/?lang=id").content.decode()
    assert "Jawab setiap komentar" in page
    assert "Answer every comment" not in page
