"""The part of the complaint's page about the filer's own complaint or appeal to the authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from complaints.filing.letters.forms import OwnNumberForm
from complaints.filing.letters.own import OwnNumber, own_number_of
from complaints.models import Complaint
from complaints.web import context
from complaints.web.clocks import zone_of


@dataclass(frozen=True)
class OwnPanel:
    """What `templates/filing/letters/_own.html` shows. `own` is None as long as nothing was written down."""

    own: OwnNumber | None
    form: OwnNumberForm


def own_panel(complaint: Complaint, typed: Any = None) -> OwnPanel:
    """The panel with what is kept, or with what was typed."""
    own = own_number_of(complaint, cipher=context.cipher(), now=context.now())
    return OwnPanel(own, OwnNumberForm(typed, today=today_of(complaint), own=own))


def today_of(complaint: Complaint) -> date:
    """The day in the zone of the complaint's region."""
    return context.now().astimezone(zone_of(complaint.round)).date()
