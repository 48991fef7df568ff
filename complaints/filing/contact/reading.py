"""What the filer reads about being reached: whether the complaint is confirmed, how it can be, and who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.confirming import is_waiting
from complaints.filing.contact import queries
from complaints.filing.contact.queries import LookOfGroup
from complaints.models import Complaint, Confirmation


@dataclass(frozen=True)
class Contact:
    """`group_name`: the group whose member confirmed. `groups`: the names of those that may call."""

    confirmation: Confirmation | None
    group_name: str | None
    is_waiting: bool
    has_email: bool
    has_phone: bool
    groups: Sequence[str]
    looks: Sequence[LookOfGroup]


def contact_of(session: Session, complaint: Complaint) -> Contact:
    """Everything that the page of the complaint says about it."""
    confirmation = complaint.confirmation
    by_group = confirmation.group_id if confirmation else None
    return Contact(
        confirmation=confirmation,
        group_name=queries.find_group_name(session, by_group) if by_group else None,
        is_waiting=is_waiting(complaint),
        has_email=complaint.email_enc is not None,
        has_phone=complaint.phone_enc is not None,
        groups=queries.list_named_groups(session, complaint),
        looks=queries.list_looks(session, complaint),
    )
