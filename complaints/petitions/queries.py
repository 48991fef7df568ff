"""What the group's desk asks of the database. A stranger learns nothing, not even that a group exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.confirming import waits_for_group
from complaints.database import in_kazakh_order
from complaints.domain.access import GroupRole, Viewer, may_see_group
from complaints.domain.complaint import LetterLanguage, Role
from complaints.domain.errors import NotFound
from complaints.domain.lifecycle import SubmissionState
from complaints.domain.petition import Cut, DeskState
from complaints.models.accounts import Group, GroupRound
from complaints.models.complaints import Complaint
from complaints.models.jobs import Job
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionComplaint,
    PetitionVersion,
    Supporter,
    VersionComplaint,
    VersionSupporter,
)
from complaints.models.places import Authority
from complaints.models.rounds import Round, Tally
from complaints.models.submissions import Submission
from complaints.petitions.standing import is_chosen, is_eligible

PAGE: Final = 50
RoleNumbers = Mapping[Role, int]


def list_groups(session: Session, viewer: Viewer) -> Sequence[Group]:
    """The viewer's groups in Kazakh order of their names."""
    mine = select(Group).where(Group.id.in_(list(viewer.groups)))
    return session.scalars(mine.order_by(in_kazakh_order(Group.name))).all()


def get_group(session: Session, viewer: Viewer, slug: str) -> Group:
    """Raises NotFound, also for people who are no members."""
    found = session.scalar(select(Group).where(Group.slug == slug))
    if found is None or not may_see_group(viewer, found.id):
        raise NotFound("group", slug)
    return found


def role_in(viewer: Viewer, group: Group) -> GroupRole:
    return viewer.groups[group.id]


def list_rounds(session: Session, group: Group) -> Sequence[Round]:
    """Rounds the operator attached the group to, newest first."""
    statement = (
        select(Round)
        .join(GroupRound, GroupRound.round_id == Round.id)
        .where(GroupRound.group_id == group.id, Round.is_listed)
        .options(joinedload(Round.region))
        .order_by(Round.held_on_latest.desc().nulls_last(), Round.slug)
    )
    return session.scalars(statement).all()


def get_round(session: Session, group: Group, slug: str) -> Round:
    """Raises NotFound when the group is not attached to a round with this slug."""
    for round_ in list_rounds(session, group):
        if round_.slug == slug:
            return round_
    raise NotFound("round", slug)


def count_by_role(session: Session, round_id: UUID) -> RoleNumbers:
    """All complaints of the round that count: withdrawn, erased and joined ones have left the figures."""
    wanted = select(Tally.key, Tally.complaints).where(Tally.round_id == round_id, Tally.dimension == "role")
    counted = dict.fromkeys(Role, 0)
    counted.update((Role(key), number) for key, number in session.execute(wanted))
    return counted


def count_eligible(session: Session, round_id: UUID, group_id: UUID, petition_id: int | None = None) -> int:
    """How many complaints can stand in this group's collective complaint."""
    counted = select(func.count()).select_from(Complaint).where(is_eligible(round_id, group_id, petition_id))
    return session.scalar(counted) or 0


def are_mostly_late(session: Session, round_id: UUID, group_id: UUID) -> bool:
    """Whether more than half of those who can stand in it filed after the three months: an appeal has no such term."""
    eligible = is_eligible(round_id, group_id)
    late = session.scalar(select(func.count()).select_from(Complaint).where(eligible, Complaint.is_late)) or 0
    return late * 2 > count_eligible(session, round_id, group_id)


