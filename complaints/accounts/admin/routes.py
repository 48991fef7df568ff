"""All views of the operator: importing them puts their routes on the blueprint that the accounts slice registers."""

from __future__ import annotations

from complaints.accounts.admin import views
from complaints.accounts.admin.blueprint import bp

__all__ = ["bp", "views"]
