"""Answers that are kept until the facts change. Nothing here outlives a write or the process."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

from tolok.core.kpi.spec import KpiSpec
from tolok.core.query import Figure, Query, Series
from tolok.services.fact_store import facts

MOST = 1_000
T = TypeVar("T")

_lock = threading.Lock()
_kept: "OrderedDict[Hashable, Any]" = OrderedDict()


def answers(query: Query, specs: Mapping[str, KpiSpec]) -> list[Figure | Series]:
    """One figure or series for each KPI of the query, in its order."""
    if not query.kpis:
        return []
    meant = tuple(specs[ref.kpi] for ref in query.kpis)
    made = remembered(query.workspace, (query, meant), lambda: facts().answer(query, specs))
    return list(made)


def remembered(workspace: str, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` gives, made once for each state of the facts."""
    store = facts()
    whole = (str(store.folder), id(store), store.changes, workspace, key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return cast("T", _kept[whole])
    made = make()
    with _lock:
        _kept[whole] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
