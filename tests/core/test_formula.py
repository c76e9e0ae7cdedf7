"""The formula language: what it reads, what it refuses and in which words."""

import pytest

from tolok.core.errors import ProblemError
from tolok.core.kpi.custom import custom_kpi
from tolok.core.kpi.formula import evaluate, parse, write
from tolok.core.kpi.kinds import usual_rule, wrong_formula, wrong_rule
from tolok.core.kpi.spec import KpiKind, Source, Term
from tolok.core.measures import MEASURES, TERMS
from tolok.core.query import Unknown
from tolok.core.text import Text
from tolok.lib import catalogue


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(ProblemError) as caught:
        parse(text)
    problem = caught.value.problem
    assert problem.type == "formula"
    assert problem.detail.id
    assert problem.fix.id
    return problem.detail.en, problem.fix.en


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("likes", KpiKind.SUM, "count"),
        ("spend + content_cost", KpiKind.SUM, "currency"),
        ("followers", KpiKind.LAST, "count"),
        ("reach", KpiKind.UNIQUE, "count"),
        ("spend / link_clicks", KpiKind.RATIO_OF_SUMS, "currency"),
        ("watch_time_s / views", KpiKind.RATIO_OF_SUMS, "seconds"),
        ("revenue / spend", KpiKind.RATIO_OF_SUMS, "ratio"),
        ("(likes + comments) / reach", KpiKind.MEAN_OF_RATIOS, "ratio"),
        ("conversions / users", KpiKind.RATIO_OF_SUMS, "ratio"),
        ("mean(likes / impressions)", KpiKind.MEAN_OF_RATIOS, "ratio"),
        ("mean(reach)", KpiKind.MEAN_OF_ITEMS, "count"),
        ("reach / posts", KpiKind.MEAN_OF_ITEMS, "count"),
        ("likes / followers_avg", KpiKind.RATIO_OF_SUMS, "ratio"),
        ("mean(likes / followers_at_publish)", KpiKind.MEAN_OF_RATIOS, "ratio"),
    ],
)
def test_the_kind_and_unit_follow_from_the_measures(text: str, kind: KpiKind, unit: str) -> None:
    variant = parse(text)
    assert (variant.kind, variant.unit) == (kind, unit)
    assert wrong_formula(variant) is None
    assert wrong_rule(kind, usual_rule(kind)) is None


def test_a_formula_gives_the_tree_of_a_catalogue_file() -> None:
    variant = parse("(2 * likes + comments) / impressions * 1000")
    assert variant.numerator == (Term("likes", 2.0), Term("comments"))
    assert variant.denominator == (Term("impressions"),)
    assert variant.scale == 1000


def test_a_ratio_with_people_is_a_mean_over_posts_and_says_so() -> None:
    variant = parse("likes / reach")
    assert variant.sources == (Source.POSTS,)
    assert variant.note is not None
    assert "reach counts people" in variant.note.en


def test_a_sum_of_people_is_refused_with_the_reason() -> None:
    detail, fix = refusal("likes / (reach_paid + reach_organic)")
    assert detail.startswith("Position 21: reach_paid and reach_organic cannot be added")
    assert "counted twice" in detail
    assert "impressions" in fix


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("followers + fans", "a level is read at one moment"),
        ("spend + likes", "spend is in money and likes in counts"),
        ("watch_time_s + views", "in seconds"),
        ("likes * comments", "two measures are multiplied"),
        ("likes + 1", "a number is added to a measure"),
        ("likes / reach + 1", "rates are ratios of sums and do not add"),
        ("likes / 0", "divides by zero"),
        ("1 / posts", "the upper side names no measure"),
        ("3 + 4", "names no measure"),
        ("likes - likes", "cancel out"),
        ("likes / likes", "both sides are the same"),
        ("likes * 0", "cancel out"),
        ("sum(likes)", "only mean(…)"),
        ("likes + mean(comments)", "mean(…) stands inside"),
        ("page_views / approved_conversions", "nothing counts both"),
        ("followers / posts_created", "above the line it would be added up"),
        ("mean(followers)", "no post has it"),
        ("likes * 999999999999", "out of range"),
    ],
)
def test_what_cannot_be_added_or_divided_is_refused_in_words(text: str, words: str) -> None:
    assert words in refusal(text)[0]


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    detail, fix = refusal("(likes + coments) / reach")
    assert detail == "Position 10: there is no measure “coments”."
    assert fix.startswith("Did you mean: comments")


