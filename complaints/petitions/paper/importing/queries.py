"""What a list holds, and everybody its rows are compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from complaints import supporting
from complaints.cipher import Cipher
from complaints.domain.errors import NotFound
from complaints.domain.paper import PaperSource, PaperState, RowReason, RowState
from complaints.models.complaints import Complaint
from complaints.models.paper import PaperImport, PaperRow
from complaints.models.petitions import PetitionVersion, Supporter, VersionComplaint
from complaints.paper import counts_for, open_text
from complaints.petitions.paper.importing.judging import Known

PAGE: Final = 50
WAITS: Final = timedelta(days=30)
"""How long a list may wait to be accepted before it is forgotten: it holds people. Our choice."""


def get_import(session: Session, version_id: UUID, import_id: UUID) -> PaperImport:
    """Raises NotFound."""
    found = session.get(PaperImport, import_id)
    if found is None or found.version_id != version_id:
        raise NotFound("list", str(import_id))
    return found


def find_waiting_file(session: Session, version_id: UUID, file_sha256: str) -> PaperImport | None:
    """The same file, brought before and not decided yet."""
    same = and_(PaperImport.version_id == version_id, PaperImport.file_sha256 == file_sha256)
    return session.scalars(select(PaperImport).where(same, PaperImport.state == PaperState.WAITING)).first()


def find_typed(session: Session, version_id: UUID, account_id: UUID | None) -> PaperImport | None:
    """The list that this person is typing."""
    typed = select(PaperImport).where(
        PaperImport.version_id == version_id,
        PaperImport.source == PaperSource.TYPED,
        PaperImport.state == PaperState.WAITING,
        PaperImport.started_by == account_id,
    )
    return session.scalars(typed.order_by(PaperImport.started_at)).first()


def count_rows(session: Session, import_id: UUID) -> Mapping[RowState, int]:
    """How many rows of each state."""
    counted = select(PaperRow.state, func.count()).where(PaperRow.import_id == import_id).group_by(PaperRow.state)
    found = dict(session.execute(counted).all())
    return {state: found.get(state, 0) for state in RowState}


def count_reasons(session: Session, import_id: UUID, states: Collection[RowState]) -> Mapping[RowReason, int]:
    """Why rows of these states are what they are, in the order of the reasons."""
    counted = (
        select(PaperRow.reason, func.count())
        .where(PaperRow.import_id == import_id, PaperRow.state.in_(states), PaperRow.reason.is_not(None))
        .group_by(PaperRow.reason)
    )
    found = dict(session.execute(counted).all())
    return {reason: found[reason] for reason in RowReason if reason in found}


def list_rows(session: Session, import_id: UUID, states: Collection[RowState], *, page: int) -> Sequence[PaperRow]:
    """A page of the rows of these states, in the order of the list."""
    found = select(PaperRow).where(PaperRow.import_id == import_id, PaperRow.state.in_(states))
    ordered = found.order_by(PaperRow.line, PaperRow.id).limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(ordered).all()


def list_latest(session: Session, import_id: UUID, *, page: int) -> Sequence[PaperRow]:
    """A page of all rows, the one typed last first."""
    found = select(PaperRow).where(PaperRow.import_id == import_id)
    ordered = found.order_by(PaperRow.line.desc(), PaperRow.id).limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(ordered).all()


def list_all_rows(session: Session, import_id: UUID) -> Sequence[PaperRow]:
    found = select(PaperRow).where(PaperRow.import_id == import_id)
    return session.scalars(found.order_by(PaperRow.line, PaperRow.id)).all()


def next_line(session: Session, import_id: UUID) -> int:
    last = session.scalar(select(func.max(PaperRow.line)).where(PaperRow.import_id == import_id))
    return (last or 0) + 1


def sum_counts(session: Session, version_id: UUID) -> Mapping[str, int]:
    """What the accepted lists of a version counted together, by state and by reason."""
    total: dict[str, int] = {}
    accepted = and_(PaperImport.version_id == version_id, PaperImport.state == PaperState.ACCEPTED)
    for counts in session.scalars(select(PaperImport.counts).where(accepted)):
        for name, number in (counts or {}).items():
            total[name] = total.get(name, 0) + number
    return total


def count_online(session: Session, version: PetitionVersion) -> int:
    """Who is on the site: complaints of the version that nobody took back, and those who joined and count."""
    filed = select(func.count()).select_from(VersionComplaint)
    still = filed.where(VersionComplaint.version_id == version.id, VersionComplaint.left_at.is_(None))
    return (session.scalar(still) or 0) + supporting.count_counted(session, version.petition_id)


def known_people(session: Session, version: PetitionVersion, cipher: Cipher) -> Iterator[Known]:
    """Everybody on the site and everybody on accepted paper of this version, decrypted."""
    yield from _filed(session, version, cipher)
    yield from _joined(session, version, cipher)
    accepted = select(PaperRow).join(PaperImport, PaperImport.id == PaperRow.import_id).where(counts_for(version.id))
    for row in session.scalars(accepted.order_by(PaperRow.sheet, PaperRow.place, PaperRow.id)):
        yield known_row(row, cipher)


def known_row(row: PaperRow, cipher: Cipher) -> Known:
    return Known(
        key=f"{row.sheet}/{row.place}",
        full_name=open_text(row, "full_name", cipher),
        address=open_text(row, "postal_address", cipher),
        iin=row.iin_index,
        phone=row.phone_index,
        place=(row.sheet or 0, row.place or 0),
    )


def _filed(session: Session, version: PetitionVersion, cipher: Cipher) -> Iterator[Known]:
    columns = (
        Complaint.id, Complaint.number, Complaint.full_name_enc, Complaint.postal_address_enc, Complaint.phone_enc,
        Complaint.iin_index,
    )  # fmt: skip
    included = (
        select(*columns)
        .join(VersionComplaint, VersionComplaint.complaint_id == Complaint.id)
        .where(VersionComplaint.version_id == version.id, VersionComplaint.left_at.is_(None))
        .order_by(VersionComplaint.position)
    )
    for row in session.execute(included):
        yield _known("complaints", row, cipher)


def _joined(session: Session, version: PetitionVersion, cipher: Cipher) -> Iterator[Known]:
    columns = (
        Supporter.id, Supporter.number, Supporter.full_name_enc, Supporter.postal_address_enc, Supporter.phone_enc,
        Supporter.iin_index,
    )  # fmt: skip
    counted = select(*columns).where(supporting.counts(version.petition_id))
    for row in session.execute(counted.order_by(Supporter.joined_at, Supporter.number)):
        yield _known("supporters", row, cipher)


def _known(table: str, row: Any, cipher: Cipher) -> Known:
    row_id, number, name, address, phone, iin_index = row

    def opened(column: str, sealed: bytes | None) -> str:
        return "" if sealed is None else cipher.decrypt(table, column, row_id, sealed)

    said = opened("phone", phone)
    return Known(
        key=number,
        full_name=opened("full_name", name),
        address=opened("postal_address", address),
        iin=iin_index,
        phone=cipher.blind_index("phone", said) if said else None,
    )
