"""Goals may count only posts that link to certain domains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tolok.core.goals.domain import bare_domain, bare_domains
from tolok.core.goals.goal import Goal, Mode, Nature, Scope, Target
from tolok.core.goals.json_form import from_json, to_json


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://www.Kopi.example/blog?x=1", "kopi.example"),
        ("blog.kopi.example", "blog.kopi.example"),
        (" WWW.kopi.example ", "kopi.example"),
        ("http://kopi.example:8080/a", "kopi.example"),
    ],
)
def test_a_domain_is_taken_as_people_write_it(written: str, host: str) -> None:
    assert bare_domain(written) == host


def test_several_are_separated_by_commas_or_spaces_and_counted_once() -> None:
    assert bare_domains("kopi.example, https://toko.example/ kopi.example") == (
        "kopi.example",
        "toko.example",
    )


@given(st.text(max_size=40))
def test_a_domain_that_was_read_reads_as_itself(written: str) -> None:
    once = bare_domain(written)
    if once.startswith("www."):
        return
    assert bare_domain(once) == once


def test_the_domain_is_a_filter_of_the_rows_and_travels_as_json() -> None:
    scope = Scope(("facebook",), domains=("kopi.example",))
    assert [s.dimension for s in scope.segments()] == ["network", "domain"]
    target = Target("link_clicks", Mode.ABSOLUTE, 300, Nature.TOTAL, scope=scope)
    made = to_json(Goal("", "Clicks", targets=(target,)))
    assert from_json(made).goal.targets[0].scope == scope  # type: ignore[union-attr]
