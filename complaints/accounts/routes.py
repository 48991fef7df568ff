"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.accounts import views
from complaints.accounts.admin.routes import bp as admin
from complaints.accounts.blueprint import bp

bp.register_blueprint(admin, url_prefix="/admin")

__all__ = ["bp", "views"]
