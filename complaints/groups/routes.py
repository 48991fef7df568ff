"""All views and jobs of the slice: importing them puts routes on the blueprint and handlers into the queue."""

from __future__ import annotations

from complaints.groups.asking import jobs
from complaints.groups.asking import views as asking
from complaints.groups.blueprint import bp
from complaints.groups.looks import views as looks
from complaints.groups.members import views as members

__all__ = ["asking", "bp", "jobs", "looks", "members"]
