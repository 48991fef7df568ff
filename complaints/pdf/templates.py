"""Fills the templates of documents: a Jinja environment of its own, so that a worker needs no web application.

Everything is escaped, and a name that the caller forgot is an error, not an empty place in a letter.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(template: str, **values: Any) -> str:
    """The HTML of a template, such as `documents/petition.kk.html`, with `values` in their places."""
    return _environment().get_template(template).render(values)
