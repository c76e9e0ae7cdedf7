"""Read the catalogue that ships with the product, once per process.

Ids refer to each other in a ring (a KPI names goals, a goal names KPIs), so goals are read first
without that check and checked once the KPIs are known.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Protocol, TypeVar

from tolok.core.benchmarks import Benchmark, load_benchmarks
from tolok.core.goals.catalogue import (
    GoalSpec,
    GoalTemplate,
    Starter,
    load_goal,
    load_starter,
    load_template,
)
from tolok.core.kpi.load import gather, load_kpi
from tolok.core.kpi.spec import KpiSpec
from tolok.core.networks import Network, load_network
from tolok.core.publishing.holidays import HolidayList, load_holidays
from tolok.core.publishing.limits import PostLimits


class _Ranked(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def rank(self) -> int: ...


R = TypeVar("R", bound=_Ranked)


@cache
def kpis() -> Mapping[str, KpiSpec]:
    """Every KPI by id, in alphabetical order."""
    goal_ids = [name.removesuffix(".toml") for name, _ in read_folder("goals", ".toml")]
    loaded = (load_kpi(text, name, goal_ids) for name, text in read_folder("kpis", ".toml"))
    return MappingProxyType(gather(loaded))


@cache
def goals() -> Mapping[str, GoalSpec]:
    """The broad goals by id, in the order they are offered; `custom` is last."""
    return _ranked(
        load_goal(text, name, kpis=kpis()) for name, text in read_folder("goals", ".toml")
    )


@cache
def networks() -> Mapping[str, Network]:
    """Every network by id, in alphabetical order."""
    loaded = (
        load_network(text, name, goals=goals(), kpis=kpis())
        for name, text in read_folder("networks", ".toml")
    )
    return MappingProxyType({network.id: network for network in loaded})


def post_limits(network: str) -> PostLimits:
    """The documented limits of a post there. LookupError: nothing is sent to that network."""
    found = networks().get(network)
    if found is None or found.limits is None:
        raise LookupError(f"catalogue/networks/{network}.toml holds no limits of a post")
    return found.limits


@cache
def starters() -> Mapping[str, Starter]:
    """Where each kind of organisation may begin, in the order offered."""
    return _ranked(
        load_starter(text, name, goals=goals(), kpis=kpis(), networks=networks())
        for name, text in read_folder("goals/starters", ".toml")
    )


@cache
def templates() -> Mapping[str, GoalTemplate]:
    """Worked goals to start from, in the order offered."""
    return _ranked(
        load_template(text, name, goals=goals(), kpis=kpis(), networks=networks())
        for name, text in read_folder("goals/templates", ".toml")
    )


@cache
def holidays() -> Mapping[str, HolidayList]:
    """Lists of holidays by country, and `world`, in alphabetical order of their ids."""
    loaded = (load_holidays(text, name) for name, text in read_folder("holidays", ".toml"))
    return MappingProxyType({each.id: each for each in loaded})


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """All benchmark rows, file by file."""
    return tuple(
        row
        for name, text in read_folder("benchmarks", ".csv")
        for row in load_benchmarks(text, name, kpis())
    )


def read_folder(folder: str, ending: str) -> list[tuple[str, str]]:
    """Name and text of the catalogue's files in `folder`, by name."""
    return [(entry.name, entry.read_text(encoding="utf-8")) for entry in _entries(folder, ending)]


def _entries(folder: str, ending: str) -> list[Traversable]:
    found = files("tolok.catalogue").joinpath(folder).iterdir()
    return sorted((e for e in found if e.name.endswith(ending)), key=lambda entry: entry.name)


def _ranked(loaded: Iterable[R]) -> Mapping[str, R]:
    return MappingProxyType({one.id: one for one in sorted(loaded, key=lambda one: one.rank)})
