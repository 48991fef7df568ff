"""Two blueprints: pages in a language, and machine paths without one."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("feeds", __name__)
machine = Blueprint("calendar", __name__, url_prefix="/calendar")
