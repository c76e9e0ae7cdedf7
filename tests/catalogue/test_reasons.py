"""Every reason why there is no number is worded, short and long, in both languages."""

import pytest

from tolok.core.kpi.reasons import in_words, least, reason
from tolok.core.query import Unknown
from tolok.lib.catalogue import kpis, networks


@pytest.mark.parametrize("unknown", list(Unknown))
def test_each_reason_has_words(unknown: Unknown) -> None:
    short, long = reason(unknown), in_words(unknown, kpis()["ctr"])
    assert short.en != short.id
    assert long.en.startswith("Click-through rate")
    assert long.id.startswith("Rasio klik-tayang")
    assert "{" not in long.en + long.id


def test_missing_reach_names_the_network() -> None:
    bluesky = networks()["bluesky"].name
    assert reason(Unknown.NOT_OFFERED, bluesky).en == "not offered by Bluesky"
    words = in_words(Unknown.NOT_OFFERED, kpis()["reach"], network=bluesky)
    assert words.id.startswith("Jangkauan tidak disediakan Bluesky.")


def test_an_unconnected_source_is_named() -> None:
    assert "surveys and reviews are not connected" in in_words(Unknown.NO_SOURCE, kpis()["nps"]).en
    assert "the inbox is not connected" in in_words(Unknown.NO_SOURCE, kpis()["response_rate"]).en


def test_too_few_says_how_many_are_needed() -> None:
    assert least(kpis()["engagement_rate_avg"]).en == "at least 10 posts"
    assert "paling sedikit 30 jawaban" in in_words(Unknown.TOO_FEW, kpis()["csat"]).id
