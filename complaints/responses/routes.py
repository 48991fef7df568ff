"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.responses import views
from complaints.responses.answering import views as answering
from complaints.responses.attaching import views as attaching
from complaints.responses.blueprint import bp

__all__ = ["answering", "attaching", "bp", "views"]
