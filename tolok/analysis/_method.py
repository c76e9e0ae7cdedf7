"""The constant that ends every analysis module: methods are found by listing the folder."""

from collections.abc import Callable
from dataclasses import dataclass

from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Method:
    """One way to read numbers: what it is called, how much data it needs, and the function."""

    id: str
    name: Text
    minimum: int
    """Fewest data points for an answer of its own; below it the method says so and stays wide."""
    run: Callable[..., object]
