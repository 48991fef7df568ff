"""What following asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LookedAt
from complaints.models.accounts import Account, Group
from complaints.models.complaints import Complaint, ContactLink, Look
from complaints.models.jobs import Mail
from complaints.models.petitions import PetitionVersion as Version
from complaints.models.petitions import Supporter, VersionSupporter
from complaints.models.places import Authority


@dataclass(frozen=True)
class LookOfGroup:
    """A member of this group looked at something of the person, or an official of the authority that got it. Which
    person it was stands in the group's own record, and of an official only in ours.
    """

    group_name: str
    what: LookedAt
    at: datetime
    authority: Authority | None


def list_places(session: Session, supporter: Supporter) -> Sequence[tuple[Version, VersionSupporter]]:
    """The frozen versions with this person, newest first."""
    wanted = select(Version, VersionSupporter).join(VersionSupporter, VersionSupporter.version_id == Version.id)
    mine = wanted.where(VersionSupporter.supporter_id == supporter.id).order_by(Version.number.desc())
    return [(version, row) for version, row in session.execute(mine)]


def list_looks(session: Session, supporter: Supporter) -> Sequence[LookOfGroup]:
    """Who looked at the phone, or downloaded a file that names the person, oldest first."""
    versions = select(VersionSupporter.version_id).where(VersionSupporter.supporter_id == supporter.id)
    wanted = (
        select(Group.name, Look.what, Look.at, Authority)
        .join(Group, Group.id == Look.group_id)
        .join(Account, Account.id == Look.account_id)
        .outerjoin(Authority, (Authority.id == Account.authority_id) & (Account.role == AccountRole.OFFICIAL))
    )
    mine = wanted.where(or_(Look.supporter_id == supporter.id, Look.version_id.in_(versions)))
    return [LookOfGroup(*row) for row in session.execute(mine.order_by(Look.at, Look.id))]


def list_mails(session: Session, supporter: Supporter) -> Sequence[Mail]:
    """The mails about this person's joining; they carry its number."""
    about = Mail.context["number"].as_string() == supporter.number
    return session.scalars(select(Mail).where(about).order_by(Mail.created_at, Mail.id)).all()


def list_links(session: Session, supporter: Supporter) -> Sequence[ContactLink]:
    return session.scalars(select(ContactLink).where(ContactLink.supporter_id == supporter.id)).all()


def has_namesake(session: Session, supporter: Supporter) -> bool:
    """Whether a complaint, or somebody else who joined, has the same e-mail address."""
    filed = select(Complaint.id).where(Complaint.email_index == supporter.email_index)
    joined = select(Supporter.id).where(Supporter.email_index == supporter.email_index, Supporter.id != supporter.id)
    return any(session.scalar(one.limit(1)) is not None for one in (filed, joined))
