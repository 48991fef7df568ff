"""All views of the slice: importing them puts their routes on the blueprint that the app registers."""

from __future__ import annotations

from complaints.responses import views
from complaints.responses.answering import views as answering
from complaints.responses.answering.many import views as answering_many
from complaints.responses.attaching import views as attaching
from complaints.responses.blueprint import bp
from complaints.responses.escalating import views as escalating
from complaints.responses.happening import views as happening
from complaints.responses.listing import views as listing
from complaints.responses.remarking import views as remarking
from complaints.responses.reminding import jobs as reminding
from complaints.responses.templating import views as templating

__all__ = [
    "answering",
    "answering_many",
    "attaching",
    "bp",
    "escalating",
    "happening",
    "listing",
    "remarking",
    "reminding",
    "templating",
    "views",
]