def list_chosen(session: Session, petition: Petition) -> Sequence[Complaint]:
    """The complaints of the draft that are still eligible, read anew, in the order of the register: oldest first."""
    statement = (
        select(Complaint)
        .where(is_chosen(petition))
        .options(selectinload(Complaint.grounds), selectinload(Complaint.demands), joinedload(Complaint.locality))
        .order_by(Complaint.filed_at, Complaint.number)
    )
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def hold_chosen(session: Session, petition: Petition) -> None:
    """Until the transaction ends nobody chosen for the draft can leave or correct unseen."""
    chosen = select(PetitionComplaint.complaint_id).where(PetitionComplaint.petition_id == petition.id)
    held = select(Complaint.id).where(Complaint.id.in_(chosen)).order_by(Complaint.id)
    session.execute(held.with_for_update(read=True)).all()


@dataclass(frozen=True)
class Leaver:
    """Who left a frozen version: the number of the complaint or of the joining, and when."""

    number: str
    left_at: datetime


def list_leavers(session: Session, version_id: UUID) -> Sequence[Leaver]:
    """Who stood in the frozen version and withdrew, stepped out or erased since, in the order of its register."""
    filed = (
        select(Complaint.number, VersionComplaint.left_at)
        .join(VersionComplaint, VersionComplaint.complaint_id == Complaint.id)
        .where(VersionComplaint.version_id == version_id, VersionComplaint.left_at.is_not(None))
        .order_by(VersionComplaint.position)
    )
    joined = (
        select(Supporter.number, VersionSupporter.left_at)
        .join(VersionSupporter, VersionSupporter.supporter_id == Supporter.id)
        .where(VersionSupporter.version_id == version_id, VersionSupporter.left_at.is_not(None))
        .order_by(VersionSupporter.position)
    )
    found = (*session.execute(filed), *session.execute(joined))
    return [Leaver(number, left_at) for number, left_at in found if left_at]


def list_joined(session: Session, version_id: UUID) -> Sequence[VersionSupporter]:
    """Who joined and stands in a frozen version, in the order of its register."""
    joined = select(VersionSupporter).where(VersionSupporter.version_id == version_id)
    return session.scalars(
        joined.options(joinedload(VersionSupporter.supporter)).order_by(VersionSupporter.position)
    ).all()


def count_joined(session: Session, version_id: UUID) -> int:
    """How many who joined stand in a frozen version, as it was frozen."""
    joined = select(func.count()).select_from(VersionSupporter).where(VersionSupporter.version_id == version_id)
    return session.scalar(joined) or 0


def count_unconfirmed(session: Session, round_id: UUID, group_id: UUID) -> int:
    """How many formal complaints whose consent named the group nobody confirmed yet."""
    waiting = select(func.count()).select_from(Complaint)
    return session.scalar(waiting.where(Complaint.round_id == round_id, waits_for_group(group_id))) or 0


def count_petitions(session: Session, group: Group, state: DeskState | None) -> int:
    return session.scalar(select(func.count()).select_from(Petition).where(*_on_desk(group, state))) or 0


