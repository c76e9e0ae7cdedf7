"""A KPI file is read whole or refused by file, key and reason."""

import pytest

from tolok.core.errors import ProblemError
from tolok.core.kpi.load import find, gather, load_kpi
from tolok.core.kpi.spec import KpiKind, KpiSpec, Rule, Source, Term

GOOD = """
id = "saves"
group = "answered"
unit = "count"
better = "up"
min_n = 0
kind = "sum"
numerator = ["saves"]
sources = ["channel", "posts"]
goals = ["community_engagement"]
aliases = ["bookmarks"]

[aggregation]
time = "sum"
posts = "sum"
accounts = "sum"

[name]
en = "Saves"
id = "Simpanan"

[definition]
en = "Posts that people saved."
id = "Post yang disimpan orang."

[read]
en = "They mean to return."
id = "Mereka berniat kembali."

[misleads]
en = "Few networks report it."
id = "Sedikit jaringan yang melaporkannya."
"""

RATIO = GOOD.replace('kind = "sum"', 'kind = "ratio_of_sums"').replace(
    'numerator = ["saves"]', 'numerator = ["saves"]\ndenominator = ["impressions"]'
)
RATIO = RATIO.replace('= "sum"', '= "recompute"')


def _load(text: str, file: str = "saves.toml") -> KpiSpec:
    return load_kpi(text, file, goals=("community_engagement",))


def _refusal(text: str, file: str = "saves.toml") -> str:
    with pytest.raises(ProblemError) as caught:
        _load(text, file)
    problem = caught.value.problem
    assert problem.type == "bad-catalogue-file"
    assert problem.detail.id.startswith(file)
    assert problem.fix.en
    return problem.detail.en


def test_a_file_without_variants_has_one_called_default() -> None:
    spec = _load(GOOD)
    assert [v.id for v in spec.variants] == ["default"]
    assert spec.variant().kind is KpiKind.SUM
    assert spec.variant().sources == (Source.CHANNEL, Source.POSTS)
    assert spec.variant().name == spec.name
    assert spec.rule_of(spec.variant()) == Rule("sum", "sum", "sum")


def test_a_term_carries_weight_alternatives_and_whether_it_may_be_absent() -> None:
    spec = _load(GOOD.replace('["saves"]', '["likes*2", "comments|replies", "saves?"]'))
    assert spec.variant().numerator == (
        Term("likes", 2.0),
        Term("comments", otherwise=("replies",)),
        Term("saves", optional=True),
    )


def test_a_variant_takes_from_the_top_what_it_leaves_out() -> None:
    more = """
[[variant]]
id = "all"
[variant.name]
en = "All"
id = "Semua"
[[variant]]
id = "by_reach"
kind = "mean_of_ratios"
denominator = ["reach"]
sources = ["posts"]
scale = 1000
unit = "ratio"
[variant.name]
en = "By reach"
id = "Per jangkauan"
"""
    spec = _load(RATIO + more)
    first, second = spec.variants
    assert first.denominator == (Term("impressions"),)
    assert second.numerator == (Term("saves"),)
    assert (second.scale, second.unit) == (1000.0, "ratio")
    assert spec.rule_of(second).posts == "mean"
    with pytest.raises(KeyError):
        spec.variant("by_moon")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["saves"]', '["hugs"]', "numerator: there is no measure 'hugs'"),
        ('kind = "sum"', 'kind = "guess"', "kind: 'guess' is none of"),
        ('unit = "count"', 'unit = "bushel"', "unit: 'bushel' is none of"),
        ('better = "up"', 'better = "sideways"', "better: 'sideways' is none of"),
        ("min_n = 0", "min_n = 0\ncolour = 1", "colour: unknown key"),
        ("min_n = 0", 'min_n = "ten"', "min_n: must be a whole number"),
        ("min_n = 0\n", "min_n = true\n", "min_n: must be a whole number"),
        ('id = "Simpanan"\n', "", "name.id: missing"),
        ('id = "Simpanan"', 'id = " "', "name.id: no words given"),
        ('goals = ["community_engagement"]', 'goals = ["fame"]', "there is no goal 'fame'"),
        ('"channel", "posts"', '"channel", "moon"', "sources: 'moon' is none of"),
        ('sources = ["channel", "posts"]', "sources = []", "sources: names no source"),
        ('"channel", "posts"', '"ads", "channel", "ads"', "'ads' is listed twice"),
        ('["saves"]', '["reach"]', "reach counts distinct people; they cannot be added"),
        ('["saves"]', '["followers"]', "followers is a stock; kind sum cannot use it"),
        ('["saves"]', '["saves", "spend"]', "adds different units together"),
        ('["saves"]', '["saves", "likes|saves"]', "'saves' is used twice"),
        ('["saves"]', '["saves + likes"]', "is not a measure"),
        ('["saves"]', "[]", "numerator: kind sum needs a numerator"),
        ('kind = "sum"', 'kind = "sum"\ndenominator = ["posts"]', "kind sum has no denominator"),
        ('time = "sum"', 'time = "last"', "over time, a KPI of kind sum may only be: sum"),
        ('kind = "sum"', 'kind = "sum"\nscale = 0', "scale: must be above zero"),
        ('kind = "sum"', 'kind = "mean_of_items"', "is taken over posts"),
        ('["saves"]', '["check_ins"]', "check_ins is not reported in source posts"),
        ('"bookmarks"', "7", "aliases: must be a list of texts"),
        ('id = "saves"', "id = saves", "this is not TOML"),
        ('id = "saves"', 'id = "Saves!"', "must be small letters"),
    ],
)
def test_a_bad_file_is_refused_by_file_key_and_reason(old: str, new: str, said: str) -> None:
    assert old in GOOD
    told = _refusal(GOOD.replace(old, new, 1))
    assert told.startswith("saves.toml")
    assert said in told


def test_the_file_must_be_named_as_the_kpi() -> None:
    assert "must be called saves.toml" in _refusal(GOOD, "shares.toml")


def test_a_variant_id_cannot_be_used_twice() -> None:
    one = '\n[[variant]]\nid = "all"\n[variant.name]\nen = "All"\nid = "Semua"\n'
    assert "variant[1].id: 'all' exists twice" in _refusal(GOOD + one + one)


def test_a_ratio_without_denominator_is_refused() -> None:
    assert "needs a denominator" in _refusal(
        RATIO.replace('denominator = ["impressions"]', "denominator = []")
    )


def test_two_kpis_cannot_share_a_name() -> None:
    saves = _load(GOOD)
    other = load_kpi(GOOD.replace('"saves"\ngroup', '"bookmarks"\ngroup'), "bookmarks.toml")
    with pytest.raises(ProblemError, match="already means"):
        gather([saves, other])


def test_a_kpi_is_found_by_its_alias() -> None:
    catalogue = gather([_load(GOOD)])
    assert find(catalogue, "bookmarks").id == "saves"
    with pytest.raises(KeyError):
        find(catalogue, "hugs")
