"""All pages of this slice: importing the module puts its routes on the blueprint."""

from __future__ import annotations

from complaints.moderation import views
from complaints.moderation.blueprint import bp
from complaints.moderation.duplicates import views as duplicates

__all__ = ["bp", "duplicates", "views"]