def list_petitions(session: Session, group: Group, state: DeskState | None, *, page: int) -> Sequence[Petition]:
    """A page of the group's documents, the newest first."""
    statement = (
        select(Petition)
        .where(*_on_desk(group, state))
        .options(
            joinedload(Petition.round),
            selectinload(Petition.versions).selectinload(PetitionVersion.exports),
            selectinload(Petition.publications),
        )
        .order_by(Petition.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return session.scalars(statement).all()


def _on_desk(group: Group, state: DeskState | None) -> list[ColumnElement[bool]]:
    frozen = select(PetitionVersion.petition_id)
    handed_in = select(PetitionVersion.petition_id).join(Submission, Submission.version_id == PetitionVersion.id)
    answered = handed_in.where(Submission.state == SubmissionState.ANSWERED)
    asked: dict[DeskState | None, list[ColumnElement[bool]]] = {
        None: [],
        DeskState.DRAFT: [Petition.id.not_in(frozen)],
        DeskState.FROZEN: [Petition.id.in_(frozen), Petition.id.not_in(handed_in)],
        DeskState.HANDED_IN: [Petition.id.in_(handed_in), Petition.id.not_in(answered)],
        DeskState.ANSWERED: [Petition.id.in_(answered)],
    }
    return [Petition.group_id == group.id, *asked[state]]


def get_petition(session: Session, viewer: Viewer, slug: str, petition_id: int) -> Petition:
    """A petition of this group. Raises NotFound."""
    group = get_group(session, viewer, slug)
    found = session.get(Petition, petition_id)
    if found is None or found.group_id != group.id:
        raise NotFound("petition", str(petition_id))
    return found


def lock(session: Session, petition: Petition) -> None:
    """Until the transaction ends nobody else saves or freezes it; it is read anew, with all that hangs on it."""
    session.execute(select(Petition.id).where(Petition.id == petition.id).with_for_update())
    session.expire(petition)


def list_bodies(session: Session, region_code: str, language: str) -> Sequence[Authority]:
    """Authorities of the region, then those of the whole country, each in the Kazakh order of the names shown."""
    name = Authority.kk_nominative if language == "kk" else Authority.ru_nominative
    statement = select(Authority).where(or_(Authority.region_code == region_code, Authority.region_code.is_(None)))
    return session.scalars(statement.order_by(Authority.region_code.is_(None), in_kazakh_order(name))).all()


def find_body(session: Session, slug: str) -> Authority | None:
    return session.scalar(select(Authority).where(Authority.slug == slug))


def get_version(petition: Petition, number: int) -> PetitionVersion:
    """Raises NotFound."""
    for version in petition.versions:
        if version.number == number:
            return version
    raise NotFound("version", str(number))


def newest_version(session: Session, petition_id: int) -> PetitionVersion:
    """Raises NotFound when there is no such petition or nothing was frozen."""
    statement = select(PetitionVersion).where(PetitionVersion.petition_id == petition_id)
    found = session.scalar(statement.order_by(PetitionVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound("version", str(petition_id))
    return found


def list_included(session: Session, version_id: UUID) -> Sequence[VersionComplaint]:
    """The complaints of a frozen version in the order of its register, each with its version that was frozen."""
    included = select(VersionComplaint).where(VersionComplaint.version_id == version_id)
    return session.scalars(
        included.options(joinedload(VersionComplaint.complaint)).order_by(VersionComplaint.position)
    ).all()


def count_included(session: Session, version_id: UUID) -> int:
    """How many complaints the register of a frozen version has, as it was frozen."""
    included = select(func.count()).select_from(VersionComplaint).where(VersionComplaint.version_id == version_id)
    return session.scalar(included) or 0


def list_exports(session: Session, version_id: UUID) -> Sequence[Export]:
    """Kazakh before Russian, official before public before the one for counting."""
    found = session.scalars(select(Export).where(Export.version_id == version_id)).all()
    return sorted(found, key=lambda export: (export.language, tuple(Cut).index(export.cut)))


def is_given_up(session: Session, exports: Sequence[Export]) -> bool:
    """Whether the printing of one of these files failed for good."""
    keys = [f"render:{export.id}" for export in exports]
    return session.scalar(select(exists().where(Job.key.in_(keys), Job.is_dead))) or False


def get_export(version: PetitionVersion, language: LetterLanguage, cut: Cut) -> Export:
    """Raises NotFound."""
    for export in version.exports:
        if (export.language, export.cut) == (language, cut):
            return export
    raise NotFound("export", f"{language}-{cut}")


def hold_export(session: Session, export_id: UUID) -> Export:
    """A file's row as it stands, which nobody else changes until the transaction ends. Raises NoResultFound."""
    return session.get_one(Export, export_id, populate_existing=True, with_for_update=True)


def find_submission(session: Session, petition_id: int) -> Submission | None:
    """The last time a version of the petition was handed in: after a return another one may follow."""
    statement = (
        select(Submission)
        .join(PetitionVersion, PetitionVersion.id == Submission.version_id)
        .where(PetitionVersion.petition_id == petition_id)
        .order_by(Submission.recorded_at.desc(), Submission.id.desc())
        .limit(1)
    )
    return session.scalar(statement)
