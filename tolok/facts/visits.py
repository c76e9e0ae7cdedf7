"""Visits to a website that came from social networks: each counted for the network it came from.

Web analytics writes down where a visit came from; which words mean which network is data of the
catalogue (`web_sources`). Visits from anywhere else, and days without sources, take no part.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from tolok.facts.engines import MARK
from tolok.lib.catalogue import networks
from tolok.lib.later import Later

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import ArrayValue, Table
else:
    ibis = Later("ibis")

_SITES = "sites"


@cache
def binds() -> Mapping[str, list[str]]:
    """The lists that statements over such visits bind."""
    known = networks().values()
    sites = [network.id for network in known if network.kind == "web"]
    return {
        _SITES: sites,
        **{_from(n.id): sorted(n.web_sources) for n in known if n.web_sources},
    }


def from_social(found: Table, engine: Any) -> Table:
    """`found` has the `network` of its channels; on websites it becomes that of the visit."""
    plain = found.source.lower().re_replace(r"^\s*(www\.)?", "")
    head = plain.re_replace(r"\s*/.*$", "").strip()
    cases = [
        (engine.among(head, _texts(_from(n.id))), n.id)
        for n in networks().values()
        if n.web_sources
    ]
    site = engine.among(found.network.fill_null(""), _texts(_SITES))
    came = ibis.cases(*cases, else_="")
    seen = found.mutate(network=ibis.ifelse(site, came, found.network.fill_null("?")))
    return seen.filter(seen.network != "")


def _from(network: str) -> str:
    return f"from_{network}"


def _texts(name: str) -> ArrayValue:
    return ibis.literal([f"{MARK}{name}"])
