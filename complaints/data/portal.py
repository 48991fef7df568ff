"""The form of e-Otinish: names of its fields and of what is chosen in them. See the marks in the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from complaints.data.files import read_yaml


@cache
def portal_form() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Sections `types`, `languages`, `fields`, `values`; in each the words by code and language (kk, ru)."""
    form: dict[str, Any] = read_yaml("eotinish")
    return form
