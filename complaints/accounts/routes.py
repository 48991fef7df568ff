"""All views of the slice: importing them puts their routes on the blueprint that the app registers, and the jobs on the
queue's list.
"""

from __future__ import annotations

from complaints.accounts import views
from complaints.accounts.admin.routes import bp as admin
from complaints.accounts.blueprint import bp
from complaints.accounts.codes import views as codes
from complaints.accounts.entering import views as entering
from complaints.accounts.invited import views as invited
from complaints.accounts.kept import jobs as kept_jobs
from complaints.accounts.kept import views as kept
from complaints.accounts.own import jobs as own_jobs
from complaints.accounts.own import views as own
from complaints.accounts.resetting import jobs as resetting_jobs
from complaints.accounts.resetting import views as resetting

bp.register_blueprint(admin, url_prefix="/admin")

__all__ = [
    "bp",
    "codes",
    "entering",
    "invited",
    "kept",
    "kept_jobs",
    "own",
    "own_jobs",
    "resetting",
    "resetting_jobs",
    "views",
]
