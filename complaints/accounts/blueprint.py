"""The blueprint that all account pages share, so that their endpoints are `accounts.<deed>`."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)
