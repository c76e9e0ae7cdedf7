"""Complete what the facts say of a figure with what the catalogue knows of its networks."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from tolok.core.kpi.spec import Variant
from tolok.core.query import Break, Figure, Frame, Series
from tolok.lib.catalogue import networks
from tolok.services.numbers_view import View
from tolok.services.numbers_words import settling_from

Found = Figure | Series


def dressed(found: Found, view: View, variant: Variant) -> Found:
    """With the days on which a measure changed its meaning, and from when it still settles."""
    ids = networks_of(found.frame, view)
    frame = replace(
        found.frame,
        breaks=found.frame.breaks or breaks(variant, ids, found.frame),
        settling_from=found.frame.settling_from or settling_from(found.frame, ids),
    )
    return replace(found, frame=frame)


def networks_of(frame: Frame, view: View) -> set[str]:
    """The networks whose channels a figure stands on."""
    return {view.network_of(c) for c in frame.coverage.channels} - {""}


def breaks(variant: Variant, ids: Iterable[str], frame: Frame) -> tuple[Break, ...]:
    """One break for each day and network, however many measures changed."""
    measures = [n for t in (*variant.numerator, *variant.denominator) for n in t.names]
    known = networks()
    found = [
        one
        for id in sorted(ids)
        if id in known
        for one in known[id].breaks_in(
            measures, frame.period.start - timedelta(days=1), frame.period.end
        )
    ]
    kept = {(one.day, one.network): one for one in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda one: one.day))
