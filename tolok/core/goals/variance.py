"""Three differences that are never mixed: from the target, from own history, from a benchmark.

Each keeps its own reference and says whether it is good. A benchmark of another variant is refused.
"""

from dataclasses import dataclass

from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """What one compares with. `variant` is the KPI variant the number was computed by."""

    value: float
    variant: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Variance:
    """actual − reference, and that ÷ reference; None with the reason where it cannot be said."""

    against: str  # target, history, benchmark
    reference: float | None
    difference: float | None
    share: float | None
    good: bool | None
    why: Text | None = None


AGAINST = {
    "target": Text("From target", "Dari target"),
    "history": Text("From own history", "Dari riwayat sendiri"),
    "benchmark": Text("From benchmark", "Dari tolok ukur industri"),
}


def variances(
    actual: float | None,
    *,
    better: str = "up",
    variant: str = "",
    target: Reference | None = None,
    history: Reference | None = None,
    benchmark: Reference | None = None,
) -> tuple[Variance, Variance, Variance]:
    """The three rows of the variance table, in this order: target, history, benchmark."""
    return (
        _one("target", actual, target, better, variant),
        _one("history", actual, history, better, variant),
        _one("benchmark", actual, benchmark, better, variant),
    )


def _one(
    against: str, actual: float | None, reference: Reference | None, better: str, variant: str
) -> Variance:
    if reference is None:
        return Variance(against, None, None, None, None, _NOT_THERE[against])
    if reference.variant and variant and reference.variant != variant:
        return Variance(against, reference.value, None, None, None, _OTHER_VARIANT)
    if actual is None:
        return Variance(against, reference.value, None, None, None, _NO_READING)
    difference = actual - reference.value
    share = difference / abs(reference.value) if reference.value else None
    return Variance(against, reference.value, difference, share, _good(difference, better))


def _good(difference: float, better: str) -> bool | None:
    if better == "neutral" or difference == 0:
        return None if better == "neutral" else True
    return (difference > 0) == (better == "up")


_NOT_THERE = {
    "target": Text("No target is set.", "Belum ada target."),
    "history": Text("There is no earlier period to compare with.", "Belum ada periode sebelumnya."),
    "benchmark": Text(
        "No benchmark of the same variant and size is known; import your own.",
        "Belum ada tolok ukur dengan varian dan ukuran yang sama; impor milik Anda.",
    ),
}
_OTHER_VARIANT = Text(
    "It was computed by another formula; the two cannot be compared.",
    "Angka itu dihitung dengan rumus lain; keduanya tidak dapat dibandingkan.",
)
_NO_READING = Text("Nothing has been read yet.", "Belum ada yang terbaca.")
