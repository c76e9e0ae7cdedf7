"""The wizard says whether the audience acts or is yet to be reached, and suggests accordingly."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.services.goal_cast import _ingest
from tolok.core.goals.goal import Goal
from tolok.core.goals.situation import situation
from tolok.core.ports import PostRow
from tolok.services.channels import make_channel
from tolok.services.goal_rows import today
from tolok.services.goal_wizard import situation_now, suggestions

pytestmark = pytest.mark.django_db


def give(scope, likes, posts=20):
    last = today(scope) - timedelta(days=1)
    channel = str(make_channel(scope, "instagram", "@sudut").id)
    rows = []
    for n in range(posts):
        day = last - timedelta(days=n)
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        counts = {"reach": 1000, "likes": likes, "comments": 2, "shares": 1}
        rows.append(PostRow(n + 2, f"p{n}", at, counts, type="photo", text=f"post {n}"))
    _ingest(scope, channel, "instagram", "post", rows, last)


def test_an_engaged_audience_is_suggested_likes_shares_and_comments(cast, facts):
    scope = cast.scope()
    give(scope, likes=47)
    goal = Goal("", "Closer followers", wish="community_engagement")
    found = situation_now(scope, goal)
    assert found.id == "engaged_audience"
    assert "5.0 % of reach on 20 posts in 90 days" in found.words.en
    assert "5,0 % dari jangkauan pada 20 post" in found.words.id
    first = [s for s, _ in suggestions(scope, goal) if s.kpi in ("likes", "shares", "comments")]
    assert {s.kpi for s in first} == {"likes", "shares", "comments"}
    assert all("already act" in s.why.en for s in first)


def test_who_is_hardly_seen_is_suggested_reach_and_impressions(cast, facts):
    scope = cast.scope()
    give(scope, likes=7)
    goal = Goal("", "Be known", wish="brand_awareness")
    assert situation_now(scope, goal).id == "visibility"
    assert suggestions(scope, goal)[0][0].kpi == "reach"


def test_too_little_is_said_and_names_no_situation(cast, facts):
    found = situation_now(cast.scope(), Goal("", "Be known", wish="brand_awareness"))
    assert (found.id, "not known yet" in found.words.en) == ("", True)
    assert situation(0.2, 9, 90).id == ""
    assert situation(0.03, 10, 90).id == "engaged_audience"
