"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.authorities import views
from complaints.authorities.blueprint import bp

__all__ = ["bp", "views"]
