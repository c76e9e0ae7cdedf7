"""Three inputs side by side."""

from tolok.core.goals.inputs import Industry, Past, three_inputs
from tolok.core.goals.smart import Check
from tolok.core.text import Text

ENOUGH = Check("realistic", "R", Text("Realistic", "Realistis"), True, Text("Enough.", "Cukup."))
CAFES = Industry(31, 45, 66, "cafés, own import", 2026)


def test_history_resources_and_benchmark_each_say_their_own() -> None:
    history, means, benchmark = three_inputs(
        58, past=Past(0.31, 80, 92, best=63, usual=48), means=ENOUGH, industry=CAFES
    )
    assert (history.says, means.says, benchmark.says) == (True, True, True)
    assert history.words == Text(
        "31 % of 80 stretches in 92 weeks were this fast. Usual 48, best 63.",
        "31 % dari 80 rentang dalam 92 minggu secepat ini. Biasanya 48, terbaik 63.",
    )
    assert benchmark.words.en == "Middle half 31–66, median 45 (cafés, own import, 2026)."


def test_what_is_not_known_says_so_and_takes_no_side() -> None:
    history, _, benchmark = three_inputs(58, past=None, means=ENOUGH, industry=None)
    assert (history.says, benchmark.says) == (None, None)
    assert "import your own" in benchmark.words.en


def test_a_speed_seldom_seen_speaks_against_and_lower_is_mirrored() -> None:
    history, _, high = three_inputs(90, past=Past(0.05, 80, 92), means=ENOUGH, industry=CAFES)
    assert (history.says, high.says) == (False, False)
    *_, low = three_inputs(20, past=None, means=ENOUGH, industry=CAFES, better="down")
    assert low.says is False
