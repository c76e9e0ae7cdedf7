"""Whatever the history: an answer, ordered quantiles, a chance, and harder targets less likely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.analysis.attain import assess, assess_ratio, learn_prior

values = st.one_of(
    st.floats(-1e9, 1e9), st.integers(0, 500).map(float), st.just(float("nan")), st.just(0.0)
)
histories = st.lists(values, max_size=60)
counts = st.lists(st.one_of(st.integers(0, 10**6).map(float), st.just(float("nan"))), max_size=40)
targets = st.floats(-1e9, 1e9)
asked = st.fixed_dictionaries(
    {
        "per": st.sampled_from(["week", "total", "level"]),
        "better": st.sampled_from(["up", "down"]),
        "weeks": st.integers(0, 30),
    }
)


def well_formed(found):
    if found.p_reach is None:
        assert found.label == "unknown"
        return
    assert 0 <= found.p_reach <= 1
    assert found.label != "unknown"
    ordered = list(found.quantiles.values())
    assert ordered == sorted(ordered)
    assert np.isfinite(ordered).all()
    if found.realistic is not None:
        assert found.realistic[0] <= found.realistic[1]
    assert found.why.en and found.why.id


@settings(max_examples=150, deadline=None)
@given(histories, targets, asked)
def test_any_history_gets_a_well_formed_answer(history, target, question):
    well_formed(assess(history, target=target, seed=0, paths=100, **question))


@settings(max_examples=80, deadline=None)
@given(histories, targets, st.floats(0, 1e9), asked)
def test_a_harder_target_is_never_likelier(history, target, step, question):
    easy, hard = sorted([target, target + step], reverse=question["better"] == "down")
    first, second = (
        assess(history, target=t, seed=0, paths=100, **question).p_reach for t in (easy, hard)
    )
    if second is None:  # without history only what is reached already can be judged
        assert first in (None, 1.0)
        return
    assert first is not None and first >= second


@settings(max_examples=60, deadline=None)
@given(counts, st.floats(0, 10), st.data())
def test_any_ratio_gets_a_well_formed_answer(below, target, data):
    above = data.draw(st.lists(st.integers(-5, 10**6), min_size=len(below), max_size=len(below)))
    better = data.draw(st.sampled_from(["up", "down"]))
    well_formed(
        assess_ratio(above, below, target=target, weeks=5, better=better, seed=0, paths=100)
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(histories, max_size=5))
def test_any_siblings_make_a_prior(siblings):
    prior = learn_prior(siblings)
    assert prior.weights.sum() == pytest.approx(1)
    assert prior.weights.min() >= 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=60), st.integers(-3, 6))
def test_units_do_not_matter_to_the_realm_of_the_answer(history, power):
    """A thousandth or a million of the same counts stays finite and well formed."""
    scaled = [value * 10.0**power for value in history]
    well_formed(assess(scaled, target=1.0, per="week", weeks=13, seed=0, paths=100))
