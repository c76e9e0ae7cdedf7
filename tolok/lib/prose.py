"""Is a file words about data, not data? Read-me files, licences and notes lie beside exports.

Says so only where it is plain: a text that holds two like lines with a number each may be a table.
"""

from collections import Counter
from pathlib import Path, PurePosixPath

_MARKUP = frozenset({".md", ".markdown", ".rst", ".adoc"})
_TEXT = frozenset({"", ".txt"})
_NAMES = frozenset(
    {
        *("readme", "license", "licence", "copying", "notice", "authors", "contributors"),
        *("changelog", "changes", "credits", "terms", "baca", "lisensi"),
    }
)
_LOOK = 65_536
_SIGNS = "\t;,|"


def is_prose(path: Path, name: str) -> bool:
    """`name` decides for markup and for the usual names; the content for other text."""
    shown = PurePosixPath(name.lower())
    if shown.suffix in _MARKUP:
        return True
    if shown.suffix not in _TEXT:
        return False
    return shown.stem in _NAMES or _reads_as_prose(path)


def _reads_as_prose(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(_LOOK)
    if b"\0" in start or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    lines = [line for line in start.decode("utf-8", "replace").splitlines() if line.strip()]
    spaced = any(" " in line.strip() for line in lines)
    by_sign = any(_tabular([line.split(sign) for line in lines], share=0.0) for sign in _SIGNS)
    return spaced and not by_sign and not _tabular([line.split() for line in lines], share=0.5)


def _tabular(rows: list[list[str]], *, share: float) -> bool:
    """Two rows with as many cells, of which at least this share, and one, are numbers."""
    widths = Counter(
        len(cells)
        for cells in rows
        if len(cells) > 1 and sum(map(_number, cells)) >= max(1, share * len(cells))
    )
    return any(n > 1 for n in widths.values())


def _number(cell: str) -> bool:
    text = cell.strip().strip('"').lstrip("-+")
    return text.replace(".", "").replace(":", "").replace("/", "").replace("-", "").isdigit()
