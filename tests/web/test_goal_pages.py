"""The Goals pages in both languages, and the wizard from wish to start without any script."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.services.goal_cast import give_days, give_posts
from tolok.core.goals.goal import Budget, Goal, Mode, Nature, Scope, Target
from tolok.core.goals.wizard import end_of
from tolok.core.quantity import Money
from tolok.services import goal_log, goals
from tolok.services.goal_baseline import with_baselines
from tolok.services.goal_list import listing
from tolok.services.goal_plan import boosts
from tolok.services.goal_rows import today
from tolok.services.goal_watch import note, note_all
from tolok.services.goal_wizard import checks
from tolok.store.models import Action, Batch

pytestmark = pytest.mark.django_db


def url(cast, path=""):
    return f"/w/{cast.workspace.slug}/goals/{path}"


def followers(scope):
    return give_days(
        scope,
        "followers_gained",
        lambda n, draw: 6 + n % 3,
        last=today(scope) - timedelta(days=1),
    )


def running(scope, value=1500, **more):
    start = today(scope) - timedelta(days=57)
    target = Target(
        "followers_gained", Mode.ABSOLUTE, value, Nature.TOTAL, scope=Scope(("instagram",))
    )
    goal = Goal("", "More followers", start, start + timedelta(days=191), targets=(target,), **more)
    return goals.start(scope, goals.make_draft(scope, with_baselines(scope, goal)).id)


def text_of(answer):
    assert answer.status_code == 200, answer.content[-3000:]
    return answer.content.decode()


def test_an_empty_list_names_the_next_act_in_both_languages(cast, facts):
    browser = cast.browser("owner")
    assert "Set a goal" in text_of(browser.get(url(cast)))
    assert "Tetapkan sasaran" in text_of(browser.get(url(cast) + "?lang=id"))
    for view in ("reached", "ended", "drafts"):
        assert "empty" in text_of(browser.get(url(cast) + f"?view={view}"))


def test_a_viewer_is_not_offered_what_is_not_permitted(cast, facts):
    running(cast.scope())
    browser = cast.browser("viewer")
    page = text_of(browser.get(url(cast)))
    assert "goals/new/" not in page
    assert browser.get(url(cast, "new/")).status_code == 403
    assert browser.post(url(cast, "new/"), {"wish": "x"}).status_code == 403
    assert cast.browser("outsider").get(url(cast)).status_code == 404


def test_the_list_shows_status_pace_forecast_and_the_rule(cast, facts):
    scope = cast.scope()
    followers(scope)
    made = running(scope)
    goal_log.add_action(scope, made.id, "Two reels a week", due=today(scope))
    page = text_of(cast.browser("owner").get(url(cast)))
    for words in ("Behind", "Gain 1,500 new followers on Instagram", "Expected today", "Forecast",
                  "Two reels a week: due today", "ahead from 1.05", "days left"):  # fmt: skip
        assert words in page
    page = text_of(cast.browser("owner").get(url(cast) + "?lang=id"))
    for words in ("Tertinggal", "Dapatkan 1.500 pengikut baru", "Seharusnya hari ini", "Perkiraan"):
        assert words in page


def test_an_action_is_done_from_the_list_without_script(cast, facts):
    scope = cast.scope()
    made = running(scope)
    action = goal_log.add_action(scope, made.id, "Two reels", due=today(scope))
    sent = {"act": "done", "action": action, "back": "goals"}
    answer = cast.browser("editor").post(url(cast, f"{made.id}/"), sent)
    assert answer.status_code == 302
    assert goals.goal(scope, made.id).goal.actions[0].done_on == today(scope)


def test_the_result_of_an_action_is_written_on_the_goal_page_and_moves_no_day(cast, facts):
    scope = cast.scope()
    made = running(scope)
    action = goal_log.add_action(scope, made.id, "Two reels", due=today(scope))
    one, browser = url(cast, f"{made.id}/"), cast.browser("editor")
    assert "Done, with a result" in text_of(browser.get(one))
    browser.post(one, {"act": "done", "action": action, "result": "40 new followers"})
    before = today(scope) - timedelta(days=3)
    Action.objects.filter(id=action).update(done_on=before)
    browser.post(one, {"act": "done", "action": action, "result": "45 new followers"})
    kept = goals.goal(scope, made.id).goal.actions[0]
    assert (kept.result, kept.done_on) == ("45 new followers", before)
    assert "Result: 45 new followers" in text_of(browser.get(one))
    assert "Hasil: 45 new followers" in text_of(browser.get(one + "?lang=id"))
    assert 'name="result"' not in text_of(cast.browser("viewer").get(one))


def test_the_goal_page_says_what_it_takes_and_keeps_versions(cast, facts):
    scope = cast.scope()
    followers(scope)
    made = running(scope)
    browser = cast.browser("editor")
    browser.post(url(cast, f"{made.id}/"), {"act": "check_in", "words": "Slow.", "confidence": "6"})
    browser.post(url(cast, f"{made.id}/"), {"act": "action", "words": "Two reels a week"})
    spend = {"act": "spend", "kind": "boosts", "amount": "384000"}
    browser.post(url(cast, f"{made.id}/"), spend)
    step = {"kpi": "followers_gained", "mode": "absolute", "value": "1,200",
            "network": "instagram", "go": "next", "at": "0"}  # fmt: skip
    refused = browser.post(url(cast, f"{made.id}/set/number/"), step)
    assert refused.status_code == 422
    assert "without a reason" in refused.content.decode()
    step["reason"] = "The second shop opens later."
    assert browser.post(url(cast, f"{made.id}/set/number/"), step).status_code == 302
    page = text_of(browser.get(url(cast, f"{made.id}/")))
    for words in ("Gain 1,200 new followers", "a week now", "Slow.", "confidence 6 of 10",
                  "Two reels a week", "IDR 384,000", "1,500 → 1,200", "second shop opens later",
                  "From target", "From own history", "From benchmark", "Can it be reached?",
                  "<svg", "Show as table", "Goal sheet (PDF)"):  # fmt: skip
        assert words in page
    page = text_of(browser.get(url(cast, f"{made.id}/") + "?lang=id"))
    for words in ("Dapatkan 1.200 pengikut baru", "Dari riwayat sendiri", "Dapatkah dicapai?"):
        assert words in page


def test_the_wizard_leads_from_a_vague_wish_to_a_started_goal(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 780 + (n % 5) * 20, last=today(scope) - timedelta(days=1))
    browser = cast.browser("editor")
    answer = browser.post(url(cast, "new/"), {"wish": "Increase engagement on Facebook"})
    at = answer["Location"].removesuffix("number/")
    page = text_of(browser.get(at + "number/"))
    assert "choose one" in page
    number = {"kpi": "post_reach_avg", "network": "facebook", "mode": "mean_per_post", "at": "0"}
    assert browser.post(at + "number/", number | {"value": "", "go": "next"}).status_code == 422
    assert browser.post(at + "number/", number | {"value": "", "go": "stay"}).status_code == 302
    page = text_of(browser.get(at + "number/"))
    assert "Baseline 82" in page or "Baseline 81" in page
    assert browser.post(at + "review/", {}).status_code == 422
    assert (
        browser.post(at + "number/", number | {"value": "1,000", "go": "next"}).status_code == 302
    )
    page = text_of(browser.get(at + "achievable/"))
    assert "Your own history" in page and "Benchmark" in page and "Resources" in page
    browser.post(at + "achievable/", {"achievable": "yes", "go": "next"})
    means = {
        "planned_boosts": "1,800,000",
        "hours": "5",
        "objective": "Fill the new shop",
        "realistic": "yes",
        "relevant": "yes",
        "action_1": "Boost each post",
        "go": "next",
    }
    assert browser.post(at + "means/", means).status_code == 302
    start = today(scope)
    dates = {"start": start.isoformat(), "end": "", "weeks": "13", "owner": "editor@example.org",
             "parent": "", "go": "next"}  # fmt: skip
    assert browser.post(at + "dates/", dates).status_code == 302
    page = text_of(browser.get(at + "review/"))
    assert "Reach 1,000 people per post on average on Facebook" in page
    assert "Jangkau rata-rata 1.000 orang per post" in page
    done = browser.post(at + "review/", {})
    assert done.status_code == 302
    found = goals.goals(scope)[0]
    assert found.state == "running"
    assert found.goal.budget.planned["boosts"].amount == 1_800_000
    assert found.goal.owner == "editor@example.org"
    assert found.goal.objective == "Fill the new shop"
    assert [a.words for a in found.goal.actions] == ["Boost each post"]
    assert (found.goal.end - found.goal.start).days == 90


def test_every_step_is_shown_in_indonesian(cast, facts):
    scope = cast.scope()
    followers(scope)
    made = goals.make_draft(scope, Goal("", "Tambah pengikut", wish="audience_growth"))
    browser = cast.browser("editor")
    for step in ("wish", "number", "achievable", "means", "dates", "review"):
        page = text_of(browser.get(url(cast, f"{made.id}/set/{step}/") + "?lang=id"))
        assert "Sasaran baru" in page
    assert browser.get(url(cast, f"{made.id}/set/other/")).status_code == 404


def test_numbers_are_read_as_the_reader_writes_them(cast, facts):
    scope = cast.scope()
    made = goals.make_draft(scope, Goal("", "Tambah pengikut"))
    browser = cast.browser("editor")
    sent = {
        "kpi": "followers_gained",
        "mode": "absolute",
        "value": "1.500",
        "at": "0",
        "go": "next",
    }
    browser.post(url(cast, f"{made.id}/set/number/") + "?lang=id", sent)
    assert goals.goal(scope, made.id).goal.targets[0].value == 1500


def test_a_template_makes_a_draft_that_can_be_continued(cast, facts):
    browser = cast.browser("editor")
    answer = browser.post(url(cast, "new/"), {"template": "cafe_awareness"})
    assert answer.status_code == 302
    page = text_of(browser.get(answer["Location"]))
    assert "five miles" in page
    assert "Continue" in text_of(browser.get(url(cast) + "?view=drafts"))


def test_an_empty_wish_is_refused_beside_the_field(cast, facts):
    answer = cast.browser("editor").post(url(cast, "new/"), {"wish": " "})
    assert answer.status_code == 422
    assert "Write a sentence" in answer.content.decode()


def test_sheets_and_files_can_be_taken_along(cast, facts):
    scope = cast.scope()
    followers(scope)
    made = running(scope)
    browser = cast.browser("viewer")
    for path in ("sheet.pdf", f"{made.id}/sheet.pdf", f"{made.id}/sheet.pdf?blank=1"):
        assert browser.get(url(cast, path)).content.startswith(b"%PDF")
    assert browser.get(url(cast, f"{made.id}/goal.json")).json()["form"] == "tolok-goal/1"


def test_a_goal_file_becomes_a_draft_and_a_bad_one_is_refused(cast, facts):
    scope = cast.scope()
    made = running(scope)
    browser = cast.browser("editor")
    data = browser.get(url(cast, f"{made.id}/goal.json")).content
    sent = {"file": SimpleUploadedFile("goal.json", data)}
    answer = browser.post(url(cast, "new/"), sent)
    assert answer.status_code == 302
    assert len(goals.goals(scope, ("draft",))) == 1
    bad = {"file": SimpleUploadedFile("goal.json", b"{not json")}
    assert browser.post(url(cast, "new/"), bad).status_code == 422


def test_a_changed_status_is_told_since_yesterday_and_the_page_only_reads(cast, facts):
    scope = cast.scope()
    browser = cast.browser("viewer")
    made = running(scope)
    assert note_all(datetime.now(UTC)) == 1
    assert "from no data" not in text_of(browser.get(url(cast)))
    followers(scope)
    assert "from no data" not in text_of(browser.get(url(cast)))
    assert goals.goal(scope, made.id).seen["now"] == "no_data"
    assert note(scope, datetime.now(UTC)) == 1
    assert "from no data to behind" in text_of(browser.get(url(cast)))
    assert note(scope, datetime.now(UTC)) == 0


def test_goals_are_looked_at_again_only_after_an_import_or_a_new_day(cast, facts):
    scope = cast.scope()
    running(scope)
    now = datetime.now(UTC)
    assert note_all(now) == 1
    followers(scope)
    assert note_all(now) == 0
    Batch.objects.create(
        workspace=scope.workspace,
        upload=scope.id,
        file_name="a.csv",
        observed_at=now,
        finished_at=now + timedelta(seconds=1),
    )
    assert note_all(now) == 1


def test_a_status_that_moved_two_days_ago_is_no_news(cast, facts):
    scope = cast.scope()
    running(scope)
    then = datetime.now(UTC) - timedelta(days=2)
    note(scope, then)
    followers(scope)
    note(scope, then)
    assert "from no data" not in text_of(cast.browser("viewer").get(url(cast)))


def test_children_are_rolled_up_on_the_page_of_their_parent(cast, facts):
    scope = cast.scope()
    followers(scope)
    parent = running(scope)
    running(scope, 900, parent=parent.id)
    page = text_of(cast.browser("viewer").get(url(cast, f"{parent.id}/")))
    assert "Goals that feed this one" in page
    assert "Gain 900 new followers" in page


def test_the_order_is_changed_by_plain_buttons(cast, facts):
    scope = cast.scope()
    first, second = running(scope).id, running(scope, 900).id
    sent = {"goal": second, "way": "up", "view": "running"}
    cast.browser("editor").post(url(cast), sent)
    assert [g.id for g in goals.goals(scope)] == [second, first]


def test_the_list_needs_few_queries(cast, facts, django_assert_max_num_queries):
    scope = cast.scope()
    followers(scope)
    for n in range(8):
        running(scope, 1000 + n)
    browser = cast.browser("owner")
    browser.get(url(cast))
    with django_assert_max_num_queries(15):
        browser.get(url(cast))


def test_the_goal_page_needs_few_queries(cast, facts, django_assert_max_num_queries):
    scope = cast.scope()
    followers(scope)
    made = running(scope)
    browser = cast.browser("owner")
    browser.get(url(cast, f"{made.id}/"))
    with django_assert_max_num_queries(15):
        browser.get(url(cast, f"{made.id}/"))


def test_goals_are_rolled_up_by_business_objective(cast, facts):
    scope = cast.scope()
    followers(scope)
    running(scope, objective="Fill the second shop")
    running(scope, 800, objective="Fill the second shop")
    running(scope, 900)
    first, other = listing(scope, "running", "en").objectives
    assert (first.id, other.id) == ("Fill the second shop", "")
    parts = [one.main.pace.progress for one in first.goals]
    assert first.rolled.progress == pytest.approx(sum(parts) / 2)
    page = text_of(cast.browser("client").get(url(cast)))
    for words in ("By business objective", "Fill the second shop", "No objective named",
                  "2 of 2 goals with data"):  # fmt: skip
        assert words in page
    page = text_of(cast.browser("client").get(url(cast) + "?lang=id"))
    assert "2 dari 2 sasaran dengan data" in page


def test_without_objectives_there_is_nothing_to_roll_up(cast, facts):
    scope = cast.scope()
    running(scope)
    assert listing(scope, "running", "en").objectives == ()


def test_boosts_are_priced_by_how_often_one_posts_and_checked_against_the_budget(cast, facts):
    scope = cast.scope()
    give_posts(scope, lambda n, draw: 900, every=7, posts=20, last=today(scope) - timedelta(days=1))
    target = Target(
        "post_reach_avg", Mode.MEAN_PER_POST, 1000, Nature.AVERAGE, scope=Scope(("facebook",))
    )
    start = today(scope)
    each = Money(Decimal(50_000), "IDR")
    goal = Goal(
        "", "Reach", start, start + timedelta(days=90), targets=(target,), objective="Known",
        budget=Budget({"boosts": Money(Decimal(500_000), "IDR")}, per_post=each),
    )  # fmt: skip
    plan = boosts(scope, goal)
    assert (plan.posts, plan.cost) == (13, Money(Decimal(650_000), "IDR"))
    found = {c.id: c for c in checks(scope, goal, None)}["realistic"]
    assert not found.ok
    assert "650" in found.verdict.en
    made = goals.make_draft(scope, goal)
    page = text_of(cast.browser("owner").get(url(cast, f"{made.id}/")))
    assert "Boosts of about 13 posts" in page
    assert boosts(scope, replace(goal, budget=Budget())) is None


def test_the_goal_leads_to_all_numbers_of_its_days_and_network(cast, facts):
    scope = cast.scope()
    followers(scope)
    made = running(scope)
    browser = cast.browser("viewer")
    start = made.goal.start.isoformat()
    link = f"numbers/?from={start}&amp;to={today(scope).isoformat()}&amp;network=instagram"
    assert link in text_of(browser.get(url(cast, f"{made.id}/")))
    assert link not in text_of(cast.browser("client").get(url(cast, f"{made.id}/")))
    address = f"/w/{cast.workspace.slug}/{link.replace('&amp;', '&')}"
    assert browser.get(address).status_code == 200


def test_a_plain_wish_fills_in_measure_number_and_days(cast, facts):
    scope = cast.scope()
    followers(scope)
    browser = cast.browser("editor")
    wish = {"wish": "1.000 pengikut Instagram baru dalam 3 bulan"}
    at = browser.post(url(cast, "new/"), wish)["Location"]
    goal = goals.goals(scope)[0].goal
    target = goal.targets[0]
    assert (target.kpi, target.mode, target.value) == ("followers_gained", Mode.ABSOLUTE, 1000)
    assert target.scope.networks == ("instagram",)
    assert (goal.start, goal.end) == (today(scope), end_of(today(scope), months=3))
    page = text_of(browser.get(at))
    assert "We read: New followers; 1,000; from" in page
    assert 'value="1,000"' in page
    page = text_of(browser.get(at + "?lang=id"))
    assert "Yang terbaca: Pengikut baru; 1.000; dari" in page
    assert "Jaringan lain lebih cocok" not in page.partition("<b>Instagram</b>")[2][:400]


def test_an_unclear_wish_fills_in_the_number_and_asks_the_rest(cast, facts):
    browser = cast.browser("editor")
    at = browser.post(url(cast, "new/"), {"wish": "10,000 followers in six months"})["Location"]
    assert goals.goals(cast.scope())[0].goal.targets == ()
    page = text_of(browser.get(at))
    assert "can be followers in all or new ones" in page
    assert 'value="10,000"' in page


def test_each_supporting_target_has_its_own_line_with_a_table(cast, facts):
    scope = cast.scope()
    followers(scope)
    give_posts(scope, lambda n, draw: 780 + n, last=today(scope) - timedelta(days=1))
    made = running(scope)
    targets = (
        *made.goal.targets,
        Target("likes", Mode.ABSOLUTE, 900, Nature.TOTAL),
        Target("email_signups", Mode.ABSOLUTE, 60, Nature.TOTAL),
    )
    goals.save(scope, made.id, replace(made.goal, targets=targets), reason="Both feed it.")
    page = text_of(cast.browser("viewer").get(url(cast, f"{made.id}/")))
    part = page.partition('id="supporting"')[2].partition("</section>")[0]
    assert part.count('<figure class="chart"') == 1
    assert part.count("Show as table") == 2  # its button and the name of its region
    assert "Likes" in part and "Email sign-ups" in part
    assert "Supporting measures" in page
    page = text_of(cast.browser("viewer").get(url(cast, f"{made.id}/") + "?lang=id"))
    assert "Ukuran pendukung" in page
