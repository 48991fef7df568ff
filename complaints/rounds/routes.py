"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.rounds import views
from complaints.rounds.blueprint import bp

__all__ = ["bp", "views"]
