"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.petitions import views
from complaints.petitions.blueprint import bp
from complaints.petitions.choosing import views as choosing
from complaints.petitions.freezing import views as freezing
from complaints.petitions.lettering import views as lettering

__all__ = ["bp", "choosing", "freezing", "lettering", "views"]
