"""Each entry gets one decision with its reason; the same feed again makes no new post."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.feeds.decide import Candidate, Decision, Memory, Outcome, Way, What, decide
from tolok.core.feeds.fill import Manner
from tolok.core.feeds.filters import Filter, Term
from tolok.core.feeds.first import First, FirstFetch, passed_over
from tolok.core.feeds.identity import digest, key, sort_out
from tolok.core.feeds.item import Item, oldest_first
from tolok.core.feeds.polling import LONGEST, Pace, health, next_read, tells_owner
from tolok.core.feeds.template import template
from tolok.core.feeds.throttle import Drop, Go, Hold, Overflow, Throttle, admit
from tolok.core.feeds.windows import Hours, Window, opens
from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.publishing.slots import Blackout

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LIMITS = TextLimits(Unit.CODE_POINTS, 500, url_cost=23)
WAY = Way("r", "d", Manner(template("{title} {link}"), LIMITS), {}, outcome=Outcome.NOW)


def item(number: int, **more: object) -> Item:
    made = Item(
        id=f"id-{number}",
        title=f"Judul {number}",
        link=f"https://a.example/{number}",
        published=NOW - timedelta(hours=100 - number),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def candidates(items: list[Item]) -> list[Candidate]:
    return [Candidate(key(each), each, "Feed", NOW) for each in items]


def whats(found: list[Decision]) -> list[str]:
    return [each.what.value for each in found]


def test_every_entry_is_decided_with_a_reason():
    items = [
        item(1),
        item(2, title="Judul: 1"),
        item(3, title="Iklan"),
        item(4, withdrawn=True),
        item(5, link="https://a.example/" + "x" * 600, title="Lain"),
    ]
    way = replace(
        WAY,
        filter=Filter(none=(Term("iklan"),)),
        manner=replace(WAY.manner, limits=TextLimits(Unit.CODE_POINTS, 500)),
    )
    found = decide(way, candidates(items), Memory(), NOW)
    assert whats(found) == ["given", "duplicate", "filtered", "withdrawn", "too_long"]
    assert all(each.why.en and each.why.id for each in found)
    assert found[0].post is not None
    assert found[0].post.text == "Judul 1 https://a.example/1"


def test_titles_sent_lately_count_as_the_same():
    found = decide(WAY, candidates([item(1)]), Memory(titles=("judul 1",)), NOW)
    assert whats(found) == ["duplicate"]
    way = replace(WAY, same_title=None)
    found = decide(way, candidates([item(1)]), Memory(titles=("judul 1",)), NOW)
    assert whats(found) == ["given"]


def test_an_entry_that_waited_too_long_is_given_up():
    old = [Candidate("k", item(1), "F", NOW - timedelta(days=8))]
    assert whats(decide(WAY, old, Memory(), NOW)) == ["expired"]


@pytest.mark.parametrize(
    ("overflow", "expected"),
    [
        (Overflow.WAIT, "gggggww"),
        (Overflow.WAIT_NEWEST, "wwggggg"),
        (Overflow.DROP_OLDEST, "ddggggg"),
        (Overflow.DROP_NEWEST, "gggggdd"),
        (Overflow.SPREAD, "ggggggg"),
    ],
)
def test_seven_at_once_with_five_allowed(overflow: Overflow, expected: str):
    rule = Throttle(per_update=5, overflow=overflow)
    signs = {Go: "g", Hold: "w", Drop: "d"}
    found = admit(rule, 7, (), NOW)
    assert "".join(signs[type(each)] for each in found) == expected


def test_what_waits_goes_at_the_next_update_and_nothing_is_lost():
    rule = Throttle(per_update=5)
    waiting, sent = 7, list[datetime]()
    for update in range(2):
        now = NOW + timedelta(minutes=15 * update)
        gone = [v.at for v in admit(rule, waiting, sent, now) if isinstance(v, Go)]
        waiting -= len(gone)
        sent += gone
    assert (waiting, len(sent)) == (0, 7)


def test_limits_per_hour_and_day_say_when_they_open():
    sent = [NOW - timedelta(minutes=50), NOW - timedelta(minutes=10)]
    found = admit(Throttle(per_hour=2), 1, sent, NOW)[0]
    assert isinstance(found, Hold)
    assert found.until == NOW + timedelta(minutes=10)
    assert isinstance(admit(Throttle(per_hour=2), 1, sent, NOW + timedelta(minutes=10))[0], Go)
    gap = admit(Throttle(min_gap=timedelta(minutes=30)), 2, sent, NOW)
    assert all(isinstance(each, Hold) for each in gap)


@given(
    st.integers(1, 30),
    st.lists(st.integers(0, 60 * 24), max_size=10),
    st.sampled_from(list(Overflow)),
    st.integers(1, 5) | st.none(),
    st.integers(1, 8) | st.none(),
    st.integers(0, 90),
)
def test_no_limit_is_ever_passed(
    count: int, past: list[int], overflow: Overflow, hour: int | None, day: int | None, gap: int
):
    rule = Throttle(None, hour, day, timedelta(minutes=gap), overflow)
    before = [NOW - timedelta(minutes=each) for each in past]
    verdicts = admit(rule, count, before, NOW)
    new = sorted(each.at for each in verdicts if isinstance(each, Go))
    assert len(verdicts) == count
    for at in new:
        until = [each for each in (*before, *new) if each <= at]
        last_hour = sum(each > at - timedelta(hours=1) for each in until)
        assert hour is None or last_hour <= hour
        assert day is None or sum(each > at - timedelta(days=1) for each in until) <= day
    assert all(b - a >= timedelta(minutes=gap) for a, b in pairwise(new))


def test_a_delay_and_the_hours_of_a_destination_move_a_post():
    jakarta = ZoneInfo("Asia/Jakarta")
    window = Window(jakarta, (Hours(time(9), time(17), frozenset(range(5))),))
    way = replace(WAY, delay=timedelta(minutes=30), window=window)
    found = decide(way, candidates([item(1)]), Memory(), NOW)
    assert found[0].at == datetime(2026, 11, 26, 9, tzinfo=jakarta)


def test_quiet_hours_over_midnight_and_blackout_days():
    zone = ZoneInfo("Europe/Berlin")
    window = Window(
        zone,
        closed=(Hours(time(22), time(6)),),
        blackouts=(Blackout(date(2026, 11, 26), date(2026, 11, 26)),),
    )
    late = datetime(2026, 11, 25, 23, tzinfo=zone)
    assert opens(window, late) == datetime(2026, 11, 27, 6, tzinfo=zone)
    assert opens(Window(zone), late) == late


def test_hours_hold_on_the_days_when_clocks_change():
    zone = ZoneInfo("Europe/Berlin")
    window = Window(zone, (Hours(time(2, 30), time(4)),))
    skipped = opens(window, datetime(2027, 3, 28, 0, tzinfo=zone))
    assert skipped == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    twice = opens(window, datetime(2026, 10, 25, 0, tzinfo=zone))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_hours_that_never_open_are_said():
    window = Window(ZoneInfo("UTC"), (Hours(days=frozenset()),))
    found = decide(replace(WAY, window=window), candidates([item(1)]), Memory(), NOW)
    assert whats(found) == ["waiting"]
    assert "never open" in found[0].why.en


def test_the_first_read_posts_what_the_policy_says():
    items = [(key(each), each) for each in reversed([item(n) for n in range(5)])]
    assert len(passed_over(FirstFetch(), items)) == 5
    latest = passed_over(FirstFetch(First.LATEST, latest=2), items)
    assert sorted(latest) == ["id:id-0", "id:id-1", "id:id-2"]
    since = FirstFetch(First.SINCE, since=NOW - timedelta(hours=97))
    assert sorted(passed_over(since, items)) == ["id:id-0", "id:id-1", "id:id-2"]


def test_entries_without_a_moment_are_as_old_as_the_one_below():
    newest = [item(3), item(2, published=None), item(1)]
    assert [each.id for each in oldest_first(newest)] == ["id-1", "id-2", "id-3"]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Lain", "text": "diubah", "updated": NOW, "published": NOW},
        {"link": "https://b.example/"},
    ],
)
def test_an_edited_entry_is_the_same_one(other: dict[str, object]):
    assert key(item(1, **other)) == key(item(1))
    assert digest(item(1, **other)) != digest(item(1))


def test_without_an_id_the_link_tells_and_without_both_title_and_day():
    bare = item(1, id="")
    assert key(bare) == "link:a.example/1"
    assert key(replace(bare, link="http://www.a.example/1/?utm_source=x&fbclid=1")) == key(bare)
    nothing = replace(bare, link="")
    assert key(nothing).startswith("hash:")
    assert key(nothing) == key(replace(nothing, text="diubah"))
    assert key(nothing) != key(replace(nothing, published=NOW))


def test_links_that_differ_by_their_fragment_are_two():
    one = Item(link="https://a.example/changes#v1")
    assert key(one) != key(Item(link="https://a.example/changes#v2"))


ITEMS = st.lists(
    st.builds(
        Item,
        id=st.sampled_from(["", "", "a", "b", "c"]),
        title=st.sampled_from(["", "Satu", "Dua", "Tiga"]),
        link=st.sampled_from(["", "https://a.example/1", "https://a.example/2"]),
        published=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
    ),
    max_size=12,
)


@given(ITEMS, st.randoms(use_true_random=False))
def test_read_twice_reordered_and_edited_gives_no_new_entry(items: list[Item], rng: Random):
    first = sort_out(items, {})
    known = {name: digest(each) for name, each in first.new}
    again = list(items)
    rng.shuffle(again)
    edited = [_edited(each) for each in again]
    assert sort_out(again, known).new == ()
    assert sort_out(edited, known).new == ()
    assert len(first.new) + len(first.twice) == len(items)


def _edited(each: Item) -> Item:
    """An entry of nothing but a text is its text: only others can be edited and stay the same."""
    told = each.id or each.link or each.title
    return replace(each, text="edited" if told else each.text, author="x", updated=NOW)


def test_a_feed_that_fails_is_asked_less_often_and_never_not_at_all():
    waits = [next_read(Pace(failures=n), NOW, 0) - NOW for n in range(12)]
    assert waits[0] == timedelta(minutes=15)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert [n for n in range(60) if tells_owner(n)] == [5, 50]


def test_a_feed_is_read_no_sooner_than_it_asks():
    assert next_read(Pace(ttl=timedelta(hours=1)), NOW, 0) == NOW + timedelta(hours=1)
    assert next_read(Pace(asked=timedelta(hours=2)), NOW, 0) == NOW + timedelta(hours=2)
    assert next_read(Pace(period=timedelta(0)), NOW, 0) == NOW + timedelta(minutes=5)
    quiet = Pace(last_new=NOW - timedelta(days=30))
    assert next_read(quiet, NOW, 0) == NOW + timedelta(minutes=30)
    assert next_read(Pace(hub=True), NOW, 0) == NOW + timedelta(hours=4)


def test_health_is_said_in_a_sentence():
    pace = Pace(failures=3)
    said = health(pace, NOW, NOW + timedelta(hours=2), gone=False, why=None)
    assert said.en.startswith("Failed 3 times")
    assert What.WAITING.value == "waiting"
