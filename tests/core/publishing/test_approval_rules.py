"""Who still has to agree to a post: roles, people, links, one or all, never the author."""

import pytest

from tolok.core.errors import ProblemError
from tolok.core.publishing.approval import (
    Standing,
    Step,
    Vote,
    from_json,
    may,
    read_steps,
    standing,
    to_json,
)

MEMBERS = {"dewi": "owner", "budi": "admin", "sari": "editor", "klien": "client"}
NOBODY: frozenset[str] = frozenset()


def at(steps, *votes, left_out=NOBODY) -> Standing:
    return standing(steps, [Vote(*vote) for vote in votes], MEMBERS, left_out)


def test_one_of_several_is_enough_unless_all_are_asked():
    one, all_ = Step(("owner", "admin")), Step(("owner", "admin"), every=True)
    assert at([one]).waits_for == {"dewi", "budi"}
    assert at([one], ("budi", 0)).done
    assert at([all_], ("budi", 0)).waits_for == {"dewi"}
    assert at([all_], ("budi", 0), ("dewi", 0)).done


def test_steps_come_one_after_the_other_and_a_vote_counts_for_its_own_step():
    steps = [Step(("editor",)), Step(("dewi", "sari"))]
    assert at(steps, ("sari", 0)).step == 1
    assert at(steps, ("sari", 0)).waits_for == {"dewi", "sari"}
    assert not at(steps, ("sari", 1)).done
    assert at(steps, ("sari", 0), ("dewi", 1)).done


def test_nobody_approves_what_they_wrote_also_where_all_are_asked():
    steps = [Step(("owner", "admin"), every=True)]
    mine = at(steps, ("dewi", 0), left_out=frozenset({"dewi"}))
    assert mine.waits_for == {"budi"}
    assert at(steps, ("budi", 0), left_out=frozenset({"dewi"})).done
    alone = at([Step(("owner",))], left_out=frozenset({"dewi"}))
    assert alone.nobody and not may("dewi", alone)


def test_a_client_by_link_counts_only_where_links_are_named():
    link = Vote("link:1", 0)
    assert not at([Step(("owner",))], ("link:1", 0)).done
    assert at([Step(("owner", "link"))], ("link:1", 0)).done
    both = at([Step(("owner", "link"), every=True)], ("dewi", 0))
    assert both.needs_link and may("link:9", both) and not may("dewi", both)
    assert at([Step(("owner", "link"), every=True)], ("dewi", 0), (link.by, 0)).done


def test_without_steps_an_owner_or_admin_lets_go_what_still_waits():
    assert at([]).waits_for == {"dewi", "budi"}
    assert at([], ("budi", 0)).done


def test_steps_are_read_strictly_and_kept_whole():
    form = [{"name": "Lead", "who": ["admin", "sari", "link"], "every": True}]
    steps = read_steps(form, frozenset(MEMBERS))
    assert from_json(to_json(steps)) == steps
    for wrong in ([{"who": []}], [{"who": ["nobody"]}], "x", [3], [{"who": ["owner"]}] * 6):
        with pytest.raises(ProblemError):
            read_steps(wrong, frozenset(MEMBERS))
