"""The blueprint that all pages of rounds share, so that their endpoints are `rounds.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("rounds", __name__)
