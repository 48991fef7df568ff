"""What joining asks of the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from complaints import supporting
from complaints.domain.errors import NotFound
from complaints.models.complaints import Complaint, ContactLink
from complaints.models.petitions import Petition, Supporter
from complaints.models.rounds import Round


def find_by_token(session: Session, token_hash: str) -> Supporter | None:
    """Who joined with this token."""
    return session.scalar(select(Supporter).where(Supporter.token_hash == token_hash))


def is_taken(session: Session, number: str) -> bool:
    """Whether a complaint has the number: one page asks for the numbers of both."""
    return session.scalar(select(Complaint.id).where(Complaint.number == number)) is not None


def get_supporter(session: Session, number: str) -> Supporter:
    """Raises NotFound, also when it was erased."""
    around = joinedload(Supporter.petition)
    wanted = select(Supporter).where(Supporter.number == number, Supporter.erased_at.is_(None))
    found = session.scalar(
        wanted.options(around.joinedload(Petition.group), around.joinedload(Petition.round).joinedload(Round.region))
    )
    if found is None:
        raise NotFound("supporter", number)
    return found


def get_supporter_of(session: Session, link: ContactLink) -> Supporter:
    """Whom the link was mailed to. Raises NotFound when it was erased or has another address now."""
    found = session.get(Supporter, link.supporter_id) if link.supporter_id else None
    if found is None or found.email_index != link.address_index:
        raise NotFound("supporter")
    return get_supporter(session, found.number)


def list_waiting(session: Session, link: ContactLink) -> Sequence[Supporter]:
    """Those of the link's address whom nobody confirmed, newest first."""
    wanted = select(Supporter).where(Supporter.email_index == link.address_index, supporting.waits())
    around = joinedload(Supporter.petition).joinedload(Petition.round).joinedload(Round.region)
    return session.scalars(wanted.options(around).order_by(Supporter.joined_at.desc(), Supporter.number)).all()
