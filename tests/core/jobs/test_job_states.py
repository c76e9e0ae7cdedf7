"""The table of job states says what the queue relies on."""

from tolok.core.jobs.states import START, STATES
from tolok.core.publishing.machine import faults


def test_the_table_has_no_fault_and_only_done_is_an_end():
    assert faults(STATES, START) == []
    assert [name for name, each in STATES.items() if each.end] == ["done"]


def test_only_a_running_job_is_held_and_a_lapsed_one_is_tried_again():
    assert [name for name, each in STATES.items() if each.lease] == ["running"]
    assert STATES["running"].lapses_to == "retry"
