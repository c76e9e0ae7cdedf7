"""A channel that suddenly posts far more than usual is warned about on the Goals page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.services.goal_cast import TODAY, _ingest
from tolok.core.ports import PostRow
from tolok.services.channels import make_channel
from tolok.services.posting_guard import busy, guards

pytestmark = pytest.mark.django_db


def posts(scope, days: list[date], *, network="facebook"):
    channel = str(make_channel(scope, network, "Sudut").id)
    rows = [
        PostRow(n + 2, f"p{n}", datetime(d.year, d.month, d.day, 5, tzinfo=UTC), {"likes": 3})
        for n, d in enumerate(days)
    ]
    _ingest(scope, channel, network, "post", rows, TODAY)
    return channel


def usual():
    """Three posts in each of the weeks before the last one."""
    return [TODAY - timedelta(days=1 + 7 * w + d) for w in range(1, 15) for d in (0, 2, 4)]


def test_a_week_with_far_more_posts_than_usual_is_warned_about(cast, facts):
    scope = cast.scope()
    many = [TODAY - timedelta(days=1 + n % 7) for n in range(9)]
    channel = posts(scope, usual() + many)
    (found,) = busy(scope, TODAY)
    assert (found.channel, found.posts, found.usual) == (channel, 9, 3)
    (note,) = guards(scope, TODAY, {channel: "Sudut"})
    assert note.words.en.startswith("Sudut: 9 posts in 7 days, usually 3.")
    assert "9 post dalam 7 hari" in note.words.id
    assert guards(cast.scope("client"), TODAY, {channel: "Sudut"}) == ()


def test_a_usual_week_and_old_posts_warn_of_nothing(cast, facts):
    scope = cast.scope()
    posts(scope, usual() + [TODAY - timedelta(days=1 + d) for d in (0, 2, 4)])
    assert busy(scope, TODAY) == []
    assert busy(scope, TODAY + timedelta(days=30)) == []
