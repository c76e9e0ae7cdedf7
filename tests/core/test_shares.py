"""Percentages keep the figures that say something: a small share is not printed as nothing."""

import pytest

from tolok.core.text import percent


@pytest.mark.parametrize(
    ("share", "english", "indonesian"),
    [
        (0.0523, "5.2 %", "5,2 %"),
        (0.001, "0.1 %", "0,1 %"),
        (0.00064, "0.064 %", "0,064 %"),
        (0.0009, "0.09 %", "0,09 %"),
        (-0.00035, "-0.035 %", "-0,035 %"),
        (0, "0.0 %", "0,0 %"),
        (1e-17, "0.0 %", "0,0 %"),
    ],
)
def test_a_share_below_a_tenth_of_a_percent_is_written_with_two_figures(share, english, indonesian):
    assert percent(share, "en") == english
    assert percent(share, "id") == indonesian


def test_digits_that_are_asked_for_are_kept():
    assert percent(0.00064, "en", digits=0) == "0 %"
