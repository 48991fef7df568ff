"""What happened to a submission as every page and the clock read it: which entry stands, which was put right or denied.

An entry is never edited. A correction by the same side takes its place; an entry of the group that the authority denies
stands beside the authority's own. The clock follows the group's account, because the group holds the papers of what it
recorded; where the authority's account gives another last day, both are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from complaints.answers import standing as standing_answers
from complaints.domain.lifecycle import Happening, RecordedBy, SubmissionEvent
from complaints.models.submissions import Attachment, HappenedEvent, Remark, Response, Submission


@dataclass(frozen=True)
class Told:
    """One recorded event. `corrected_by`: then it is history. `disputes`: what the authority says against it."""

    entry: HappenedEvent
    corrected_by: HappenedEvent | None
    corrects: HappenedEvent | None
    disputes: Sequence[HappenedEvent]
    papers: Sequence[Attachment]

    @property
    def stands(self) -> bool:
        return self.corrected_by is None and not self.entry.is_void

    @property
    def is_by_group(self) -> bool:
        return self.entry.recorded_as is RecordedBy.ORGANISER


def told_of(submission: Submission) -> list[Told]:
    """All entries but those that deny another one, by the day of the event; what was put right is among them."""
    corrections = _corrections(submission)
    known = {entry.id: entry for entry in submission.events}
    disputes = disputes_of(submission)
    return [
        Told(
            entry=entry,
            corrected_by=corrections.get(entry.id),
            corrects=known.get(entry.corrects_id) if entry.corrects_id else None,
            disputes=disputes.get(entry.id, ()),
            papers=[file for file in submission.attachments if file.event_id == entry.id],
        )
        for entry in sorted(submission.events, key=lambda entry: entry.happened_on)
        if entry.disputes_id is None
    ]


def disputes_of(submission: Submission) -> Mapping[UUID, Sequence[HappenedEvent]]:
    """What the authority says against entries of the group, by the id of the event or response; oldest first."""
    found: dict[UUID, list[HappenedEvent]] = {}
    for entry in submission.events:
        if entry.disputes_id is not None:
            found.setdefault(entry.disputes_id, []).append(entry)
    return found


def newest_of(submission: Submission, entry: HappenedEvent) -> HappenedEvent:
    """The entry at the end of the corrections of this one; itself when nothing puts it right."""
    corrections = _corrections(submission)
    while entry.id in corrections:
        entry = corrections[entry.id]
    return entry


def newest(submission: Submission) -> list[HappenedEvent]:
    """The entries that nothing puts right, those that say that nothing happened among them; no denials."""
    corrected = _corrections(submission)
    return [one for one in submission.events if one.id not in corrected and one.disputes_id is None]


def standing(submission: Submission) -> list[HappenedEvent]:
    """The entries that the clock follows, in the order in which they were first recorded."""
    return _standing(submission, RecordedBy.ORGANISER)


def happenings_of(submission: Submission, account: RecordedBy = RecordedBy.ORGANISER) -> list[Happening]:
    """Events and answers as the clock reads them, by one side's account where the two differ."""
    denied = disputes_of(submission) if account is RecordedBy.OFFICIAL else {}
    told = [
        Happening(entry.event, entry.happened_on, entry.until, entry.notified_on)
        for entry in _standing(submission, account)
    ]
    answers = standing_answers(submission.responses)
    said = [denied[answer.id][-1] for answer in answers if answer.id in denied]
    otherwise = [Happening(one.event, one.happened_on) for one in said if not one.is_void]
    return told + otherwise + [answered(answer) for answer in answers if answer.id not in denied]


def answered(response: Response) -> Happening:
    return Happening(SubmissionEvent.ANSWERED, response.responded_on)


def is_disputed(submission: Submission) -> bool:
    """Whether the authority denies something that the group recorded and did not put right itself."""
    open_to_dispute = {entry.id for entry in standing(submission)} | {
        answer.id for answer in standing_answers(submission.responses)
    }
    return any(denied in open_to_dispute for denied in disputes_of(submission))


def newest_remarks(submission: Submission) -> Mapping[str, Mapping[RecordedBy, Remark]]:
    """The newest remark of each side, by the code of the demand."""
    found: dict[str, dict[RecordedBy, Remark]] = {}
    for remark in submission.remarks:
        found.setdefault(remark.demand_code, {})[remark.recorded_as] = remark
    return found


def replaced_remarks(submission: Submission, demand_code: str) -> list[Remark]:
    """Those on a demand that a newer one of the same side took the place of, oldest first."""
    newest = newest_remarks(submission).get(demand_code, {}).values()
    return [one for one in submission.remarks if one.demand_code == demand_code and one not in newest]


def _corrections(submission: Submission) -> Mapping[UUID, HappenedEvent]:
    return {entry.corrects_id: entry for entry in submission.events if entry.corrects_id}


def _standing(submission: Submission, account: RecordedBy) -> list[HappenedEvent]:
    """A correction stands in the place of what it puts right, so that two events of one day keep their order."""
    first = [entry for entry in submission.events if entry.corrects_id is None and entry.disputes_id is None]
    chosen = [newest_of(submission, entry) for entry in first]
    if account is RecordedBy.OFFICIAL:
        disputes = disputes_of(submission)
        chosen = [disputes[entry.id][-1] if entry.id in disputes else entry for entry in chosen]
    return [entry for entry in chosen if not entry.is_void]
