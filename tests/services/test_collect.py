"""Numbers of connected channels: when they are read, what successive totals say, what is kept."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.delivery.world import NOON, Clock, FakeNetwork, World
from tolok.core.outcomes import Cause, Permanent, RateLimit, Temporary
from tolok.core.publishing.parcel import AccountCounts, SeenPage, SeenPost
from tolok.core.text import Text
from tolok.services import collect, fact_store, ingest, operations
from tolok.services.connection_lane import lane
from tolok.store.models import (
    Batch,
    Campaign,
    Collected,
    Connection,
    Counted,
    Delivery,
    Post,
)

pytestmark = pytest.mark.django_db(transaction=True)


class Counting(FakeNetwork):
    """A network whose counts a test sets, and whose listing has pages of `size`."""

    size = 100
    followers = 7
    fault: Exception | None = None
    refused: dict[str, str] = {}

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.asked: list[str] = []

    async def posts(self, http, account, cursor=""):
        self._call("posts")
        start = int(cursor or 0)
        held = sorted(self.posts_held, key=lambda post: post.at, reverse=True)
        more = str(start + self.size) if start + self.size < len(held) else ""
        page = tuple(held[start : start + self.size])
        return SeenPage(page, next=more, refused=self.refused, raw=b'{"posts": [1]}')

    async def post(self, http, account, remote_id):
        self._call("post")
        return await super().post(http, account, remote_id)

    async def counts(self, http, account):
        self._call("counts")
        return AccountCounts({"followers": self.followers}, raw=b"{}")

    def put(self, id: str, age: timedelta = timedelta(0), **counts: int) -> None:
        self.posts_held = [post for post in self.posts_held if post.remote_id != id]
        self.posts_held.append(SeenPost(id, self.clock() - age, f"tulisan {id}", counts=counts))

    def count(self, id: str, **counts: int) -> None:
        self.posts_held = [
            replace(post, counts={**post.counts, **counts}) if post.remote_id == id else post
            for post in self.posts_held
        ]

    def _call(self, name: str) -> None:
        self.asked.append(name)
        if self.fault is not None and name != "counts":
            raise self.fault


class Bench:
    """A connected channel, its network, and what the facts say of it."""

    def __init__(self, cast) -> None:
        self.clock = Clock(NOON)
        self.network = Counting(self.clock)
        self.world = World(cast.workspace, self.clock, self.network)
        self.channel = self.world.channel()
        Connection.objects.update(created_at=NOON - timedelta(hours=1))
        fact_store.tell_channels(cast.workspace)

    @property
    def connection(self) -> Connection:
        return Connection.objects.select_related("channel", "channel__workspace").get()

    @property
    def state(self) -> Collected:
        return Collected.objects.get()

    def collect(self) -> Batch | None:
        batch = collect.collect_one(self.connection, self.network, self.clock)
        while ready := ingest.claim_next(self.clock()):
            ingest.work(ready)
        return batch

    def days(self, measure: str) -> dict[date, int]:
        rows = self.table("channel_day_latest")
        return {row["day"]: row[measure] for row in rows if row.get(measure) is not None}

    def posts(self) -> dict[str, dict]:
        return {row["post_id"]: row for row in self.table("post_latest")}

    def table(self, name: str) -> list[dict]:
        with fact_store.facts().reading() as cursor:
            found = cursor.execute(f"SELECT * FROM {name}")  # noqa: S608
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def bench(cast, facts) -> Bench:
    return Bench(cast)


TODAY = NOON.date()


def test_likes_of_a_post_made_since_connecting_are_likes_of_its_day(bench):
    bench.network.put("p1", likes=2)
    bench.clock.pass_(hours=1)
    bench.collect()
    assert bench.posts()["p1"]["likes"] == 2
    assert bench.days("likes") == {TODAY: 2}
    assert bench.days("followers") == {TODAY: 7}


def test_an_old_post_seen_for_the_first_time_adds_nothing_to_today(bench):
    bench.network.put("old", timedelta(days=40), likes=900)
    bench.collect()
    assert bench.posts()["old"]["likes"] == 900
    assert bench.days("likes") == {}
    bench.network.count("old", likes=905)
    bench.clock.pass_(hours=2)
    bench.collect()
    assert bench.days("likes") == {TODAY: 5}


def test_collecting_twice_doubles_nothing(bench):
    bench.network.put("p1", likes=3)
    bench.clock.pass_(hours=1)
    bench.collect()
    once = bench.table("post_latest"), bench.days("likes"), len(bench.table("post_snapshot"))
    bench.clock.pass_(minutes=1)
    bench.collect()
    assert (bench.table("post_latest"), bench.days("likes")) == once[:2]
    assert len(bench.table("post_snapshot")) == once[2]


def test_the_flows_of_a_day_grow_with_each_reading(bench):
    bench.network.put("p1", likes=1)
    for likes in (2, 5, 9):
        bench.clock.pass_(hours=1)
        bench.network.count("p1", likes=likes)
        bench.collect()
    assert bench.days("likes") == {TODAY: 9}


def test_likes_taken_back_are_a_negative_flow_and_are_told(bench):
    bench.network.put("old", timedelta(days=2), likes=10)
    bench.collect()
    bench.network.count("old", likes=6)
    bench.clock.pass_(hours=1)
    bench.collect()
    assert bench.days("likes") == {TODAY: -4}
    assert bench.state.fell == 1


def test_a_difference_over_too_long_a_time_is_laid_to_no_day(bench):
    bench.network.put("old", timedelta(days=2), likes=10)
    bench.collect()
    bench.network.count("old", likes=60)
    bench.clock.pass_(days=20)
    bench.collect()
    assert bench.days("likes") == {}
    assert bench.state.lost == 1
    assert bench.posts()["old"]["likes"] == 60


def test_what_came_overnight_is_laid_to_the_day_that_holds_most_of_the_time(bench):
    bench.network.put("old", timedelta(days=20), likes=10)
    bench.collect()
    bench.clock.now = NOON + timedelta(hours=13)  # 1:00 of the next day
    bench.network.count("old", likes=14)
    bench.collect()
    assert bench.days("likes") == {TODAY: 4}


def test_a_deleted_post_keeps_its_last_counts_and_is_asked_for_no_more(bench):
    bench.network.put("p1", likes=4)
    bench.clock.pass_(hours=1)
    bench.collect()
    bench.network.posts_held = []
    bench.clock.pass_(hours=2)
    bench.collect()
    row = Counted.objects.get()
    assert row.gone_at is not None and row.due_at is None
    assert bench.posts()["p1"]["likes"] == 4
    assert bench.days("likes") == {TODAY: 4}


def test_a_refused_measure_costs_that_measure_alone_and_says_why(bench):
    bench.network.refused = {"quotes": "not for this token"}
    bench.network.put("p1", likes=4)
    batch = bench.collect()
    assert bench.posts()["p1"]["likes"] == 4
    assert bench.state.refused["quotes"]["why"] == "not for this token"
    (problem,) = Batch.objects.get(id=batch.id).report["problems"]
    assert problem["column"] == "quotes"
    assert "not for this token" in problem["why"]["en"]
    bench.network.refused = {}
    bench.network.count("p1", quotes=1)
    bench.clock.pass_(hours=1)
    bench.collect()
    assert bench.state.refused == {}


def test_posts_that_tolok_sent_carry_what_it_knows_of_them(bench, cast):
    campaign = Campaign.objects.create(workspace=cast.workspace, name="Ramadan")
    author = cast.people["editor"]
    row = bench.world.plan(bench.channel, "Promo")
    Post.objects.filter(id=row.post_id).update(
        campaign=campaign, author=author, tags=["promo", "kopi"], type="photo"
    )
    Delivery.objects.filter(id=row.id).update(state="published", remote_id="p1")
    bench.network.put("p1", likes=1)
    bench.network.put("p2", likes=1)
    bench.collect()
    sent = bench.posts()["p1"]
    assert (sent["campaign"], sent["tags"], sent["type"]) == ("Ramadan", ["promo", "kopi"], "photo")
    assert sent["author"] == str(author)
    assert bench.posts()["p2"]["campaign"] is None


def test_earlier_posts_are_found_page_by_page_over_several_visits(bench):
    bench.network.size = 2
    for number in range(31):
        bench.network.put(f"p{number}", timedelta(days=100 + number), likes=number)
    visits = 0
    while not visits or not bench.state.whole:
        bench.collect()
        bench.clock.pass_(minutes=6)
        visits += 1
    assert visits == 3
    assert len(bench.posts()) == 31


def test_more_new_posts_than_a_visit_reads_are_found_by_the_next(bench):
    bench.network.put("first", timedelta(days=1), likes=1)
    bench.collect()
    bench.network.size = 1
    for number in range(25):
        bench.clock.pass_(minutes=5)
        bench.network.put(f"n{number}", likes=1)
    for _ in range(5):
        bench.collect()
        bench.clock.pass_(minutes=6)
    assert len(bench.posts()) == 26


def test_a_post_is_counted_hourly_then_ever_more_seldom_and_for_ever(bench):
    bench.network.put("p1", likes=0)
    waits = []
    for age in (0, 12, 25, 24 * 8, 24 * 89, 24 * 91, 24 * 2000):
        bench.clock.now = NOON + timedelta(hours=age)
        bench.collect()
        waits.append((Counted.objects.get().due_at - bench.clock.now) / timedelta(hours=1))
    assert waits == [1, 1, 6, 24, 24, 168, 168]


def test_due_posts_of_the_listing_need_no_call_of_their_own(bench):
    for number in range(40):
        bench.network.put(f"p{number}", timedelta(hours=number), likes=1)
    bench.collect()
    bench.network.asked.clear()
    bench.clock.pass_(days=8)
    bench.collect()
    assert bench.network.asked == ["counts", "posts"]


def test_a_dead_log_in_breaks_the_connection_at_once(bench):
    bench.network.fault = Permanent(
        Text.same("over"), Text.same("connect"), cause=Cause.AUTH_EXPIRED
    )
    bench.collect()
    assert bench.connection.state == "broken"
    assert bench.days("followers") == {TODAY: 7}


def test_a_spent_limit_holds_the_account_until_it_ends(bench):
    until = NOON + timedelta(minutes=40)
    bench.network.fault = Temporary(
        Text.same("slow down"), cause=Cause.RATE_LIMITED, rate=RateLimit(0, until)
    )
    bench.collect()
    assert bench.connection.held_until == until
    assert bench.state.due_at == until
    assert not list(collect._due(NOON + timedelta(minutes=39)))


def test_a_network_that_is_down_is_asked_again_with_longer_waits(bench):
    bench.network.fault = Temporary(Text.same("down"))
    waits = []
    for _ in range(4):
        bench.collect()
        waits.append((bench.state.due_at - bench.clock.now) / timedelta(minutes=1))
        bench.clock.pass_(hours=1)
    assert waits == [5, 10, 20, 40]
    assert bench.state.problem["why"]["en"] == "down"
    bench.network.fault = None
    bench.collect()
    assert bench.state.problem is None


def test_a_channel_is_left_alone_while_its_lane_is_held_or_a_post_is_due(bench):
    assert list(collect._due(NOON)) == [bench.connection]
    with lane(bench.connection.id, NOON, "delivery"):
        assert not list(collect._due(NOON))
    row = bench.world.plan(bench.channel, "Sekarang")
    assert not list(collect._due(NOON))
    Delivery.objects.filter(id=row.id).update(state="published")
    assert list(collect._due(NOON)) == [bench.connection]


def test_a_visit_ends_when_a_post_is_due_and_goes_on_later(bench):
    bench.network.put("p1", likes=3)
    bench.world.plan(bench.channel, "Sekarang")
    bench.collect()
    assert bench.network.asked == []
    assert bench.state.due_at == NOON + timedelta(minutes=1)


def test_a_visit_that_dies_before_it_is_kept_is_made_again_whole(bench, monkeypatch):
    bench.network.put("p1", likes=3)
    bench.clock.pass_(hours=1)
    with monkeypatch.context() as broken:
        broken.setattr(Batch.objects, "create", _dies)
        with pytest.raises(KeyboardInterrupt):
            bench.collect()
    assert not Counted.objects.exists() and not Batch.objects.exists()
    bench.clock.pass_(minutes=6)
    bench.collect()
    assert bench.days("likes") == {TODAY: 3}


def test_a_slower_visit_writes_nothing_over_a_faster_one(bench, monkeypatch):
    bench.network.put("p1", likes=3)
    bench.collect()
    stale = bench.state
    bench.clock.pass_(hours=1)
    bench.network.count("p1", likes=5)
    bench.collect()
    monkeypatch.setattr(Collected.objects, "get_or_create", lambda **_: (stale, False))
    assert collect.collect_one(bench.connection, bench.network, bench.clock) is None
    assert bench.days("likes") == {TODAY: 5}


def test_facts_made_again_from_raw_are_the_same(bench):
    bench.network.put("p1", likes=3)
    bench.network.put("old", timedelta(days=30), likes=100)
    for likes in (4, 4, 9):
        bench.clock.pass_(hours=3)
        bench.network.count("p1", likes=likes)
        bench.collect()
    assert operations.rebuild()["equal"] is True
    assert operations.audit()["ok"]


def test_the_answers_of_the_network_are_kept_beside_the_rows(bench):
    bench.network.put("p1", likes=3)
    batch = bench.collect()
    with fact_store.raw().open(batch.sha256) as stream:
        rows = json.loads(stream.read())
    assert [row["body"] for row in rows if row["row"] == "raw"] == ["{}", '{"posts": [1]}']
    assert [row["row"] for row in rows] == ["about", "post", "day", "raw", "raw"]


def _dies(*_, **__):
    raise KeyboardInterrupt
