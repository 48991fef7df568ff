"""The blueprint that all pages of collective complaints share, so that their endpoints are `petitions.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("petitions", __name__)
