"""Verdict sentence, roll-up, the today list, versions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tolok.core.goals.changes import changes, history, moved_after_start
from tolok.core.goals.goal import Action, Baseline, CheckIn, Goal, Mode, Nature, Target, Version
from tolok.core.goals.pace import Pace, Status
from tolok.core.goals.roll_up import children_of, circle, effectiveness, roll_up
from tolok.core.goals.today import today_list
from tolok.core.goals.verdict import CHANCE_RULE, Chance, chance_word, verdict
from tolok.core.query import Period
from tolok.core.text import Text

BEHIND = Pace(Status.BEHIND, 398, 0, 1500, 0.265, 0.304, 456, 0.87)
ON = Pace(Status.ON_PACE, 342, 310, 420, 0.29, 0.304, 343, 0.96)
DONE = Pace(Status.DONE, 1500, 0, 1500, 1.2, 0.9, 1350, 1.33)
DARK = Pace(Status.NO_DATA, why=Text("Nothing new since 29 October 2026.", "Tidak ada yang baru."))
NOV = date(2026, 11, 18)


def test_the_verdict_answers_whether_the_plan_works_and_how_sure_that_is() -> None:
    words = verdict(BEHIND, chance=Chance(0.31, 1310, 1180, 1450, 92))
    assert words == Text(
        "Not yet, behind: 398 of 1,500, 456 expected by today. "
        "Reaching it is unlikely (31 %); forecast 1,310, between 1,180 and 1,450.",
        "Belum, tertinggal: 398 dari 1.500, seharusnya 456 hari ini. "
        "Peluang mencapainya kecil (31 %); perkiraan 1.310, antara 1.180 dan 1.450.",
    )


def test_the_verdict_of_done_ended_limit_and_no_data() -> None:
    assert verdict(DONE).en == "Reached: 1,500 of 1,500."
    assert verdict(BEHIND, ended=True).en == "Not reached: 398 of 1,500."
    limit = Pace(Status.OFF_PACE, 6240, None, 3600, 0.58, 0.6, 3600, 0.58)
    assert verdict(limit, unit="seconds").en == "No, off pace: 104 minutes, limit 60 minutes."
    assert verdict(DARK).en == "It cannot be said: nothing new since 29 October 2026."
    assert verdict(ON, chance=Chance(0.9)).id.endswith("Peluang mencapainya besar (90 %).")


@pytest.mark.parametrize(
    ("p", "word"), [(0.8, "likely"), (0.4, "possible"), (0.1, "unlikely"), (0.09, "very unlikely")]
)
def test_words_for_chance_follow_the_printed_rule(p: float, word: str) -> None:
    assert chance_word(p).en == word
    assert "likely from 80 %" in CHANCE_RULE.en


def test_a_goal_rolls_its_targets_up_by_weight() -> None:
    rolled = roll_up([(BEHIND, 1), (DONE, 1)])
    assert rolled.progress == pytest.approx((0.265 + 1) / 2)
    assert rolled.expected == pytest.approx((0.304 + 0.9) / 2)
    assert rolled.status is Status.AHEAD
    assert roll_up([(DONE, 1), (DONE, 2)]).status is Status.DONE
    assert roll_up([(BEHIND, 3), (ON, 1)]).status is Status.BEHIND


def test_what_has_no_data_takes_no_part_and_is_counted() -> None:
    rolled = roll_up([(ON, 1), (DARK, 1)])
    assert (rolled.status, rolled.counted, rolled.missing) == (Status.ON_PACE, 1, 1)
    nothing = roll_up([(DARK, 1)])
    assert (nothing.status, nothing.progress) == (Status.NO_DATA, None)


def test_effectiveness_is_capped_for_each_part() -> None:
    score = effectiveness([(BEHIND, 1), (DONE, 1), (DARK, 5)])
    assert score.score == pytest.approx((0.87 + 1) / 2)
    assert (score.counted, score.missing) == (2, 1)
    assert effectiveness([]).score is None


def goal(id: str = "g", **more: object) -> Goal:
    base = Goal(id, "1,500 followers", date(2026, 9, 21), date(2027, 3, 31), owner="Raka")
    return replace(base, **more)  # type: ignore[arg-type]


def test_goals_have_parents_and_no_circles() -> None:
    goals = {g.id: g for g in (goal("top"), goal("mid", parent="top"), goal("low", parent="mid"))}
    assert [g.id for g in children_of(list(goals.values()), "top")] == ["mid"]
    assert circle(goals, "top", "low")
    assert circle(goals, "top", "top")
    assert not circle(goals, "low", "top")
    assert not circle(goals, "new", "gone")


def test_today_lists_late_due_and_coming_actions_then_what_needs_a_look() -> None:
    acts = (
        Action("a", "Two reels", due=date(2026, 11, 19)),
        Action("b", "Pin the map", due=date(2026, 11, 2), done_on=date(2026, 11, 2)),
        Action("c", "Cover Saturday", due=date(2026, 11, 15), owner="Dewi"),
        Action("d", "Print menus", due=NOV),
        Action("e", "Far away", due=date(2026, 12, 24)),
    )
    one = goal(actions=acts, check_ins=(CheckIn(date(2026, 11, 3), "Brunch reel did better"),))
    dark = goal("h", title="Enquiries", check_ins=(CheckIn(date(2026, 11, 17), "Fine"),))
    todos = today_list([one, dark], NOV, {"h": DARK})
    assert [(t.kind, t.action or t.goal) for t in todos] == [
        ("action", "c"), ("action", "d"), ("read", "h"), ("action", "a"), ("check_in", "g"),
    ]  # fmt: skip
    assert todos[0].words == Text("Cover Saturday: 3 days late", "Cover Saturday: terlambat 3 hari")
    assert todos[4].words.en == "Check in on “1,500 followers”: last note 15 days ago"
    assert [t.action for t in today_list([one], NOV, owner="Dewi")] == ["c"]


def test_a_goal_that_is_over_asks_for_nothing_but_its_open_actions() -> None:
    past = goal(
        end=date(2026, 10, 1), actions=(Action("a", "Thank people", due=date(2026, 11, 17)),)
    )
    assert [t.kind for t in today_list([past], NOV, {"g": DARK})] == ["action"]


BASE = Baseline(4212, Period(date(2026, 6, 1), date(2026, 8, 31)))
FIRST = Target("followers_net", Mode.ABSOLUTE, 1200, Nature.TOTAL, baseline=BASE)


def version(day: int, month: int, of: Goal, why: str = "") -> Version:
    return Version(of, datetime(2026, month, day, 9, tzinfo=UTC), "Raka", why)


def test_a_moved_target_stays_visible() -> None:
    before = goal(targets=(FIRST,))
    after = goal(targets=(replace(FIRST, value=1500),), end=date(2027, 4, 30))
    steps = history((version(5, 10, after, "Second shop"), version(21, 9, before)))
    assert [c.words.en for c in steps[1].changes] == [
        "Deadline: 31 March 2027 → 30 April 2027",
        "Target on followers_net: 1,200 → 1,500",
    ]
    assert steps[1].why == "Second shop"
    moved = moved_after_start((version(21, 9, before), version(5, 10, after)))
    assert len(moved) == 1
    assert moved_after_start((version(1, 9, before), version(2, 9, after))) == ()


def test_a_change_of_words_does_not_move_the_mark() -> None:
    before = goal(targets=(FIRST,))
    renamed = changes(before, replace(before, title="More followers", objective="Second shop"))
    assert [c.moved for c in renamed] == [False, False]
    assert renamed[1].words.id == "Tujuan: – → Second shop"
    weighed = changes(before, goal(targets=(replace(FIRST, weight=2),)))
    assert [c.moved for c in weighed] == [False]
    rebased = changes(before, goal(targets=(replace(FIRST, baseline=None),)))
    assert [(c.words.en, c.moved) for c in rebased] == [
        ("Baseline of followers_net: 4,212 → –", True)
    ]
    swapped = changes(before, goal(targets=(replace(FIRST, kpi="likes"),)))
    assert [c.words.en for c in swapped] == [
        "Target on followers_net removed", "Target on likes added",
    ]  # fmt: skip
