"""What the filer sees of the own complaint: the collective complaints with it, and what became of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.answers import Entry, entries_of
from complaints.domain.petition import PetitionKind
from complaints.filing.following import queries
from complaints.models import Complaint, Petition, PetitionVersion, Submission, VersionComplaint
from complaints.web.clocks import Clock, clock_of
from complaints.wordings import read_words

__all__ = ["Case", "list_cases", "read_words"]


@dataclass(frozen=True)
class Case:
    """One collective complaint with this complaint in it, now or before. `frozen_at` is None as long as the group works
    on it; `left_at` says that the filer left it. It may be handed in without the complaint: then `clock` is None.
    """

    petition_id: int
    group_name: str
    kind: PetitionKind
    frozen_at: datetime | None = None
    left_at: datetime | None = None
    clock: Clock | None = None
    """None until it was handed in with the complaint."""
    went_without: bool = False
    """It was handed in without the complaint."""
    downloads: int = 0
    """How often members of the group took a copy with the filer's name."""
    downloaded_at: datetime | None = None
    """The last time."""
    openings: int = 0
    """How often officials of the authority took it, and the last time."""
    opened_at: datetime | None = None

    @property
    def entries(self) -> Sequence[Entry]:
        """Every recorded answer, the corrected ones too, oldest first."""
        return entries_of(self.clock.submission) if self.clock else ()

    @property
    def can_be_left(self) -> bool:
        """Whether the filer can still step out."""
        return self.left_at is None and self.clock is None and not self.went_without


def list_cases(session: Session, complaint: Complaint, *, now: datetime) -> list[Case]:
    """One case for each collective complaint: the version handed in, else the newest frozen one, else the draft."""
    frozen = queries.list_frozen_with(session, complaint)
    drafts = queries.list_drafts_with(session, complaint)
    left = {petition.id: (petition, left_at) for petition, left_at in queries.list_left_by(session, complaint)}
    petitions: dict[int, Petition] = {version.petition_id: version.petition for version, _row in frozen}
    petitions |= {petition.id: petition for petition, _left_at in left.values()}
    petitions |= {draft.id: draft for draft in drafts}
    submissions = queries.list_submissions_of(session, list(petitions))
    downloads = queries.count_downloads(session, complaint)
    openings = queries.count_openings(session, complaint)
    versions: dict[int, list[tuple[PetitionVersion, VersionComplaint]]] = {}
    for version, row in frozen:
        versions.setdefault(version.petition_id, []).append((version, row))
    return [
        _case(
            petition,
            versions.get(number, []),
            _handed_in(submissions, number, versions.get(number, [])),
            is_chosen=petition in drafts,
            left_at=left[number][1] if number in left else None,
            downloads=downloads.get(number),
            openings=openings.get(number),
            now=now,
        )
        for number, petition in sorted(petitions.items())
    ]


def _handed_in(
    submissions: Sequence[Submission], petition_id: int, versions: Sequence[tuple[PetitionVersion, VersionComplaint]]
) -> Submission | None:
    """The last hand-over of a version with the complaint, else the last of any: after a return another may follow."""
    mine = {version.id for version, _row in versions}
    of_petition = [one for one in submissions if one.version.petition_id == petition_id]
    with_me = [one for one in of_petition if one.version_id in mine]
    chosen = with_me or of_petition
    return chosen[-1] if chosen else None


def _case(
    petition: Petition,
    versions: Sequence[tuple[PetitionVersion, VersionComplaint]],
    submission: Submission | None,
    *,
    is_chosen: bool,
    left_at: datetime | None,
    downloads: tuple[int, datetime] | None,
    openings: tuple[int, datetime] | None,
    now: datetime,
) -> Case:
    """`versions` are the frozen ones with the complaint, newest first."""
    handed_in = [pair for pair in versions if submission and pair[0].id == submission.version_id]
    shown = next(iter(handed_in or versions), None)
    if shown is None:
        gone_without = submission is not None
        return Case(petition.id, petition.group.name, petition.kind, left_at=left_at, went_without=gone_without)
    version, row = shown
    times, last = downloads or (0, None)
    opened, last_opened = openings or (0, None)
    gone = left_at or (None if is_chosen and not handed_in else row.left_at)
    return Case(
        petition_id=petition.id,
        group_name=petition.group.name,
        kind=petition.kind,
        frozen_at=None if is_chosen and row.left_at and not handed_in else version.frozen_at,
        left_at=gone,
        clock=clock_of(submission, now) if submission and handed_in else None,
        went_without=submission is not None and not handed_in,
        downloads=times,
        downloaded_at=last,
        openings=opened,
        opened_at=last_opened,
    )
