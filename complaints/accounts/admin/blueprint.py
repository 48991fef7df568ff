"""The blueprint that all pages of the operator share, so that their endpoints are `accounts.admin.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("admin", __name__)
