"""The blueprint that all pages of this slice share, whichever folder they lie in."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("grouping", __name__)
