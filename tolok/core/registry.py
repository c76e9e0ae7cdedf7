"""Find plug-ins by listing a package: each module that is one ends in one constant."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def collect(package: str, name: str) -> tuple[object, ...]:
    """Every `name` constant of the modules directly inside `package`, in order of module name.

    Modules whose name starts with `_` are not plug-ins. A module without the constant is an error:
    a forgotten last line must not make a plug-in vanish in silence.
    """
    root = importlib.import_module(package)
    return tuple(_constant(module, name) for module in _modules(root, name.lower()))


def _modules(root: ModuleType, inside: str) -> list[ModuleType]:
    found = sorted(info.name for info in pkgutil.iter_modules(root.__path__))
    return [_plug_in(root, name, inside) for name in found if not name.startswith("_")]


def _plug_in(root: ModuleType, name: str, inside: str) -> ModuleType:
    """A module, or in a folder the module named as the constant: `page.py`, `network.py`."""
    module = importlib.import_module(f"{root.__name__}.{name}")
    if hasattr(module, "__path__"):
        return importlib.import_module(f"{root.__name__}.{name}.{inside}")
    return module


def _constant(module: ModuleType, name: str) -> object:
    try:
        return getattr(module, name)
    except AttributeError:
        raise LookupError(f"{module.__name__} ends without its {name} constant") from None
