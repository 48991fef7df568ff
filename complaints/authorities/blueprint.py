"""The blueprint that these pages share, so that their endpoints are `authorities.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("authorities", __name__)
