"""Attainability intervals hold what they say, on made series and on public ones."""

import numpy as np
import pytest

from tolok.analysis.attain import forecast, learn_prior

AHEAD = 13


def counts(rng, mean, cv):
    """Overdispersed counts with the given means."""
    shape = 1 / cv**2
    return rng.poisson(mean * rng.gamma(shape, 1 / shape, np.shape(mean))).astype(float)


def growing(rng, weeks):
    return counts(rng, 100 * 1.01 ** np.arange(weeks), 0.2)


def steady(rng, weeks):
    return counts(rng, np.full(weeks, 100.0), 0.3)


def wandering(rng, weeks):
    return counts(rng, 100 * np.exp(np.cumsum(rng.normal(0, 0.05, weeks))), 0.1)


def share_covered(series, history, prior=None):
    inside = 0
    for seed, values in enumerate(series):
        low, high = forecast(values[:history], AHEAD, seed=seed, paths=400, prior=prior).total(
            [0.1, 0.9]
        )
        inside += low <= values[history:].sum() <= high
    return inside / len(series)


def made(kind, history, count=200):
    rng = np.random.default_rng(7)
    return [kind(rng, history + AHEAD) for _ in range(count)]


@pytest.mark.parametrize("history", [26, 52])
def test_growth_of_one_percent_a_week_does_not_break_coverage(history):
    assert 0.70 <= share_covered(made(growing, history), history) <= 0.95


@pytest.mark.parametrize("history", [26, 52])
@pytest.mark.parametrize("kind", [growing, steady, wandering])
def test_a_prior_from_siblings_covers_close_to_what_it_says(kind, history):
    rng = np.random.default_rng(8)
    prior = learn_prior([kind(rng, 52) for _ in range(20)])
    assert 0.72 <= share_covered(made(kind, history), history, prior) <= 0.93


@pytest.mark.parametrize(
    ("history", "low", "high"), [(8, 75, 85), (13, 77, 83), (26, 77, 83), (52, 77, 83)]
)
def test_public_weekly_series_are_covered_as_promised(m4_series, history, low, high):
    windows = [
        values[end - history : end + AHEAD]
        for values in m4_series
        for end in range(len(values) - AHEAD, history - 1, -AHEAD)[:2]
    ]
    assert low <= 100 * share_covered(windows, history) <= high


@pytest.fixture(scope="module")
def m4_series():
    import gzip

    from tests.shared import shared_data

    folder = shared_data("m4-weekly")
    with gzip.open(folder / "train.csv.gz", "rt") as train, (folder / "test.csv").open() as test:
        parts = [dict(line.strip().split(",", 1) for line in lines) for lines in (train, test)]
    joined = [f"{parts[0][name]},{parts[1][name]}" for name in parts[0]]
    return [np.array([float(v) for v in row.split(",") if v]) for row in joined]
