"""The answers to one submission as every page reads them: which entry stands, which was put right by which.

An entry is never edited. A correction is an entry of its own by the same side and points to the one it puts right.
The authority and the group stand beside each other: what one side records never takes the place of the other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from complaints.domain.answering import language_fits
from complaints.domain.complaint import LetterLanguage
from complaints.domain.evidence import EvidenceState
from complaints.domain.lifecycle import AttachmentKind, Outcome, RecordedBy
from complaints.models.submissions import Attachment, Response, Submission


@dataclass(frozen=True)
class Entry:
    """One recorded answer. `corrected_by` is the entry that puts it right: then this one is history."""

    response: Response
    corrected_by: Response | None
    corrects: Response | None
    scans: Sequence[Attachment]

    @property
    def stands(self) -> bool:
        return self.corrected_by is None

    @property
    def language_fits(self) -> bool:
        """Whether the answer is in Kazakh or in a language of what was handed in."""
        if self.response.language is LetterLanguage.KK:  # the letters need not be read for it
            return True
        return language_fits(self.response.language, self.response.submission.version.letter_languages)

    @property
    def is_by_group(self) -> bool:
        return self.response.recorded_as is RecordedBy.ORGANISER


def entries_of(submission: Submission) -> list[Entry]:
    """Oldest recorded first, the corrected ones too."""
    known = {response.id: response for response in submission.responses}
    corrections = {response.corrects_id: response for response in submission.responses if response.corrects_id}
    return [
        Entry(
            response=response,
            corrected_by=corrections.get(response.id),
            corrects=known.get(response.corrects_id) if response.corrects_id else None,
            scans=[
                file
                for file in submission.attachments
                if file.response_id == response.id and file.purpose is AttachmentKind.SCAN
            ],
        )
        for response in sorted(submission.responses, key=_as_recorded)
    ]


def newest_of(submission: Submission, response: Response) -> Response:
    """The entry that stands at the end of the corrections of this one; itself when nothing puts it right."""
    corrections = {known.corrects_id: known for known in submission.responses if known.corrects_id}
    while response.id in corrections:
        response = corrections[response.id]
    return response


def proofs_of(submission: Submission) -> list[Attachment]:
    """The files that show the hand-over, in the order of adding."""
    return [file for file in submission.attachments if file.purpose is AttachmentKind.PROOF]


def is_ready(file: Attachment) -> bool:
    """Whether there is a clean copy to give out."""
    return file.state is EvidenceState.READY


def standing(responses: Iterable[Response]) -> list[Response]:
    """The entries that no other one puts right, by the date of the answer."""
    known = list(responses)
    corrected = {response.corrects_id for response in known}
    return sorted((response for response in known if response.id not in corrected), key=_as_answered)


def first_answer(responses: Iterable[Response]) -> Response | None:
    """The earliest answer that stands, whoever recorded it: the group may hold it before the official records it."""
    return next(iter(standing(responses)), None)


def outcomes(responses: Iterable[Response]) -> Mapping[str, Mapping[RecordedBy, Outcome]]:
    """For each demand what the newest answer that stands says of it, for each side that recorded one."""
    found: dict[str, dict[RecordedBy, Outcome]] = {}
    for response in standing(responses):
        for row in response.outcomes:
            found.setdefault(row.demand_code, {})[response.recorded_as] = row.outcome
    return found


def _as_recorded(response: Response) -> tuple[datetime, UUID]:
    return response.recorded_at, response.id


def _as_answered(response: Response) -> tuple[date, datetime, UUID]:
    return response.responded_on, response.recorded_at, response.id
