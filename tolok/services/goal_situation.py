"""The situation a goal is set in, read from the posts of the last ninety days."""

from datetime import timedelta

from tolok.core.goals.goal import Goal, Mode, Nature, Target
from tolok.core.goals.goal import Scope as Rows
from tolok.core.goals.situation import Situation, situation
from tolok.core.query import Period
from tolok.services.access import Scope
from tolok.services.channels import channels
from tolok.services.goal_rows import today
from tolok.services.goal_series import Wanted, tracks
from tolok.services.kpis import catalogue

DAYS = 90


def situation_of(scope: Scope, goal: Goal, networks: tuple[str, ...] = ()) -> Situation:
    """On the channels of the first target; else on `networks`; else on all."""
    last = today(scope) - timedelta(days=1)
    period = Period(last - timedelta(days=DAYS - 1), last)
    first = goal.targets[0].scope if goal.targets else Rows(networks)
    rows = Rows(networks=first.networks, channels=first.channels)
    asked = Target(_KPI, Mode.ABSOLUTE, 0, Nature.AVERAGE, variant=_VARIANT, scope=rows)
    places = {str(c.id): c.network for c in channels(scope)}
    track = tracks(scope, [Wanted(asked, period)], catalogue(scope), period, places)[0]
    return situation(track.value(period), track.count(period) or 0, DAYS)


_KPI, _VARIANT = "engagement_rate_avg", "er_reach_pooled"
