"""Queues: slots of a channel in its zone, the posts that wait in them, and their order."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.core.publishing.content import PostContent
from tolok.services import best_time, posts, queues
from tolok.services.post_order import BEST, NEXT, Order, When
from tolok.store.models import Post

pytestmark = pytest.mark.django_db
DAILY = [{"weekday": day, "at": "09:00"} for day in range(7)]


@pytest.fixture
def world(cast, monkeypatch):
    cast.workspace.zone = "Asia/Jakarta"
    cast.workspace.save()
    world = make_world(cast, monkeypatch)
    world.channel_ = world.channel("Kanal")
    return world


def queue_up(world, *texts):
    now = world.clock()
    orders = [Order(PostContent(text), (world.channel_.id,), When(NEXT)) for text in texts]
    return posts.make_many(world.scope, orders, now)


def titles(line):
    return [each.title for each in line.waiting]


def test_posts_take_the_free_slots_in_order_and_say_why(world):
    queues.set_week(world.scope, "Kanal", {"slots": DAILY}, world.clock())
    queue_up(world, "Satu", "Dua")
    line = queues.line(world.scope, "Kanal", world.clock())
    assert [f"{each.at:%d %H:%M}" for each in line.waiting] == ["26 09:00", "27 09:00"]
    assert line.waiting[0].why.en == "The queue's slot on Thursday at 09:00."
    assert line.next == datetime(2026, 11, 28, 2, tzinfo=UTC)


def test_posts_change_places_and_the_times_stay(world):
    queues.set_week(world.scope, "Kanal", {"slots": DAILY}, world.clock())
    one, two, three = queue_up(world, "Satu", "Dua", "Tiga")
    line = queues.line(world.scope, "Kanal", world.clock())
    times = [each.at for each in line.waiting]
    line = queues.move(world.scope, str(line.waiting[2].row.id), "first", world.clock())
    assert titles(line) == ["Tiga", "Satu", "Dua"]
    assert [each.at for each in line.waiting] == times
    assert Post.objects.get(id=three.id).due_at == times[0]
    line = queues.move(world.scope, str(line.waiting[0].row.id), "down", world.clock())
    assert titles(line) == ["Satu", "Tiga", "Dua"]


def test_a_shuffle_moves_no_post_with_a_time_of_its_own(world):
    queues.set_week(world.scope, "Kanal", {"slots": DAILY}, world.clock())
    queue_up(world, *"ABCDEF")
    fixed = world.plan(world.channel_, "Tetap", world.clock() + timedelta(hours=1))
    before = titles(queues.line(world.scope, "Kanal", world.clock()))
    line = queues.shuffle(world.scope, "Kanal", world.clock(), Random(4))  # noqa: S311
    assert titles(line) != before and sorted(titles(line)) == sorted(before)
    assert line.waiting[0].row.id == fixed.id
    with pytest.raises(ProblemError, match="time of its own"):
        queues.move(world.scope, str(fixed.id), "down", world.clock())


def test_pause_blackout_and_limits_are_kept(world):
    form = {"slots": DAILY, "blackouts": [{"first": "2026-11-26", "last": "2026-11-27"}]}
    line = queues.set_week(world.scope, "Kanal", form, world.clock())
    assert line.next == datetime(2026, 11, 28, 2, tzinfo=UTC)
    pause = {"paused": True, "paused_until": "2026-12-05T00:00"}
    line = queues.set_week(world.scope, "Kanal", pause, world.clock())
    assert line.next == datetime(2026, 12, 5, 2, tzinfo=UTC)
    line = queues.set_week(
        world.scope, "Kanal", {"paused": True, "paused_until": ""}, world.clock()
    )
    assert line.next is None and "paused" in line.why_not.en


def test_a_slot_in_a_skipped_hour_says_that_clocks_change(world):
    world.channel_.zone = "Europe/Berlin"
    world.channel_.save()
    world.clock.now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    slots = [{"weekday": 6, "at": "02:30"}]
    queues.set_week(world.scope, "Kanal", {"slots": slots}, world.clock())
    queue_up(world, "Kaffee")
    (waiting,) = queues.line(world.scope, "Kanal", world.clock()).waiting
    assert f"{waiting.at:%H:%M}" == "03:30"


@pytest.mark.parametrize(
    "form",
    [
        {"slots": [{"weekday": 7, "at": "09:00"}]},
        {"slots": [{"weekday": 1, "at": "nine"}]},
        {"blackouts": [{"first": "2026-12-26", "last": "2026-12-24"}]},
        {"max_per_day": 0},
        {"paused_until": "soon"},
        {"colour": "red"},
    ],
)
def test_what_is_not_clear_is_refused_and_changes_nothing(world, form):
    queues.set_week(world.scope, "Kanal", {"slots": DAILY}, world.clock())
    with pytest.raises(ProblemError):
        queues.set_week(world.scope, "Kanal", form, world.clock())
    assert len(queues.line(world.scope, "Kanal", world.clock()).week.slots) == 7


def test_the_page_adds_and_removes_slots_without_scripts(world, cast):
    browser, there = cast.browser("editor"), f"/w/{cast.workspace.slug}/queues/"
    form = {"act": "add", "channel": str(world.channel_.id), "weekday": ["0", "2"], "at": "18:30"}
    assert browser.post(there, form).status_code == 302
    page = browser.get(there).content.decode()
    assert page.count("18:30") >= 2
    browser.post(there, {**form, "act": "remove", "weekday": ["0"]})
    line = queues.line(world.scope, "Kanal", world.clock())
    assert [slot.weekday for slot in line.week.slots] == [2]
    wrong = browser.post(there, {**form, "at": "late"})
    assert wrong.status_code == 422


def test_too_few_posts_give_a_spread_of_times_and_say_so(world, facts):
    found = best_time.times(world.scope, "Kanal", world.clock())
    assert not found.timing.enough and "Not enough evidence: 0 posts" in found.words.en
    assert len(found.free) == 7 and all(picked.explore for _, picked in found.free)
    assert all(at > world.clock() for at, _ in found.free)


def test_a_post_takes_the_next_free_best_time(world, facts):
    times = [at for at, _ in best_time.times(world.scope, "Kanal", world.clock()).free]
    orders = [Order(PostContent(t), (world.channel_.id,), When(BEST)) for t in ("Satu", "Dua")]
    made = posts.make_many(world.scope, orders, world.clock())
    assert [one.due_at for one in made] == times[:2]


def test_the_queue_is_filled_with_best_times_and_keeps_its_own(world, facts):
    queues.set_week(world.scope, "Kanal", {"slots": DAILY[:1]}, world.clock())
    line = queues.fill_best(world.scope, "Kanal", 3, world.clock())
    assert len(line.week.slots) == 4


def best(world, *texts):
    orders = [Order(PostContent(text), (world.channel_.id,), When(BEST)) for text in texts]
    return posts.make_many(world.scope, orders, world.clock())


def test_best_times_keep_to_the_pause_the_limit_and_the_days_without_posts(world, facts):
    free = [at for at, _ in best_time.times(world.scope, "Kanal", world.clock()).free]
    closed = [{"first": str(free[1].date()), "last": str(free[1].date())}]
    form = {"blackouts": closed, "max_per_day": 1}
    queues.set_week(world.scope, "Kanal", form, world.clock())
    made = [one.due_at for one in best(world, *"ABCDEFGHIJ")]
    days = [at.astimezone(free[0].tzinfo).date() for at in made]
    assert len(set(days)) == 10 and free[1].date() not in days

    until = {"paused": True, "paused_until": "2027-03-01T00:00"}
    queues.set_week(world.scope, "Kanal", until, world.clock())
    (later,) = best(world, "Nanti")
    assert later.due_at >= datetime(2027, 2, 28, 17, tzinfo=UTC)


def test_a_paused_queue_gives_no_best_time_but_still_shows_them(world, facts):
    queues.set_week(world.scope, "Kanal", {"paused": True}, world.clock())
    with pytest.raises(ProblemError, match="paused"):
        best(world, "Satu")
    assert not Post.objects.exists()
    assert len(best_time.times(world.scope, "Kanal", world.clock()).free) == 7


def test_best_times_are_worked_out_once_for_a_planning_run(world, facts, monkeypatch):
    asked = []
    judge = best_time.best_times

    def counted(samples, **more):
        asked.append(1)
        return judge(samples, **more)

    monkeypatch.setattr(best_time, "best_times", counted)
    assert len({one.due_at for one in best(world, *"ABCDEFGH")}) == 8
    assert len(asked) == 1


@pytest.mark.parametrize("until", ["0001-01-01T00:00", "9999-12-31T23:59+00:00"])
def test_a_pause_at_the_end_of_time_is_refused(world, until):
    form = {"paused": True, "paused_until": until}
    with pytest.raises(ProblemError, match="no date and time"):
        queues.set_week(world.scope, "Kanal", form, world.clock())


@pytest.mark.parametrize("days", [[], ["7"], ["9" * 5000], ["²"]])
def test_the_page_refuses_days_that_are_none(world, cast, days):
    browser, there = cast.browser("editor"), f"/w/{cast.workspace.slug}/queues/"
    form = {"act": "add", "channel": str(world.channel_.id), "weekday": days, "at": "25:99"}
    assert browser.post(there, form).status_code == 422
    assert not queues.line(world.scope, "Kanal", world.clock()).week.slots


def test_an_unknown_act_on_the_page_forgets_no_limit(world, cast):
    queues.set_week(world.scope, "Kanal", {"max_per_day": 2}, world.clock())
    browser, there = cast.browser("editor"), f"/w/{cast.workspace.slug}/queues/"
    form = {"act": "odd", "channel": str(world.channel_.id)}
    assert browser.post(there, form).status_code == 422
    assert queues.line(world.scope, "Kanal", world.clock()).week.max_per_day == 2
