"""Keeping what the filer wrote down of the own complaint or appeal to the authority."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.confirming import lock
from complaints.domain.complaint import OwnKind
from complaints.domain.errors import NotFound
from complaints.models import Complaint

TABLE: Final = "complaints"


def keep_own_number(
    session: Session, complaint: Complaint, *, cipher: Cipher, kind: OwnKind, number: str, registered_on: date
) -> None:
    """Write it down, in place of what was there. `registered_on` is the day the term starts from, not counted.

    Raises NotFound when the complaint was erased meanwhile.
    """
    lock(session, complaint)
    if complaint.erased_at is not None:
        raise NotFound("complaint", complaint.number)
    complaint.own_kind = kind
    complaint.own_number_enc = cipher.encrypt(TABLE, "own_number", complaint.id, number)
    complaint.own_registered_on = registered_on


def forget_own_number(complaint: Complaint) -> None:
    """Take it away; nothing of it stays."""
    complaint.own_kind = None
    complaint.own_number_enc = None
    complaint.own_registered_on = None
