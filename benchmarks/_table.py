"""How every benchmark prints: what was measured, the target or rival, and the ratio of the two.

A ratio at or below 1.00 meets the target; where the target is none at all it is 0.00 or infinite.
Rows appear as they are measured.
"""

import sys
from collections.abc import Callable, Iterator
from statistics import median, quantiles
from time import process_time

HEAD = ("what", "measured", "target", "ratio")


def head() -> None:
    print(" | ".join(HEAD))
    print(" | ".join("---" for _ in HEAD), flush=True)


def row(what: str, measured: float, target: float | None, unit: str, note: str = "") -> None:
    """One line; `target` None where there is none to meet. `note` says how noisy it was."""
    shown = f"{measured:,.2f} {unit}" + (f" ({note})" if note else "")
    aim = "" if target is None else f"<= {target:,.2f} {unit}"
    ratio = "" if target is None else _ratio(measured, target)
    print(" | ".join((what, shown, aim, ratio)), flush=True)


def _ratio(measured: float, target: float) -> str:
    return f"{measured / target:.2f}" if target else ("0.00" if not measured else "inf")


def said(words: str) -> None:
    """Something a reader should know that is not a measurement."""
    print(words, file=sys.stderr, flush=True)


def cpu_ms(act: Callable[[], object], times: int) -> tuple[float, str]:
    """The median CPU milliseconds of an act over `times` runs, and the middle half as a note."""
    return summed(list(_costs(act, times)))


def summed(costs: list[float]) -> tuple[float, str]:
    low, _, high = quantiles(costs, n=4)
    return median(costs), f"middle half {low:,.2f} to {high:,.2f}, n={len(costs)}"


def _costs(act: Callable[[], object], times: int) -> Iterator[float]:
    for _ in range(times):
        start = process_time()
        act()
        yield (process_time() - start) * 1000
