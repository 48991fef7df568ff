"""Agreeing to the text of a version, and asking those who agreed to another one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints import departures, jobs
from complaints.domain.errors import StaleVersion, TooLate
from complaints.models.petitions import Agreement, Petition, PetitionVersion, Supporter
from complaints.petitions.publishing.queries import find_latest
from complaints.supporting import has_left


def note_agreement(session: Session, supporter: Supporter, version: PetitionVersion, *, now: datetime) -> bool:
    """Keep that the person agreed to this version's text. Whether it was new: the first time stays."""
    row = agreement_of(session, supporter, version)
    if row.agreed_at is not None:
        return False
    row.agreed_at = now
    session.flush()
    return True


def agree_again(session: Session, supporter: Supporter, version_number: int, *, now: datetime) -> bool:
    """Agree to the version that was read. Whether it was new: pressed twice, it is agreed once.

    Raises TooLate when the person has left, or the petition was handed in or taken off; StaleVersion when another
    version is public now.
    """
    departures.hold_supporter(session, supporter)
    latest = find_latest(session, supporter.petition_id)
    is_closed = latest is None or latest.ended_at is not None
    if latest is None or is_closed or has_left(supporter) or departures.was_handed_in(session, supporter.petition_id):
        raise TooLate
    if latest.version.number != version_number:
        raise StaleVersion(latest.version.number)
    return note_agreement(session, supporter, latest.version, now=now)


def agreement_of(session: Session, supporter: Supporter, version: PetitionVersion) -> Agreement:
    """The row of this person and this version, made when there is none."""
    row = session.get(Agreement, (supporter.id, version.id))
    if row is None:
        row = Agreement(supporter_id=supporter.id, version_id=version.id)
        session.add(row)
    return row


def have_asked_again(session: Session, petition: Petition, *, now: datetime, key: str) -> None:
    """Have those asked who agreed to another text than the public one. Asked is nobody twice for one version."""
    payload = {"petition_id": str(petition.id)}
    jobs.enqueue(session, "petitions.ask_again", payload, now=now, key=f"petitions.ask_again:{key}")
