"""How a complaint leaves: out of the figures, out of the drafts of collective complaints, out of frozen versions.

Shared by the filer's pages (withdraw, step out, erase, correct), by the pages of those who joined without an own
complaint, and by moderators who join complaints of one person.
What a frozen version printed stays as its hash and its public cut; the files that name people go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from complaints import jobs, tallies
from complaints.confirming import lock, lock_supporter
from complaints.domain.complaint import Departure
from complaints.domain.errors import NotFound, TooLate
from complaints.domain.petition import Cut, ExportState
from complaints.models.base import new_id
from complaints.models.complaints import Complaint
from complaints.models.moderation import PublicText, TextBand
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionComplaint,
    PetitionLeaver,
    PetitionVersion,
    Supporter,
    VersionComplaint,
    VersionSupporter,
)
from complaints.models.submissions import Submission

STRENGTH: Final = (Departure.JOINED, Departure.WITHDRAWN, Departure.ERASED)
"""A later one replaces an earlier one; an earlier one changes nothing that a later one did."""


def leave(
    session: Session, complaint: Complaint, how: Departure, *, now: datetime, joined_to: UUID | None = None
) -> bool:
    """Take the complaint out of the figures and of every draft, and say how it left. Done again, it changes nothing.

    Withdrawn and erased ones also leave the frozen versions and the public texts; a joined one stays there, because its
    person still stands behind it. `joined_to` is the complaint that counts for both. Whether anything changed.
    """
    hold(session, complaint)
    was = departure_of(complaint)
    if was is not None and STRENGTH.index(was) >= STRENGTH.index(how):
        return False
    before = {*tallies.keys_of(complaint), *([tallies.departed(was)] if was else [])}
    _mark(complaint, how, now=now, joined_to=joined_to)
    tallies.move(session, complaint.round_id, before=before, after={tallies.departed(how)})
    session.execute(delete(PetitionComplaint).where(PetitionComplaint.complaint_id == complaint.id))
    if how is not Departure.JOINED:
        _leave_versions(session, complaint, now=now)
        session.execute(delete(PublicText).where(PublicText.complaint_id == complaint.id))
        _compare_no_more(session, complaint, how, now=now)
    session.flush()
    return True


def departure_of(complaint: Complaint) -> Departure | None:
    """How it left, or None as long as it counts."""
    if complaint.erased_at:
        return Departure.ERASED
    if complaint.withdrawn_at:
        return Departure.WITHDRAWN
    return Departure.JOINED if complaint.joined_to_id else None


def step_out(session: Session, petition_id: int, complaint: Complaint, *, now: datetime) -> bool:
    """Take the complaint out of this one petition for good. Done again, it changes nothing. Whether anything changed.

    Raises TooLate once the petition was handed in, NotFound when the complaint is not in it.
    """
    hold(session, complaint)
    if session.get(PetitionLeaver, (petition_id, complaint.id)) is not None:
        return False
    if petition_id not in _petitions_with(session, complaint.id):
        raise NotFound("petition", str(petition_id))
    if was_handed_in(session, petition_id):
        raise TooLate
    session.add(PetitionLeaver(petition_id=petition_id, complaint_id=complaint.id, left_at=now))
    session.execute(
        delete(PetitionComplaint).where(
            PetitionComplaint.petition_id == petition_id, PetitionComplaint.complaint_id == complaint.id
        )
    )
    _leave_versions(session, complaint, now=now, petition_id=petition_id)
    session.flush()
    return True


def leave_petitions(session: Session, complaint: Complaint, *, now: datetime) -> None:
    """Take the complaint out of every draft and frozen version, because its person no longer agrees to stand there.

    Who agrees again later can be chosen again.
    """
    hold(session, complaint)
    session.execute(delete(PetitionComplaint).where(PetitionComplaint.complaint_id == complaint.id))
    _leave_versions(session, complaint, now=now)
    session.flush()


def hold(session: Session, complaint: Complaint) -> None:
    """Until the transaction ends nobody else changes the complaint, nor freezes or hands in what it stands in.

    Petitions are locked before complaints, everywhere and in one order, so that two never wait crosswise.
    """
    petitions = select(Petition.id).where(Petition.id.in_(_petitions_with(session, complaint.id)))
    session.execute(petitions.order_by(Petition.id).with_for_update()).all()
    lock(session, complaint)


def was_handed_in(session: Session, petition_id: int) -> bool:
    """Whether any version of the petition was handed to an authority."""
    handed_in = select(Submission.id).join(PetitionVersion).where(PetitionVersion.petition_id == petition_id)
    return session.scalar(handed_in.limit(1)) is not None


def leave_as_supporter(session: Session, supporter: Supporter, how: Departure, *, now: datetime) -> bool:
    """Take somebody without an own complaint out of the next freeze and of every frozen version, whose files with names
    go. Withdrawn or erased; done again, it changes nothing. Whether anything changed.
    """
    hold_supporter(session, supporter)
    if supporter.erased_at is not None or (how is Departure.WITHDRAWN and supporter.withdrawn_at is not None):
        return False
    if how is Departure.ERASED:
        supporter.erased_at = now
    else:
        supporter.withdrawn_at = now
    mine = (VersionSupporter.supporter_id == supporter.id, VersionSupporter.left_at.is_(None))
    version_ids = session.scalars(select(VersionSupporter.version_id).where(*mine)).all()
    if version_ids:
        session.execute(update(VersionSupporter).where(*mine).values(left_at=now))
        _remove_official_files(session, version_ids, now=now)
    session.flush()
    return True


def hold_supporter(session: Session, supporter: Supporter) -> None:
    """As `hold`: the petition first, then the row."""
    petition = select(Petition.id).where(Petition.id == supporter.petition_id)
    session.execute(petition.with_for_update()).all()
    lock_supporter(session, supporter)


def _mark(complaint: Complaint, how: Departure, *, now: datetime, joined_to: UUID | None) -> None:
    if how is Departure.JOINED:
        complaint.joined_to_id = joined_to or new_id()
    elif how is Departure.WITHDRAWN:
        complaint.withdrawn_at = now
    else:
        complaint.erased_at = now


def _compare_no_more(session: Session, complaint: Complaint, how: Departure, *, now: datetime) -> None:
    """What was like it is compared among itself by a job, and what was joined with it counts for itself again."""
    session.execute(delete(TextBand).where(TextBand.complaint_id == complaint.id))
    key = f"compare:{complaint.id}:{how.value}"
    jobs.enqueue(session, "moderation.compare", {"complaint_id": str(complaint.id)}, now=now, key=key)


def _petitions_with(session: Session, complaint_id: UUID) -> Sequence[int]:
    """The petitions that have the complaint in their draft or in a frozen version."""
    chosen = select(PetitionComplaint.petition_id).where(PetitionComplaint.complaint_id == complaint_id)
    frozen = select(PetitionVersion.petition_id).join(VersionComplaint)
    both = chosen.union(frozen.where(VersionComplaint.complaint_id == complaint_id))
    return sorted(session.scalars(both))


def _leave_versions(session: Session, complaint: Complaint, *, now: datetime, petition_id: int | None = None) -> None:
    """Mark the complaint as gone in its frozen versions, of one petition or of all, and remove the files with names."""
    versions = select(PetitionVersion.id).join(VersionComplaint).where(VersionComplaint.complaint_id == complaint.id)
    if petition_id is not None:
        versions = versions.where(PetitionVersion.petition_id == petition_id)
    version_ids = session.scalars(versions.where(VersionComplaint.left_at.is_(None))).all()
    if not version_ids:
        return
    session.execute(
        update(VersionComplaint)
        .where(VersionComplaint.version_id.in_(version_ids), VersionComplaint.complaint_id == complaint.id)
        .values(left_at=now)
    )
    _remove_official_files(session, version_ids, now=now)


def _remove_official_files(session: Session, version_ids: Iterable[UUID], *, now: datetime) -> None:
    """Also those that are still to be printed: the printer looks at the state again before it keeps a file."""
    official = select(Export).where(Export.version_id.in_(list(version_ids)), Export.cut == Cut.OFFICIAL)
    official = official.where(Export.state != ExportState.REMOVED).order_by(Export.id).with_for_update()
    for export in session.scalars(official.execution_options(populate_existing=True)):
        key, export.state, export.storage_key = export.storage_key, ExportState.REMOVED, None
        if key is not None:
            jobs.enqueue(session, "storage.delete", {"key": key}, now=now, key=f"delete:{key}")
