"""Damaged catalogue files are refused as problems; nothing else ever comes out of a loader."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tolok.core.benchmarks import load_benchmarks
from tolok.core.errors import ProblemError
from tolok.core.goals.catalogue import load_goal, load_starter, load_template
from tolok.core.kpi.load import load_kpi
from tolok.core.networks import load_network
from tolok.core.publishing.holidays import load_holidays
from tolok.lib.catalogue import goals, kpis, networks, read_folder

Load = Callable[[str, str], object]
FOLDERS: list[tuple[str, str, Load]] = [
    ("kpis", ".toml", lambda text, file: load_kpi(text, file, goals())),
    ("networks", ".toml", lambda text, file: load_network(text, file, goals=goals(), kpis=kpis())),
    ("goals", ".toml", lambda text, file: load_goal(text, file, kpis=kpis())),
    ("goals/starters", ".toml", lambda text, file: load_starter(text, file, networks=networks())),
    ("goals/templates", ".toml", lambda text, file: load_template(text, file, kpis=kpis())),
    ("holidays", ".toml", load_holidays),
    ("benchmarks", ".csv", lambda text, file: load_benchmarks(text, file, kpis())),
]
FILES = [
    (name, text, load)
    for folder, ending, load in FOLDERS
    for name, text in read_folder(folder, ending)
]
BITS = st.sampled_from(
    ["", '"', "[", "]", "[[", "= ", "=", "\n", "#", "'", "0", "-1", "1e400", "nan", "inf", "true"]
    + ["{}", "[]", "2025-02-30", "1979-05-27", '"x"', "\x00", "\ufeff", "é", ",", ".", "?", "*-0"]
    + ["9" * 5000, "id = 1", "[[variant]]", '"likes*999999999999"', '"a|b"', "[[[[[[[[" * 40]
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    which=st.integers(0, len(FILES) - 1), place=st.floats(0, 1), cut=st.integers(0, 40), bit=BITS
)
def test_a_file_with_a_spoilt_spot_loads_or_is_refused(
    which: int, place: float, cut: int, bit: str
) -> None:
    name, text, load = FILES[which]
    at = int(place * len(text))
    with suppress(ProblemError):
        load(text[:at] + bit + text[at + cut :], name)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    which=st.integers(0, len(FILES) - 1),
    other=st.integers(0, len(FILES) - 1),
    line=st.integers(0, 60),
    act=st.sampled_from(["drop", "twice", "swap", "foreign"]),
)
def test_a_file_with_a_spoilt_line_loads_or_is_refused(
    which: int, other: int, line: int, act: str
) -> None:
    name, text, load = FILES[which]
    lines = text.split("\n")
    at = line % len(lines)
    foreign = FILES[other][1].split("\n")
    if act == "drop":
        del lines[at]
    elif act == "twice":
        lines.insert(at, lines[at])
    elif act == "swap":
        lines[at], lines[-1 - at] = lines[-1 - at], lines[at]
    else:
        lines[at] = foreign[line % len(foreign)]
    with suppress(ProblemError):
        load("\n".join(lines), name)


def test_the_refusal_of_a_lost_language_names_the_file() -> None:
    for name, text, load in FILES:
        if name.endswith(".toml"):
            lines = [line for line in text.split("\n") if not line.startswith("en = ")]
            try:
                load("\n".join(lines), name)
            except ProblemError as error:
                assert error.problem.detail.en.startswith(f"{name}: ")
                assert ".en: missing" in error.problem.detail.en
            else:
                raise AssertionError(f"{name} was read without English words")
