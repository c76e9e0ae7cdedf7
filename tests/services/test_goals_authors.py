"""Whose posts moved the KPI of a goal, where posts name their authors."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.services.goal_cast import _ingest, give_days
from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.core.ports import PostRow
from tolok.services import goals
from tolok.services.channels import make_channel
from tolok.services.goal_authors import authors_of
from tolok.services.goal_reading import standing
from tolok.services.goal_rows import today

pytestmark = pytest.mark.django_db


def give_authors(scope):
    channel = make_channel(scope, "facebook", "Sudut")
    start = today(scope) - timedelta(days=20)
    rows = []
    for n, (author, likes) in enumerate([("Ayu", 40), ("Budi", 10), ("Ayu", 30), ("", 20)]):
        day = start + timedelta(days=n)
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        rows.append(PostRow(n + 2, f"p{n}", at, {"likes": likes}, text="x", author=author))
    _ingest(scope, str(channel.id), "facebook", "post", rows, today(scope))


def made(scope, kpi="likes", nature=Nature.TOTAL, network="facebook"):
    start = today(scope) - timedelta(days=30)
    rows = Rows((network,)) if network else Rows()
    target = Target(kpi, Mode.ABSOLUTE, 900, nature, scope=rows)
    goal = Goal("", "Likes", start, start + timedelta(days=90), targets=(target,))
    return goals.make_draft(scope, goal)


def test_what_each_author_s_posts_brought_is_listed_most_first(cast, facts):
    scope = cast.scope()
    give_authors(scope)
    found = authors_of(scope, standing(scope, made(scope)))
    assert [(r.name.en, r.posts, r.value, r.share) for r in found.rows] == [
        ("Ayu", 2, 70, 0.7),
        ("No author named", 1, 20, 0.2),
        ("Budi", 1, 10, 0.1),
    ]
    assert "depends on its subject" in found.note.en


def test_a_kpi_of_the_channel_is_laid_to_no_author(cast, facts):
    scope = cast.scope()
    give_authors(scope)
    give_days(scope, "profile_visits", lambda n, draw: 7, last=today(scope) - timedelta(days=1))
    found = authors_of(scope, standing(scope, made(scope, "profile_visits", network="")))
    assert found is None or all(row.value is None for row in found.rows if row.name.en == "Ayu")


def test_without_authors_in_the_data_nothing_is_shown(cast, facts):
    scope = cast.scope()
    give_days(scope, "followers_gained", lambda n, draw: 7)
    kept = made(scope, "followers_gained", network="instagram")
    assert authors_of(scope, standing(scope, kept)) is None


def test_the_goal_page_and_the_api_show_the_authors(cast, facts):
    scope = cast.scope()
    give_authors(scope)
    kept = goals.start(scope, made(scope).id)
    at = f"/w/{cast.workspace.slug}/goals/{kept.id}/"
    page = cast.browser("viewer").get(at).content.decode()
    assert "Whose posts moved it" in page
    assert "70 %" in page
    page = cast.browser("viewer").get(at + "?lang=id").content.decode()
    assert "Posting siapa yang menggerakkannya" in page
    path = f"/api/v1/workspaces/{cast.workspace.slug}/goals/{kept.id}/authors"
    found = cast.browser("viewer").get(path).json()
    assert found["authors"][0]["name"]["en"] == "Ayu"
    assert cast.browser("client").get(path).status_code == 403
