"""The content mix against its plan, silent days and over-posting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.publishing.mix import (
    Cadence,
    Item,
    Verdict,
    checked_plan,
    mix,
    part_words,
    warnings,
)
from tolok.core.text import Text

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(days=6)
PLAN = {"video": 0.5, "image": 0.3, "article": 0.2}
KINDS = st.lists(st.sampled_from(["video", "image", "article", "poll"]), max_size=40)


def items(*kinds: str) -> list[Item]:
    return [Item(MONDAY, kind) for kind in kinds]


def on(*days: int) -> list[Item]:
    return [Item(MONDAY + timedelta(days=day), "image") for day in days]


def test_each_kind_is_compared_with_its_plan():
    parts = mix(items(*["video"] * 2, *["image"] * 6, "article", "poll"), PLAN)
    assert [(p.kind, p.count, p.verdict) for p in parts] == [
        ("video", 2, Verdict.TOO_LITTLE),
        ("image", 6, Verdict.TOO_MUCH),
        ("article", 1, Verdict.FITS),
        ("poll", 1, Verdict.UNPLANNED),
    ]
    assert parts[0].lacking == 6  # 8 of 16


def test_too_few_posts_are_not_judged_and_no_post_has_no_share():
    assert {part.verdict for part in mix(items("video"), PLAN)} == {Verdict.TOO_FEW}
    assert [part.share for part in mix([], PLAN)] == [None, None, None]


@given(KINDS)
def test_shares_make_up_the_whole(kinds):
    parts = mix(items(*kinds), PLAN)
    assert sum(part.count for part in parts) == len(kinds)
    assert not kinds or abs(sum(part.share or 0 for part in parts) - 1) < 1e-9


@given(KINDS)
def test_what_is_lacking_is_just_enough(kinds):
    for part in mix(items(*kinds), PLAN):
        if part.lacking and part.planned is not None:
            whole = len(kinds) + part.lacking
            assert (part.count + part.lacking) / whole >= part.planned - 1e-9
            assert (part.count + part.lacking - 1) / (whole - 1) < part.planned


@given(KINDS)
def test_every_part_is_told_in_both_languages(kinds):
    for part in mix(items(*kinds), PLAN):
        words = part_words(part, Text("Videos", "Video"))
        assert words.en.startswith("Videos:") and words.id.startswith("Video:")


def test_a_plan_that_is_not_the_whole_is_refused_with_its_sum():
    assert checked_plan(PLAN) == PLAN
    with pytest.raises(ProblemError) as caught:
        checked_plan({"video": 0.5, "image": 0.4})
    assert "90 %" in caught.value.problem.detail.en
    with pytest.raises(ProblemError):
        checked_plan({"video": 1.5, "image": -0.5})


def test_a_silent_stretch_is_told_with_its_days_also_at_the_edges():
    found = warnings(on(4, 5), Cadence(longest_gap=3), MONDAY, SUNDAY + timedelta(days=7))
    assert [(w.code, w.first, w.last) for w in found] == [
        ("gap", MONDAY, MONDAY + timedelta(days=3)),
        ("gap", MONDAY + timedelta(days=6), SUNDAY + timedelta(days=7)),
    ]
    assert found[0].words.en.startswith("4 days without a post, from 23 November 2026")


def test_no_post_at_all_is_one_gap():
    (gap,) = warnings([], Cadence(longest_gap=3), MONDAY, SUNDAY)
    assert (gap.first, gap.last) == (MONDAY, SUNDAY)


def test_a_crowded_day_says_how_many_to_move():
    cadence = Cadence(most_a_day=2)
    (day,) = warnings(on(1, 1, 1, 2), cadence, MONDAY, SUNDAY)
    assert day.code == "crowded-day"
    assert "Move 1 to another day" in day.words.en


def test_over_posting_is_measured_against_the_own_habit():
    busy = on(0, 1, 2, 3, 4, 5, 6)
    (week,) = warnings(busy, Cadence(usual_a_week=3), MONDAY, SUNDAY)
    assert (week.code, week.first, week.last) == ("over-posting", MONDAY, SUNDAY)
    assert warnings(busy, Cadence(usual_a_week=6), MONDAY, SUNDAY) == ()
    assert warnings(busy, Cadence(usual_a_week=None), MONDAY, SUNDAY) == ()


def test_no_rule_gives_no_warning():
    assert warnings([], Cadence(longest_gap=None), MONDAY, SUNDAY) == ()
