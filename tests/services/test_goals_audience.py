"""The wizard's choice of networks knows one's own followers, or says that it does not."""

from datetime import timedelta

import pytest

from tests.services.goal_cast import _ingest, give_days
from tolok.core.goals.goal import Goal
from tolok.core.ports import AudienceRow
from tolok.services.channels import make_channel
from tolok.services.goal_rows import today
from tolok.services.goal_wizard import choices

pytestmark = pytest.mark.django_db


def reasons(scope, network, title="More followers in Bandung"):
    goal = Goal("", title, wish="audience_growth")
    return next(c for c in choices(scope, goal) if c.network == network).reasons


def test_own_followers_are_a_reason_in_both_languages(cast, facts):
    scope = cast.scope()
    last = today(scope) - timedelta(days=1)
    channel = give_days(scope, "followers", lambda n, draw: 1000 + n, last=last)
    shares = (("gender", "F", 0.6), ("gender", "M", 0.4), ("age", "25-34", 0.7))
    cities = (("city", "Bandung, West Java", 0.45), ("city", "Jakarta", 0.2))
    rows = [AudienceRow(n, last, d, b, share=s) for n, (d, b, s) in enumerate(shares + cities, 2)]
    _ingest(scope, channel, "instagram", "audience", rows, last)
    found = reasons(scope, "instagram")
    english = " ".join(r.en for r in found)
    assert "1,199 people follow you there." in english
    assert "Largest groups there: Women 60 %; 25-34 70 %; Bandung, West Java 45 %." in english
    assert "45 % of your followers there are the people you want." in english
    assert any("Kelompok terbesar di sana: Perempuan 60 %" in r.id for r in found)
    elsewhere = reasons(scope, "instagram", title="More followers")
    assert not any("the people you want" in r.en for r in elsewhere)


def test_without_such_data_it_says_so(cast, facts):
    scope = cast.scope()
    make_channel(scope, "facebook", "Sudut")
    assert any("Who your followers are is not known" in r.en for r in reasons(scope, "facebook"))
    assert any("You have no channel there" in r.en for r in reasons(scope, "tiktok"))