@pytest.mark.parametrize(
    ("text", "position", "fix"),
    [
        ("(likes + comments", "Position 18: the formula ends.", "“)” for the bracket"),
        ("likes comments", "Position 7: read “comments”.", "+ - * /"),
        ("likes +", "Position 8: the formula ends.", "a measure, a number"),
        ("", "Position 1: the formula ends.", "a measure, a number"),
        ("likes ÷ reach", "Position 7: “÷” means nothing here.", "“/”"),
        ("1,5 * likes", "Position 2: “,” means nothing here.", "decimals with a point"),
        ("likes; drop", "Position 6: “;” means nothing here.", "names of measures"),
    ],
)
def test_a_slip_is_shown_with_its_place_and_what_is_possible(
    text: str, position: str, fix: str
) -> None:
    got = refusal(text)
    assert got[0] == position
    assert fix in got[1]


def test_length_depth_and_numbers_are_capped() -> None:
    assert "501" in refusal("l" * 501)[0]
    assert "20 deep" in refusal("(" * 21 + "likes" + ")" * 21)[0]
    assert "20 deep" in refusal("-" * 21 + "likes")[0]
    assert "too long" in refusal("1" * 31 + " * likes")[0]


def test_a_missing_part_is_unknown_and_a_zero_denominator_too() -> None:
    cpc = parse("spend / link_clicks")
    assert evaluate(cpc, {"spend": 45, "link_clicks": 90}).value == 0.5
    assert evaluate(cpc, {"spend": 45}).unknown is Unknown.NO_DATA
    assert evaluate(cpc, {"spend": 45, "link_clicks": None}).unknown is Unknown.NO_DATA
    assert evaluate(cpc, {"spend": 45, "link_clicks": 0}).unknown is Unknown.ZERO_DENOMINATOR


def test_other_names_and_optional_parts_are_read_as_in_catalogue_files() -> None:
    variant = parse("(likes + comments|replies + 2 * shares?) / impressions")
    assert variant.numerator == (
        Term("likes"),
        Term("comments", 1.0, ("replies",)),
        Term("shares", 2.0, (), optional=True),
    )
    assert write(variant) == "(likes + comments|replies + 2 * shares?) / impressions"
    row = {"likes": 5, "replies": 3, "impressions": 100}
    assert evaluate(variant, row).value == 0.08
    assert evaluate(variant, {**row, "comments": 1, "shares": 2}).value == 0.1
    assert evaluate(variant, {"likes": 5, "impressions": 100}).unknown is Unknown.NO_DATA
    assert evaluate(parse("shares? + saves?"), {}).unknown is Unknown.NO_DATA


def test_other_names_must_mean_the_same_kind_of_thing() -> None:
    assert "reach cannot stand in for likes" in refusal("likes|reach")[0]
    assert refusal("likes|")[0] == "Position 7: the formula ends."
    assert "“?”" in refusal("2? * likes")[0]


def test_formulas_of_the_catalogue_are_printed_and_read_back() -> None:
    kinds = (KpiKind.SUM, KpiKind.RATIO_OF_SUMS, KpiKind.MEAN_OF_RATIOS, KpiKind.MEAN_OF_ITEMS)
    read_back = 0
    for kpi in catalogue.kpis().values():
        for variant in kpi.variants:
            terms = (*variant.numerator, *variant.denominator)
            if variant.kind in kinds and all(t.measure in MEASURES | TERMS for t in terms):
                again = parse(write(variant))
                assert (again.numerator, again.denominator) == (
                    variant.numerator,
                    variant.denominator,
                ), kpi.id
                read_back += 1
    assert read_back > 60


def test_a_formula_is_printed_as_people_write_it() -> None:
    assert write(parse("1000*spend/impressions")) == "spend / impressions * 1000"
    assert write(parse("followers_gained-followers_lost")) == "followers_gained - followers_lost"


def test_a_custom_kpi_has_unit_direction_owner_and_guide() -> None:
    kpi = custom_kpi(
        "chat_rate",
        Text("Talk per view", "Obrolan per tayangan"),
        "(comments + shares) / impressions",
        owner="Raka",
        unit="percent",
        guide=Text("Higher means more talk.", "Makin tinggi makin ramai."),
    )
    assert (kpi.unit, kpi.better, kpi.owner) == ("percent", "up", "Raka")
    assert kpi.read.id == "Makin tinggi makin ramai."
    assert kpi.definition.en == "Computed as (comments + shares) / impressions."
    assert kpi.variant().name.en == "Talk per view"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "currency"}, "gives ratio, not currency"),
        ({"better": "sideways"}, "not a known direction"),
        ({"owner": " "}, "no owner"),
        ({"id": "9 lives"}, "cannot be the id"),
        ({"name": Text("", "")}, "no name"),
    ],
)
def test_a_custom_kpi_refuses_fields_that_do_not_fit(change: dict[str, object], words: str) -> None:
    fields: dict[str, object] = {
        "id": "chat_rate",
        "name": Text("Talk", "Obrolan"),
        "formula": "comments / impressions",
        "owner": "Raka",
    }
    with pytest.raises(ProblemError, match=words):
        custom_kpi(**(fields | change))  # type: ignore[arg-type]
