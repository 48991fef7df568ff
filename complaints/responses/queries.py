"""What the official's desk and the hand-over ask of the database. The viewer comes first: a stranger learns nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.addressed import check_addressed
from complaints.domain.access import AccountRole, Viewer, may_see_group
from complaints.domain.complaint import Role
from complaints.domain.errors import NotFound
from complaints.domain.lifecycle import SENT_BACK, WHOLE_REQUEST
from complaints.models.accounts import Account, Group, GroupMember
from complaints.models.complaints import Complaint, Confirmation
from complaints.models.petitions import Petition, PetitionVersion, Supporter, VersionComplaint, VersionSupporter
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.models.submissions import HappenedEvent, Response, Submission

RoleNumbers = Mapping[Role, int]


@dataclass(frozen=True)
class HandOver:
    """A petition on its way to an authority. `version` is the one handed in or, before that, the newest frozen one."""

    petition: Petition
    version: PetitionVersion | None
    submission: Submission | None
    before: Sequence[Submission]
    """What was handed in earlier and came back, oldest first."""
    somebody_left: bool
    """Somebody in the version left it: before it is handed in it must be frozen anew."""

    @property
    def follower(self) -> PetitionVersion | None:
        """The newest frozen version, when it can be handed in because the one handed in before was sent back."""
        newest = self.petition.versions[-1] if self.petition.versions else None
        if self.submission is None or self.submission.state not in SENT_BACK:
            return None
        return newest if newest is not None and newest.id != self.submission.version_id else None

    @property
    def bodies(self) -> tuple[Authority, ...]:
        """To whom it can be handed in: the body complained of first (Code art. 91, part 4), then the reviewing one."""
        bodies = (self.petition.challenged_body, self.petition.reviewing_body)
        return tuple(dict.fromkeys(body for body in bodies if body is not None))


def get_hand_over(session: Session, viewer: Viewer, slug: str, petition_id: int) -> HandOver:
    """Raises NotFound, also for people who are no members of the group."""
    petition = session.scalar(
        select(Petition)
        .join(Petition.group)
        .where(Petition.id == petition_id, Group.slug == slug)
        .options(joinedload(Petition.round).joinedload(Round.region), selectinload(Petition.versions))
    )
    if petition is None or not may_see_group(viewer, petition.group_id):
        raise NotFound("petition", str(petition_id))
    handed_in = session.scalars(
        _submissions().where(PetitionVersion.petition_id == petition_id).order_by(Submission.recorded_at, Submission.id)
    ).all()
    submission = handed_in[-1] if handed_in else None
    newest = petition.versions[-1] if petition.versions else None
    version = submission.version if submission else newest
    somebody_left = version is not None and has_leavers(session, version.id)
    return HandOver(petition, version, submission, handed_in[:-1], somebody_left)


def get_addressed(session: Session, viewer: Viewer, submission_id: UUID) -> Submission:
    """Raises NotFound, also when it was handed in to another authority: that somebody tried is put into the log."""
    return list_addressed(session, viewer, [submission_id])[0]


def list_addressed(session: Session, viewer: Viewer, ids: Sequence[UUID]) -> Sequence[Submission]:
    """These, in the order given, each once. Raises NotFound as `get_addressed`, when one is not the viewer's."""
    found = {one.id: one for one in session.scalars(_submissions().where(Submission.id.in_(ids)))}
    for row_id in ids:
        check_addressed(viewer, found.get(row_id), row_id)
    return [found[row_id] for row_id in dict.fromkeys(ids)]


def get_authority(session: Session, viewer: Viewer) -> Authority:
    """The official's own. Raises NotFound."""
    found = session.get(Authority, viewer.authority_id) if viewer.authority_id else None
    if found is None:
        raise NotFound("authority", str(viewer.account_id))
    return found


def count_by_role(session: Session, version_ids: Iterable[UUID]) -> Mapping[UUID, RoleNumbers]:
    """How many parents and providers stand in the register of each version."""
    statement = (
        select(VersionComplaint.version_id, Complaint.role, func.count())
        .join(Complaint, Complaint.id == VersionComplaint.complaint_id)
        .where(VersionComplaint.version_id.in_(list(version_ids)))
        .group_by(VersionComplaint.version_id, Complaint.role)
    )
    counted: dict[UUID, dict[Role, int]] = {}
    for version_id, role, number in session.execute(statement):
        counted.setdefault(version_id, dict.fromkeys(Role, 0))[role] = number
    return counted


