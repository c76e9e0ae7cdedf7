"""What every chart function gives back: two drawings, a spec, a sentence and a table."""

from dataclasses import dataclass
from typing import Any

from tolok.core.text import Text

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """The twin of a chart. Cells are written in the reader's language; the first is the row's."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg_wide`, `svg_narrow` and `key` are markup that is safe to print unescaped.

    `svg_wide` holds two drawings (560 and 1000 wide); the style sheet shows the one that fits.
    `spec` is Vega-Lite without colours (they come from a theme) and {} for what is not a plot.
    """

    svg_wide: str
    svg_narrow: str
    spec: Spec
    summary: Text
    table: Table
    key: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of one drawing: its box, and the box in which data is drawn."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    size: str  # small, medium, large: which of the drawings of one chart this is

    @property
    def wide(self) -> bool:
        return self.size != "small"

    @property
    def x0(self) -> int:
        return self.left

    @property
    def x1(self) -> int:
        return self.width - self.right

    @property
    def y0(self) -> int:
        return self.height - self.bottom

    @property
    def y1(self) -> int:
        return self.top
