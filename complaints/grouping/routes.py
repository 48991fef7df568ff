"""All pages of this slice: importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from complaints.grouping.blueprint import bp

__all__ = ["bp"]