def demand_codes(version: PetitionVersion) -> tuple[str, ...]:
    """What a frozen version asks, in the order of its letter; the same in each of its languages. One that demands
    nothing asks for information: its answer has one outcome.
    """
    for written in version.content.values():
        codes = tuple(demand["code"] for demand in written["letter"].get("demands", ()))
        return codes or (WHOLE_REQUEST,)
    return ()


def get_response(session: Session, response_id: UUID) -> Response:
    """Raises NoResultFound."""
    return session.get_one(Response, response_id)


def list_filers(session: Session, version_id: UUID) -> Sequence[Complaint]:
    """The confirmed complaints of a version whose authors gave an e-mail address and have not left it."""
    statement = (
        select(Complaint)
        .join(VersionComplaint, VersionComplaint.complaint_id == Complaint.id)
        .join(Confirmation, Confirmation.complaint_id == Complaint.id)
        .where(
            VersionComplaint.version_id == version_id,
            VersionComplaint.left_at.is_(None),
            Complaint.withdrawn_at.is_(None),
            Complaint.email_enc.is_not(None),
        )
        .order_by(VersionComplaint.position)
    )
    return session.scalars(statement).all()


def list_supporters(session: Session, version_id: UUID) -> Sequence[Supporter]:
    """Those without an own complaint in a version who confirmed, gave an e-mail address and have not left it."""
    statement = (
        select(Supporter)
        .join(VersionSupporter, VersionSupporter.supporter_id == Supporter.id)
        .where(
            VersionSupporter.version_id == version_id,
            VersionSupporter.left_at.is_(None),
            Supporter.confirmed_at.is_not(None),
            Supporter.withdrawn_at.is_(None),
            Supporter.email_enc.is_not(None),
        )
        .order_by(VersionSupporter.position)
    )
    return session.scalars(statement).all()


def has_leavers(session: Session, version_id: UUID) -> bool:
    """Whether somebody who stands in the frozen version withdrew, stepped out or erased since."""
    tables = (VersionComplaint, VersionSupporter)
    gone = [
        select(table.version_id).where(table.version_id == version_id, table.left_at.is_not(None)) for table in tables
    ]
    return any(session.scalar(one.limit(1)) is not None for one in gone)


def list_members(session: Session, group_id: UUID) -> Sequence[Account]:
    """The accounts of a group that are not disabled."""
    statement = (
        select(Account)
        .join(GroupMember, GroupMember.account_id == Account.id)
        .where(GroupMember.group_id == group_id, Account.disabled_at.is_(None))
        .order_by(Account.created_at, Account.id)
    )
    return session.scalars(statement).all()


def list_officials(session: Session, *authority_ids: UUID | None) -> Sequence[Account]:
    """The accounts of these authorities' officials that are not disabled."""
    statement = select(Account).where(
        Account.role == AccountRole.OFFICIAL,
        Account.authority_id.in_({known for known in authority_ids if known is not None}),
        Account.disabled_at.is_(None),
    )
    return session.scalars(statement.order_by(Account.created_at, Account.id)).all()


def list_bodies(session: Session) -> Sequence[Authority]:
    """All authorities, to whom a document can be passed on."""
    return session.scalars(select(Authority).order_by(Authority.slug)).all()


def lock(session: Session, table: type[Petition] | type[Submission], row_id: UUID | int) -> None:
    """Make others wait who want to change what hangs on this row, until this transaction ends.

    A statement of its own, because PostgreSQL refuses to lock what it joins from outside.
    """
    session.execute(select(table.id).where(table.id == row_id).with_for_update())


def _submissions() -> Select[Submission]:
    """Submissions with all that a page shows of one."""
    return (
        select(Submission)
        .join(Submission.version)
        .options(
            joinedload(Submission.authority),
            joinedload(Submission.version)
            .joinedload(PetitionVersion.petition)
            .options(joinedload(Petition.round), joinedload(Petition.group)),
            selectinload(Submission.responses).selectinload(Response.outcomes),
            selectinload(Submission.events).joinedload(HappenedEvent.body),
            selectinload(Submission.attachments),
        )
    )
