"""The blueprint that all pages of moderators share."""

from __future__ import annotations

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("moderation", __name__)
