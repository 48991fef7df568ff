"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.petitions import views
from complaints.petitions.addressed import views as addressed
from complaints.petitions.agreeing import jobs as agreeing_jobs
from complaints.petitions.agreeing import views as agreeing
from complaints.petitions.blueprint import bp
from complaints.petitions.choosing import views as choosing
from complaints.petitions.comparing import views as comparing
from complaints.petitions.filling import views as filling
from complaints.petitions.freezing import views as freezing
from complaints.petitions.joining import jobs as joining_jobs
from complaints.petitions.joining import views as joining
from complaints.petitions.joining.following import views as joined
from complaints.petitions.lettering import views as lettering
from complaints.petitions.paper import jobs as paper_jobs
from complaints.petitions.paper import views as paper
from complaints.petitions.paper.importing import views as paper_lists
from complaints.petitions.publishing import views as publishing

__all__ = [
    "addressed",
    "agreeing",
    "agreeing_jobs",
    "bp",
    "choosing",
    "comparing",
    "filling",
    "freezing",
    "joined",
    "joining",
    "joining_jobs",
    "lettering",
    "paper",
    "paper_jobs",
    "paper_lists",
    "publishing",
    "views",
]
