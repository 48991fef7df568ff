"""All views of the operator: importing them puts their routes on the blueprint that the accounts slice registers."""

from __future__ import annotations

from complaints.accounts.admin.authorities import views as authorities
from complaints.accounts.admin.blueprint import bp
from complaints.accounts.admin.days import views as days
from complaints.accounts.admin.groups import views as groups
from complaints.accounts.admin.history import views as history
from complaints.accounts.admin.installation import views as installation
from complaints.accounts.admin.inviting import views as inviting
from complaints.accounts.admin.merging import views as merging
from complaints.accounts.admin.overview import views as overview
from complaints.accounts.admin.people import views as people
from complaints.accounts.admin.places import views as places
from complaints.accounts.admin.requests import jobs as requests_jobs
from complaints.accounts.admin.requests import views as requests
from complaints.accounts.admin.work import views as work

__all__ = [
    "authorities",
    "bp",
    "days",
    "groups",
    "history",
    "installation",
    "inviting",
    "merging",
    "overview",
    "people",
    "places",
    "requests",
    "requests_jobs",
    "work",
]
