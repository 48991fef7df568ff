"""The blueprint that all pages around an authority share, so that their endpoints are `responses.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("responses", __name__)
