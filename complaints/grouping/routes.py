"""All pages of this slice: importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from complaints.grouping.blueprint import bp
from complaints.grouping.confirming import views as confirming
from complaints.grouping.joined import views as joined
from complaints.grouping.listing import views as listing

__all__ = ["bp", "confirming", "joined", "listing"]
