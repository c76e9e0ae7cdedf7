"""The formula language holds for any text and any tree, against an oracle that shares no code."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.errors import ProblemError
from tolok.core.kpi.formula import evaluate, parse, write
from tolok.core.kpi.kinds import wrong_formula
from tolok.core.kpi.spec import Variant
from tolok.core.query import Unknown

FLOWS = ("likes", "comments", "shares", "saves", "impressions", "clicks")
ODDS = st.sampled_from(
    [*"()+-*/,;|?é\n", "likes", "reach", "spend", "mean", "posts", "2", "0", "9999"]
)
VALUES = st.fixed_dictionaries({m: st.integers(-5, 50) for m in FLOWS})
WEIGHTS = st.sampled_from(["1", "2", "3", "0.5", "10"])


def shape(variant: Variant) -> tuple[object, ...]:
    return variant.kind, variant.numerator, variant.denominator, variant.scale, variant.sources


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(ODDS, max_size=30).map(" ".join)))
def test_any_text_is_a_formula_or_a_problem_with_a_fix(text: str) -> None:
    try:
        assert wrong_formula(parse(text)) is None
    except ProblemError as refused:
        assert refused.problem.detail.en.startswith("Position ")
        assert refused.problem.fix.id


@st.composite
def sums(draw: st.DrawFn, values: dict[str, int]) -> tuple[str, Fraction]:
    """A sum of weighted measures as text, and its value worked out on the way."""
    text, total = "", Fraction(0)
    for place in range(draw(st.integers(1, 4))):
        name, weight = draw(st.sampled_from(FLOWS)), draw(WEIGHTS)
        sign = draw(st.sampled_from("+-")) if place else "+"
        form = draw(st.sampled_from(["{w} * {m}", "{m} * {w}", "({m}) / (1 / {w})", "-(-{w}*{m})"]))
        part = form.format(w=weight, m=name)
        text = f"{text} {sign} {part}" if place else part
        total += (1 if sign == "+" else -1) * Fraction(weight) * values[name]
    return text, total


@st.composite
def formulas(draw: st.DrawFn) -> tuple[str, dict[str, int], Fraction | None]:
    values = draw(VALUES)
    top, above = draw(sums(values))
    scale = draw(WEIGHTS)
    if draw(st.booleans()):
        return f"({top}) * {scale}", values, above * Fraction(scale)
    bottom, below = draw(sums(values))
    value = above / below * Fraction(scale) if below else None
    return f"{scale} * (({top}) / ({bottom}))", values, value


@settings(max_examples=400, deadline=None)
@given(formulas())
def test_evaluation_equals_the_oracle_and_printing_reads_back(
    case: tuple[str, dict[str, int], Fraction | None],
) -> None:
    text, values, expected = case
    try:
        variant = parse(text)
    except ProblemError as refused:
        words = refused.problem.detail.en
        assert "cancel out" in words or "same" in words
        return
    assert shape(parse(write(variant))) == shape(variant)
    cell = evaluate(variant, values)
    if expected is None:
        assert cell.unknown is Unknown.ZERO_DENOMINATOR
    else:
        assert cell.value is not None
        assert abs(float(cell.value) - float(expected)) <= 1e-9 * max(1, abs(float(expected)))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["reach", "viewers", "users"]), st.sampled_from(["reach_paid", "likes"]))
def test_no_way_of_writing_a_sum_of_people_is_accepted(one: str, other: str) -> None:
    for text in (f"{one}+{other}", f"2*{other} - {one}", f"clicks/({other}+{one})"):
        try:
            parse(text)
        except ProblemError as refused:
            assert "counted twice" in refused.problem.detail.en
        else:
            raise AssertionError(text)
