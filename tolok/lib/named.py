"""What a word in a cell names: a measure, a network. Spellings are data; others name nothing."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tolok.core.measures import MEASURES
from tolok.lib.columns import normalise, spellings


def measure_named(words: str) -> str:
    """The measure that a name means, in any known language; "" for none."""
    found = _index("common").get(normalise(words), "")
    measure = "likes" if found == "reactions" else found
    return measure if measure in MEASURES else ""


def network_named(words: str) -> str:
    """The network id that a name means; "" for none."""
    return _index("networks").get(normalise(words), "")


@cache
def _index(name: str) -> Mapping[str, str]:
    table = spellings(name).items()
    return MappingProxyType(
        {normalise(word): key for key, words in table for word in (key, *words)}
    )
