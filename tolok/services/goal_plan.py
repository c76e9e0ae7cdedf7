"""What the boosts of a goal will cost: so much for each post, as often as you post now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.core.goals.spending import boost_plan
from tolok.core.quantity import Money
from tolok.core.query import Period
from tolok.core.text import Text, say
from tolok.services.access import Scope
from tolok.services.goal_reading import Around, look_around
from tolok.services.goal_series import Wanted, tracks

WEEKS = 13


@dataclass(frozen=True, slots=True)
class BoostPlan:
    """`posts` to be boosted over the goal's days, by the pace of the last thirteen weeks."""

    posts: int
    cost: Money

    @property
    def words(self) -> Text:
        return say(
            "Boosts of about {n} posts, as often as in the last 13 weeks",
            "Promosi sekitar {n} post, sesering 13 minggu terakhir",
            n=self.posts,
        )


def boosts(scope: Scope, goal: Goal, *, around: Around | None = None) -> BoostPlan | None:
    """None while no amount, no dates, or no posts of the kind are known."""
    window = goal.window
    if goal.budget.per_post is None or window is None or not goal.targets:
        return None
    pace = posts_a_week(scope, goal, around=around)
    posts = round((pace or 0) / 7 * window.days)
    cost = boost_plan(goal.budget, posts) if posts else None
    return BoostPlan(posts, cost) if cost else None


def posts_a_week(scope: Scope, goal: Goal, *, around: Around | None = None) -> float | None:
    """The pace of the last thirteen weeks for the posts that the goal means."""
    if not goal.targets:
        return None
    seen = around or look_around(scope)
    last = Period(seen.day - timedelta(days=7 * WEEKS), seen.day - timedelta(days=1))
    target = Target("posts_published", Mode.ABSOLUTE, 0, Nature.TOTAL, scope=_boosted(goal.targets))
    count = tracks(scope, [Wanted(target, last)], seen.specs, last, seen.places)[0].value(last)
    return None if count is None else count / WEEKS


def _boosted(targets: Sequence[Target]) -> Rows:
    """The posts that are meant: those of the first target that speaks of certain posts."""
    for target in targets:
        rows = target.scope
        if rows.topic or rows.tags or rows.campaigns or rows.types or rows.domains:
            return replace(rows, geo="")
    return replace(targets[0].scope, geo="")
