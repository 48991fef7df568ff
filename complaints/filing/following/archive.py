"""Everything held about one complaint as one ZIP: the values as JSON, then the files.

Made while it is sent, file by file, so that a hundred megabytes need the memory of one file. What the JSON says was
read before; the storage is asked during the sending, and a file that it does not give is named as missing.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import RawIOBase
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from complaints import answers
from complaints.cipher import Cipher
from complaints.domain.evidence import ENDINGS, EvidenceState
from complaints.filing.contact.reading import contact_of
from complaints.filing.evidence import contents
from complaints.filing.evidence import queries as files
from complaints.filing.following import queries
from complaints.filing.following.reading import Case, list_cases
from complaints.models import Complaint, EvidenceFile
from complaints.storage import Storage, StorageAway
from complaints.wordings import read_version, values_of

Read = Callable[[], bytes]
Moment = tuple[int, int, int, int, int, int]
FORMAT: Final = 1
"""Grows when the meaning of a key changes."""


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    name: str
    read: Read


class _Pipe(RawIOBase):
    """Where the archive is written to: what came since the last look is taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def send_archive(said: Mapping[str, Any], entries: Sequence[Entry], *, now: datetime) -> Iterator[bytes]:
    """The bytes of the ZIP, piece by piece."""
    pipe = _Pipe()
    moment = (now.year, now.month, now.day, now.hour, now.minute, now.second)
    with zipfile.ZipFile(pipe, "w") as archive:
        _add(archive, "complaint.json", json.dumps(said, ensure_ascii=False, indent=2).encode(), moment)
        yield pipe.take()
        for entry in entries:
            try:
                _add(archive, entry.name, entry.read(), moment)
            except (FileNotFoundError, StorageAway):
                _add(archive, f"{entry.name}.missing", b"", moment)
            yield pipe.take()
    yield pipe.take()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, moment: Moment) -> None:
    """JSON is packed; pictures and PDF are small already."""
    info = zipfile.ZipInfo(name, date_time=moment)
    info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".json") else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    archive.writestr(info, data)


def list_entries(session: Session, complaint: Complaint, *, cipher: Cipher, storage: Storage) -> list[Entry]:
    """The files as they were attached, and the clean copies where there are any, under names that say nothing."""
    rows = files.list_rows(session, EvidenceFile.complaint_id == complaint.id)
    return [
        entry
        for place, row in enumerate(rows, start=1)
        for entry in _entries_of(row, place, cipher=cipher, storage=storage)
    ]


def _entries_of(row: EvidenceFile, place: int, *, cipher: Cipher, storage: Storage) -> Iterator[Entry]:
    ending = ENDINGS[row.kind]
    yield Entry(
        f"evidence/{place}-original.{ending}", lambda: contents.read_original(row, cipher=cipher, storage=storage)
    )
    if row.state is EvidenceState.READY:
        yield Entry(
            f"evidence/{place}-clean.{ending}", lambda: contents.read_clean(row, cipher=cipher, storage=storage)
        )


def collect(session: Session, complaint: Complaint, *, cipher: Cipher, now: datetime) -> dict[str, Any]:
    """Everything held in the database, as plain values in English codes; times in UTC, ISO 8601.

    Marks of possible duplicates are not told: they would say whether somebody else complained.
    """
    said = {
        "format": FORMAT,
        "downloaded_at": now,
        "number": complaint.number,
        "round": complaint.round.slug,
        "filed_at": complaint.filed_at,
        "version": complaint.version,
        "corrected_at": complaint.corrected_at,
        "withdrawn_at": complaint.withdrawn_at,
        "counted_with_another_of_yours": complaint.joined_to_id is not None,
        "said_the_same_as_another": complaint.joins_id is not None,
        "from_busy_network": complaint.from_busy_network,
        "answers": values_of(complaint, cipher),
        "earlier_versions": [
            {
                "version": version.number,
                "replaced_at": version.replaced_at,
                "answers": read_version(version, cipher),
            }
            for version in complaint.earlier
        ],
        "own_appeal": _own(complaint, cipher),
        **_reached(session, complaint),
        **_moderated(session, complaint),
        "collective_complaints": [_told(case) for case in list_cases(session, complaint, now=now)],
        "evidence": [_described(file) for file in files.list_of_complaint(session, complaint, cipher=cipher)],
    }
    plain: dict[str, Any] = _plain(said)
    return plain


def _own(complaint: Complaint, cipher: Cipher) -> Mapping[str, Any] | None:
    if complaint.own_number_enc is None:
        return None
    return {
        "number": cipher.decrypt("complaints", "own_number", complaint.id, complaint.own_number_enc),
        "kind": complaint.own_kind,
        "registered_on": complaint.own_registered_on,
    }


def _reached(session: Session, complaint: Complaint) -> Mapping[str, Any]:
    contact = contact_of(session, complaint)
    confirmation = contact.confirmation
    return {
        "confirmation": {
            "by": confirmation.by,
            "at": confirmation.confirmed_at,
            "group": contact.group_name,
        }
        if confirmation
        else None,
        "looks": [{"group": look.group_name, "at": look.at, "what": look.what} for look in contact.looks],
        "mails": [
            {"kind": mail.template, "queued_at": mail.created_at, "sent_at": mail.sent_at}
            for mail in queries.list_mails(session, complaint)
        ],
        "links": [
            {"purpose": link.purpose, "sent_at": link.created_at, "good_until": link.expires_at}
            for link in queries.list_links(session, complaint)
        ],
    }


def _moderated(session: Session, complaint: Complaint) -> Mapping[str, Any]:
    text = queries.find_public_text(session, complaint)
    return {
        "public_text": {
            "state": text.state,
            "reason": text.reason,
            "queued_at": text.queued_at,
            "released_at": text.released_at,
            "released": text.released,
        }
        if text
        else None,
        "moderation": [
            {
                "decision": decision.decision,
                "reason": decision.reason,
                "version": decision.complaint_version,
                "at": decision.decided_at,
            }
            for decision in queries.list_decisions(session, complaint)
        ],
    }


def _told(case: Case) -> Mapping[str, Any]:
    submission = case.clock.submission if case.clock else None
    return {
        "group": case.group_name,
        "kind": case.kind,
        "downloads_of_the_official_copy": case.downloads,
        "last_downloaded_at": case.downloaded_at,
        "downloads_by_the_authority": case.openings,
        "last_downloaded_by_the_authority_at": case.opened_at,
        "frozen_at": case.frozen_at,
        "left_at": case.left_at,
        "handed_in_without_it": case.went_without,
        "handed_in_on": submission.handed_in_on if submission else None,
        "handed_in_to": submission.authority.slug if submission else None,
        "number_there": submission.outside_number if submission else None,
        "answer_due_on": case.clock.due_on if case.clock else None,
        "answers": [_answered(entry) for entry in case.entries],
    }


def _answered(entry: answers.Entry) -> Mapping[str, Any]:
    answer = entry.response
    return {
        "recorded_as": answer.recorded_as,
        "recorded_at": answer.recorded_at,
        "stands": entry.stands,
        "number": answer.number,
        "responded_on": answer.responded_on,
        "summary": answer.summary,
        "outcomes": {row.demand_code: row.outcome for row in answer.outcomes},
    }


def _described(file: files.Attached) -> Mapping[str, Any]:
    return {
        "place": file.place,
        "name": file.name,
        "kind": file.kind,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "state": file.state,
        "fault": file.fault,
        "looks_like_identity": file.looks_like_identity,
        "added_at": file.added_at,
    }


def _plain(value: Any) -> Any:
    """Fit for JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum | UUID) else value
