"""What following a complaint asks of the database."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.domain import references
from complaints.domain.access import AccountRole
from complaints.domain.complaint import LookedAt
from complaints.domain.moderation import LikenessState
from complaints.models import (
    Account,
    Complaint,
    ContactLink,
    Likeness,
    Look,
    Mail,
    ModerationDecision,
    Petition,
    PetitionComplaint,
    PetitionLeaver,
    PetitionVersion,
    PublicText,
    Response,
    Submission,
    Supporter,
    VersionComplaint,
)

NO_CODE: Final = "0" * 64
"""Compared with when the number is unknown, so that the answer takes as long as for a wrong code; no code has it."""


def code_fits(session: Session, number: str, code: str) -> bool:
    """Whether a complaint has this number and this code. Takes as long for an unknown number as for a wrong code.

    Raises InvalidReference for a code that cannot be one of ours.
    """
    kept = session.scalar(select(Complaint.code_hash).where(Complaint.number == number))
    return hmac.compare_digest(references.hash_code(code), kept or NO_CODE)


def list_frozen_with(session: Session, complaint: Complaint) -> list[tuple[PetitionVersion, VersionComplaint]]:
    """The frozen versions that include the complaint with its row in each, newest first."""
    wanted = select(PetitionVersion, VersionComplaint).join(VersionComplaint)
    group = joinedload(PetitionVersion.petition).joinedload(Petition.group)
    mine = wanted.where(VersionComplaint.complaint_id == complaint.id).options(group)
    found = session.execute(mine.order_by(PetitionVersion.petition_id, PetitionVersion.number.desc()))
    return [(version, row) for version, row in found]


def list_drafts_with(session: Session, complaint: Complaint) -> Sequence[Petition]:
    """The collective complaints for which a group chose the complaint, frozen or not."""
    wanted = select(Petition).join(PetitionComplaint).where(PetitionComplaint.complaint_id == complaint.id)
    return session.scalars(wanted.options(joinedload(Petition.group)).order_by(Petition.id)).all()


def list_left_by(session: Session, complaint: Complaint) -> Sequence[tuple[Petition, datetime]]:
    """The collective complaints that the filer stepped out of, and when."""
    wanted = select(Petition, PetitionLeaver.left_at).join(PetitionLeaver)
    mine = wanted.where(PetitionLeaver.complaint_id == complaint.id).options(joinedload(Petition.group))
    return [(petition, left_at) for petition, left_at in session.execute(mine.order_by(Petition.id))]


def count_downloads(session: Session, complaint: Complaint) -> Mapping[int, tuple[int, datetime]]:
    """How often, and when last, members of its group took a copy with this person's name, by collective complaint."""
    return _downloads(session, complaint, Account.role != AccountRole.OFFICIAL)


def count_openings(session: Session, complaint: Complaint) -> Mapping[int, tuple[int, datetime]]:
    """The same for officials of the authority that got it."""
    return _downloads(session, complaint, Account.role == AccountRole.OFFICIAL)


def _downloads(
    session: Session, complaint: Complaint, by_whom: ColumnElement[bool]
) -> Mapping[int, tuple[int, datetime]]:
    wanted = (
        select(PetitionVersion.petition_id, func.count(Look.id), func.max(Look.at))
        .join(VersionComplaint, VersionComplaint.version_id == PetitionVersion.id)
        .join(Look, Look.version_id == PetitionVersion.id)
        .join(Account, Account.id == Look.account_id)
        .where(VersionComplaint.complaint_id == complaint.id, Look.what == LookedAt.OFFICIAL_FILE, by_whom)
        .group_by(PetitionVersion.petition_id)
    )
    return {petition_id: (times, last) for petition_id, times, last in session.execute(wanted)}


def list_submissions_of(session: Session, petition_ids: Sequence[int]) -> Sequence[Submission]:
    """Where these petitions were handed in, with the answers, oldest first."""
    wanted = select(Submission).join(PetitionVersion).where(PetitionVersion.petition_id.in_(petition_ids))
    answers = selectinload(Submission.responses).selectinload(Response.outcomes)
    wanted = wanted.options(
        joinedload(Submission.authority),
        joinedload(Submission.version),
        answers,
        selectinload(Submission.events),
        selectinload(Submission.attachments),
    )
    return session.scalars(wanted.order_by(Submission.handed_in_on, Submission.recorded_at, Submission.id)).all()


def find_public_text(session: Session, complaint: Complaint) -> PublicText | None:
    """The words on their way to the public, if the filer agreed to it."""
    return session.get(PublicText, complaint.id)


def list_decisions(session: Session, complaint: Complaint) -> Sequence[ModerationDecision]:
    """What moderators decided about the words, oldest first."""
    wanted = select(ModerationDecision).where(ModerationDecision.complaint_id == complaint.id)
    return session.scalars(wanted.order_by(ModerationDecision.decided_at, ModerationDecision.id)).all()


def find_joining(session: Session, complaint: Complaint) -> datetime | None:
    """When a moderator joined the complaint with another one of its person, if that is known."""
    either = or_(Likeness.complaint_id == complaint.id, Likeness.earlier_id == complaint.id)
    wanted = select(Likeness.decided_at).where(either, Likeness.state == LikenessState.JOINED)
    return session.scalar(wanted.order_by(Likeness.decided_at.desc()).limit(1))


def list_mails(session: Session, complaint: Complaint) -> Sequence[Mail]:
    """The mails about the complaint, oldest first. They carry its number."""
    about = Mail.context["number"].as_string() == complaint.number
    return session.scalars(select(Mail).where(about).order_by(Mail.created_at, Mail.id)).all()


def list_links(session: Session, complaint: Complaint) -> Sequence[ContactLink]:
    """The mailed links that were sent for the complaint."""
    return session.scalars(select(ContactLink).where(ContactLink.complaint_id == complaint.id)).all()


def has_namesake(session: Session, complaint: Complaint) -> bool:
    """Whether another complaint, or somebody who joined without one, has the same e-mail address."""
    others = select(Complaint.id).where(Complaint.email_index == complaint.email_index, Complaint.id != complaint.id)
    joined = select(Supporter.id).where(Supporter.email_index == complaint.email_index)
    return complaint.email_index is not None and any(session.scalar(one.limit(1)) for one in (others, joined))
