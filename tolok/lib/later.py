"""A heavy library that is loaded when it is first used, so that a process that never does is light.

For libraries only; modules of our own are imported as usual.
"""

from importlib import import_module
from typing import Any


class Later:
    """Stands in for the module called `name`. Safe between threads: importing is."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
