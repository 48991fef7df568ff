"""The blueprint that all pages of the slice share, so that their endpoints are `groups.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("groups", __name__)
