"""What a complaint said, now and before each correction, as plain values.

Shared by those who correct it, those who hand its data to its filer, and by the collective complaint, which prints the
wording that was frozen. Earlier wordings lie encrypted as JSON in `complaint_versions`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.cipher import Cipher
from complaints.models.base import new_id
from complaints.models.complaints import Complaint, ComplaintVersion

Values = Mapping[str, Any]
TABLE: Final = "complaints"
SEALED: Final = (
    "full_name", "iin", "organisation", "bin", "postal_address", "phone", "email", "locality_other", "narrative",
)  # fmt: skip
PLAIN: Final = (
    "role", "mode", "language", "learned_from", "screen_result", "children_count", "locality_code", "is_late",
    "consent_processing", "consent_petition", "consent_publish",
)  # fmt: skip
TIMES: Final = ("learned_at", "attempted_at")


def read_words(complaint: Complaint, cipher: Cipher) -> dict[str, str]:
    """The complaint's encrypted values in plain, by column; what was not said is missing."""
    sealed = {column: getattr(complaint, f"{column}_enc") for column in SEALED}
    return {
        column: cipher.decrypt(TABLE, column, complaint.id, kept) for column, kept in sealed.items() if kept is not None
    }


def values_of(complaint: Complaint, cipher: Cipher) -> dict[str, Any]:
    """All answers as they stand, fit for JSON: times in ISO 8601 with their zone, what was not said as null."""
    times = {name: getattr(complaint, name) for name in TIMES}
    words = read_words(complaint, cipher)
    return {
        **{name: getattr(complaint, name) for name in PLAIN},
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
        **{name: words.get(name) for name in SEALED},
        "grounds": [row.code for row in complaint.grounds],
        "demands": [row.code for row in complaint.demands],
        "named_groups": sorted(str(row.group_id) for row in complaint.named_groups),
    }


def keep_version(session: Session, complaint: Complaint, values: Values, cipher: Cipher, *, now: datetime) -> None:
    """Lay these values aside, encrypted, as those of the complaint's version that is about to end."""
    row_id = new_id()
    content = json.dumps(values, ensure_ascii=False)
    complaint.earlier.append(
        ComplaintVersion(
            id=row_id,
            number=complaint.version,
            content_enc=cipher.encrypt("complaint_versions", "content", row_id, content),
            replaced_at=now,
        )
    )
    session.flush()


def read_version(version: ComplaintVersion, cipher: Cipher) -> Values:
    """What an earlier wording said, as `values_of` gave it."""
    values: Values = json.loads(cipher.decrypt("complaint_versions", "content", version.id, version.content_enc))
    return values


def words_at(complaint: Complaint, number: int, cipher: Cipher) -> Mapping[str, str]:
    """The encrypted values in plain as the version with this number had them. Raises LookupError when it is gone."""
    if complaint.version == number:
        return read_words(complaint, cipher)
    for version in complaint.earlier:
        if version.number == number:
            values = read_version(version, cipher)
            return {column: values[column] for column in SEALED if values[column] is not None}
    raise LookupError(number)
