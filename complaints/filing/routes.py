"""All pages of this slice: importing the modules puts their routes on the blueprint."""

from __future__ import annotations

from complaints.filing import jobs, views
from complaints.filing.blueprint import bp
from complaints.filing.contact import jobs as contact_jobs
from complaints.filing.contact import views as contact
from complaints.filing.evidence import views as evidence
from complaints.filing.following import views as following
from complaints.filing.following.correcting import views as correcting
from complaints.filing.letters import views as letters

__all__ = ["bp", "contact", "contact_jobs", "correcting", "evidence", "following", "jobs", "letters", "views"]
