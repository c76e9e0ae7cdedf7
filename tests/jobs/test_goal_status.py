"""The job that notes how goals stand is found by listing and leaves nothing to do behind."""

import pytest

from tolok.core.registry import collect
from tolok.jobs.kinds.goal_status import JOB

pytestmark = pytest.mark.django_db


def test_the_job_is_listed_and_waits_after_a_look(cast, facts):
    assert JOB in collect("tolok.jobs.kinds", "JOB")
    assert JOB.run() is False
