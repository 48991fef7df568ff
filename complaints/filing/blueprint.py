"""The blueprint that all pages of the filer share, whichever folder of this slice they lie in."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("filing", __name__)
