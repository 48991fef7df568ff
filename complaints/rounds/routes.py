"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.rounds import views
from complaints.rounds.blueprint import bp
from complaints.rounds.editing import views as editing
from complaints.rounds.history import views as history
from complaints.rounds.timeline import views as timeline

__all__ = ["bp", "editing", "history", "timeline", "views"]
