"""Read the catalogue that ships with the product, once per process."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tolok.core.kpi.load import gather, load_kpi
from tolok.core.kpi.spec import KpiSpec


@cache
def kpis() -> Mapping[str, KpiSpec]:
    """Every KPI by id, in alphabetical order."""
    loaded = (load_kpi(text, name) for name, text in read_folder("kpis", ".toml"))
    return MappingProxyType(gather(loaded))


def read_folder(folder: str, ending: str) -> list[tuple[str, str]]:
    """Name and text of the catalogue's files in `folder`, by name."""
    return [(entry.name, entry.read_text(encoding="utf-8")) for entry in _entries(folder, ending)]


def _entries(folder: str, ending: str) -> list[Traversable]:
    found = (files("tolok.catalogue") / folder).iterdir()
    return sorted((e for e in found if e.name.endswith(ending)), key=lambda entry: entry.name)
