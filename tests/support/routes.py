"""The addresses of the URL map, compiled once for all apps of a process.

Each test makes an app of its own, and nine tenths of that time went into werkzeug's compiling the same rules anew. What
a rule compiles to depends on its text and defaults alone; the map and its converters are looked up when it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_original = Rule._compile_builder
_known: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


def _compile_builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    key: tuple[Any, ...] = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _known:
        _known[key] = _original(rule, append_unknown)
    return _known[key]


def compile_once() -> None:
    """Let every app that this process makes from now on share what is compiled."""
    Rule._compile_builder = _compile_builder  # type: ignore[method-assign]
