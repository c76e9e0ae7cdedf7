"""The calendar as a browser without scripts uses it, and what stands behind it."""

import html
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.web.publishing import make_world
from tolok.core.errors import ProblemError
from tolok.services import calendar_notes, calendar_page, calendar_view, post_batch, publishing_plan
from tolok.store.models import CalendarNote, Delivery, Post

pytestmark = pytest.mark.django_db
MONDAY = datetime(2030, 3, 4, 2, tzinfo=UTC)  # 09:00 in Jakarta


@pytest.fixture
def world(cast, monkeypatch):
    world = make_world(cast, monkeypatch)
    cast.workspace.zone = "Asia/Jakarta"
    cast.workspace.save()
    world.scope = cast.scope("editor")
    world.browser = cast.browser("editor")
    world.base = f"/w/{cast.workspace.slug}/calendar/"
    return world


def words(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def view(world, **params):
    asked = {"day": "2030-03-04", **params}
    return calendar_view.read_view(world.scope, asked, world.clock())


def shown(world, **params):
    return calendar_page.calendar(world.scope, view(world, **params), world.clock())


@pytest.mark.parametrize("kind", ["week", "month", "day", "agenda"])
def test_every_view_shows_a_post_on_its_day_with_its_state_in_words(world, kind):
    world.plan(world.channel("Kanal"), "Kopi susu", MONDAY)
    page = world.browser.get(world.base, {"view": kind, "day": "2030-03-04"})
    assert page.status_code == 200
    said = " ".join(words(page).split())
    assert re.search(r"09:00 .*Kopi susu Kanal Planned", said)


def test_states_are_told_apart(world):
    channel = world.channel()
    for state in ("scheduled", "in_review", "published", "failed", "person_decides"):
        row = world.plan(channel, state, MONDAY)
        Delivery.objects.filter(id=row.id).update(state=state)
    found = shown(world)
    assert {kind: n for kind, _, n in found.counts} == {
        "planned": 1, "review": 1, "sent": 1, "failed": 1, "unsure": 1,
    }  # fmt: skip
    looks = {chip.look for day in found.days for cell in day.cells for chip in cell.chips}
    chosen = shown(world, state="failed")
    assert chosen.total == 1
    assert len(looks) == 3  # three are shown in two hours, the others are counted
    assert sum(cell.more for day in found.days for cell in day.cells) == 2


def test_what_failed_weeks_ago_is_still_pinned(world):
    row = world.plan(world.channel("Kanal"), "Hujan", MONDAY - timedelta(weeks=5))
    Delivery.objects.filter(id=row.id).update(state="failed", why={"en": "Too dark", "id": "Gelap"})
    assert "Hujan , Kanal: Too dark" in " ".join(
        words(world.browser.get(world.base, {"day": "2030-03-04"})).split()
    )
    assert shown(world).total == 0


def test_a_post_is_moved_by_the_form(world):
    row = world.plan(world.channel(), "Kopi", MONDAY)
    there = f"{world.base}?view=month&day=2030-03-04"
    form = {"act": "move", "post": str(row.post_id), "day": "2030-03-09", "time": "17:30"}
    assert world.browser.post(there, form).status_code == 302
    assert world.row(row).planned_at == datetime(2030, 3, 9, 10, 30, tzinfo=UTC)
    world.browser.post(there, {"act": "shift", "post": str(row.post_id), "days": "-2"})
    assert world.row(row).planned_at == datetime(2030, 3, 7, 10, 30, tzinfo=UTC)


def test_a_refused_move_is_told_in_words_and_changes_nothing(world):
    channel = world.channel()
    sent, planned = world.plan(channel, "Terbit", MONDAY), world.plan(channel, "Nanti", MONDAY)
    Delivery.objects.filter(id=sent.id).update(state="published")
    form = {"act": "shift", "post": [str(sent.post_id), str(planned.post_id)], "days": "1"}
    answer = world.browser.post(world.base, form)
    assert answer.status_code == 409
    assert "Terbit: not changed" in words(answer)
    assert world.row(planned).planned_at == MONDAY + timedelta(days=1)
    assert world.row(sent).planned_at == MONDAY


def test_a_move_into_the_past_is_refused(world):
    row = world.plan(world.channel(), "Kopi", MONDAY)
    form = {"act": "move", "day": "2020-01-01", "time": "09:00"}
    (told,) = post_batch.act_on(world.scope, [str(row.post_id)], form, world.clock())
    assert told.problem and "over already" in told.problem.detail.en


def test_moving_by_days_keeps_the_clock_time_when_clocks_change(world, cast):
    cast.workspace.zone = "Europe/Berlin"
    cast.workspace.save()
    berlin = ZoneInfo("Europe/Berlin")
    row = world.plan(world.channel(), "Kaffee", datetime(2030, 3, 30, 9, tzinfo=berlin))
    form = {"act": "shift", "days": "1"}  # clocks go forward on the 31st
    post_batch.act_on(cast.scope("editor"), [str(row.post_id)], form, world.clock())
    assert world.row(row).planned_at == datetime(2030, 3, 31, 7, tzinfo=UTC)


def test_a_move_into_a_skipped_hour_moves_on_with_the_clocks(world, cast):
    cast.workspace.zone = "Europe/Berlin"
    cast.workspace.save()
    row = world.plan(world.channel(), "Kaffee", MONDAY)
    form = {"act": "move", "day": "2030-03-31", "time": "02:30"}
    post_batch.act_on(cast.scope("editor"), [str(row.post_id)], form, world.clock())
    assert world.row(row).planned_at == datetime(2030, 3, 31, 1, 30, tzinfo=UTC)


def test_several_go_back_to_draft_or_are_cancelled(world):
    channel = world.channel()
    one, two = world.plan(channel, "Satu", MONDAY), world.plan(channel, "Dua", MONDAY)
    world.browser.post(world.base, {"act": "draft", "post": str(one.post_id)})
    world.browser.post(world.base, {"act": "cancel", "post": str(two.post_id)})
    assert (world.state(one), world.state(two)) == ("draft", "cancelled")
    assert shown(world).total == 0


def test_filters_stand_in_the_address(world):
    one, two = world.channel("Satu"), world.channel("Dua")
    world.plan(one, "Dari satu", MONDAY)
    world.plan(two, "Dari dua", MONDAY)
    page = words(world.browser.get(world.base, {"day": "2030-03-04", "channel": str(two.id)}))
    assert "Dari dua" in page and "Dari satu" not in page
    wrong = world.browser.get(world.base, {"view": "decade"})
    assert wrong.status_code == 422 and "decade" in words(wrong)


def test_notes_and_holidays_stand_on_their_days(world):
    publishing_plan.set_plan(world.scope, {"country": "id"})
    there = f"{world.base}?view=month&day=2030-08-01"
    form = {"act": "note", "first": "2030-08-16", "last": "2030-08-18", "words": "Toko tutup"}
    assert world.browser.post(there, form).status_code == 302
    page = world.browser.get(there)
    assert words(page).count("Toko tutup") == 3
    days = {day.day.isoformat(): day for day in shown(world, view="month", day="2030-08-01").days}
    assert days["2030-08-17"].holidays
    world.browser.post(there, {"act": "unnote", "note": str(CalendarNote.objects.get().id)})
    assert not CalendarNote.objects.exists()


def test_a_note_that_ends_before_it_begins_is_refused(world):
    with pytest.raises(ProblemError, match="before"):
        calendar_notes.add_note(
            world.scope, {"first": "2030-08-16", "last": "2030-08-01", "words": "x"}
        )


def test_the_mix_is_held_against_the_plan(world):
    publishing_plan.set_plan(world.scope, {"mix": {"reel": 0.5, "photo": 0.5}, "per_day": 2})
    channel = world.channel("Kanal")
    for number in range(6):
        row = world.plan(channel, f"Foto {number}", MONDAY + timedelta(minutes=number))
        row.post.type = "photo"
        row.post.save()
    found = shown(world)
    assert [part.words.en for part in found.mix] == [
        "Reel: 0 % of 50 % planned. 6 more would reach it.",
        "Photo: 100 %, more than the planned 50 %. Plan other kinds next.",
    ]
    assert [(name, text.en) for name, text in found.cautions] == [
        ("Kanal", "6 posts on 4 March 2030, your limit is 2. Move 4 to another day.")
    ]


def test_a_mix_that_makes_no_whole_is_refused(world):
    with pytest.raises(ProblemError, match="90"):
        publishing_plan.set_plan(world.scope, {"mix": {"reel": 0.5, "photo": 0.4}})


def test_a_viewer_has_no_form(world, cast):
    world.plan(world.channel(), "Kopi", MONDAY)
    page = cast.browser("viewer").get(world.base, {"day": "2030-03-04"}).content.decode()
    assert "Kopi" in page and 'name="post"' not in page and 'id="bulk"' not in page


def test_the_calendar_over_the_api_says_the_same(world, cast):
    row = world.plan(world.channel(), "Kopi", MONDAY)
    base = f"/api/v1/workspaces/{cast.workspace.slug}/planner"
    found = world.browser.get(f"{base}/calendar", {"day": "2030-03-04"}).json()
    assert [(each["post"], each["state"]) for each in found["items"]] == [
        (str(row.post_id), "planned")
    ]
    body = {"posts": [str(row.post_id)], "act": "shift", "days": 1}
    told = world.browser.post(f"{base}/posts/acts", body, content_type="application/json").json()
    assert told["items"][0]["done"] is True
    assert world.row(row).planned_at == MONDAY + timedelta(days=1)


@pytest.mark.parametrize("tag", ["kafé", "茶葉", 'a"b', "kopi"])
def test_a_tag_is_found_whatever_its_letters(world, tag):
    row = world.plan(world.channel(), "Kopi", MONDAY)
    Post.objects.filter(id=row.post_id).update(tags=[tag, "roti"])
    assert shown(world, tag=tag).total == 1
    assert shown(world, tag=tag[:-1]).total == 0
