"""All views of the slice: importing them puts their routes on the blueprints that the app registers."""

from __future__ import annotations

from complaints.feeds import views
from complaints.feeds.blueprint import bp, machine

__all__ = ["bp", "machine", "views"]
