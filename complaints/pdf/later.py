"""Loads two parts of fontTools only if they are called.

WeasyPrint imports them for variable fonts and for machines without HarfBuzz's subsetter. Our fonts are static, so in a
process that prints one document they were a third of the time to start and 18 MiB. Whoever calls them gets them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

SELDOM_CALLED: Final = ("fontTools.subset", "fontTools.varLib.instancer")


class Later(ModuleType):
    """Stands in for a module until one of its functions or classes is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return getattr(load(self), name)(*args, **kwargs)

        return call


def load(stand_in: Later) -> ModuleType:
    """The module itself; it takes the place of the one that stood in for it."""
    if sys.modules.get(stand_in.__name__) is stand_in:
        del sys.modules[stand_in.__name__]
    return importlib.import_module(stand_in.__name__)


def load_later() -> None:
    """Before WeasyPrint is imported. What is loaded already stays."""
    for name in SELDOM_CALLED:
        if name not in sys.modules:
            stand_in = Later(name)
            sys.modules[name] = stand_in
            parent, _, child = name.rpartition(".")
            if parent == "fontTools":
                setattr(importlib.import_module(parent), child, stand_in)
