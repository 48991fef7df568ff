"""The group's desk: each collective complaint with its state and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from complaints import supporting
from complaints.domain.petition import DeskState, ExportState
from complaints.models.accounts import Group
from complaints.models.petitions import Export, Petition, PetitionVersion
from complaints.models.rounds import Round
from complaints.models.submissions import Submission
from complaints.petitions import queries
from complaints.petitions.actions import count_joined
from complaints.web.clocks import Clock, clock_of

LONG_WAIT: Final = timedelta(minutes=10)
"""After this a file that is not ready is called late: our choice, a petition of some hundreds takes seconds."""


@dataclass(frozen=True)
class RoundLine:
    round: Round
    collected: int
    eligible: int
    unconfirmed: int
    """Formal ones whose consent named the group and whose authors were not reached yet."""


@dataclass(frozen=True)
class Card:
    petition: Petition
    newest: PetitionVersion | None
    """None: still a draft."""
    progress: Progress | None
    submission: Submission | None
    clock: Clock | None
    """Of the submission."""
    somebody_left: bool
    """Somebody in the newest version left it."""
    joined: int
    """Who joined without an own complaint and counts today."""
    joined_waiting: int
    """Who joined and was not reached yet."""


@dataclass(frozen=True)
class Sheet:
    """A page of the list."""

    cards: Sequence[Card]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class Progress:
    """How far the files of a version are."""

    files: Sequence[Export]
    is_late: bool
    is_given_up: bool
    """The printing of a file failed for good; the administrator of the site was told and can start it again."""

    @property
    def done(self) -> int:
        return sum(export.state is ExportState.DONE for export in self.files)

    @property
    def left(self) -> int:
        return sum(export.state is ExportState.QUEUED for export in self.files)

    @property
    def total(self) -> int:
        """Without those that were removed."""
        return self.done + self.left

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def list_rounds(session: Session, group: Group) -> list[RoundLine]:
    return [
        RoundLine(
            round_,
            sum(queries.count_by_role(session, round_.id).values()),
            queries.count_eligible(session, round_.id, group.id),
            queries.count_unconfirmed(session, round_.id, group.id),
        )
        for round_ in queries.list_rounds(session, group)
    ]


def list_cards(session: Session, group: Group, state: DeskState | None, *, page: int, now: datetime) -> Sheet:
    """Newest first, a page of them; pages are counted from 1."""
    total = queries.count_petitions(session, group, state)
    pages = max(1, -(-total // queries.PAGE))
    number = min(max(page, 1), pages)
    cards = [_card(session, one, now=now) for one in queries.list_petitions(session, group, state, page=number)]
    return Sheet(cards, total, number, pages)


def _card(session: Session, petition: Petition, *, now: datetime) -> Card:
    newest = petition.versions[-1] if petition.versions else None
    submission = queries.find_submission(session, petition.id)
    return Card(
        petition=petition,
        newest=newest,
        progress=progress_of(session, newest, now=now) if newest else None,
        submission=submission,
        clock=clock_of(submission, now) if submission else None,
        somebody_left=newest is not None and bool(queries.list_leavers(session, newest.id)),
        joined=count_joined(session, petition),
        joined_waiting=supporting.count_waiting(session, petition.id),
    )


def progress_of(session: Session, version: PetitionVersion, *, now: datetime) -> Progress:
    files = queries.list_exports(session, version.id)
    is_late = any(export.state is ExportState.QUEUED and now - export.queued_at > LONG_WAIT for export in files)
    is_given_up = any(export.state is ExportState.QUEUED for export in files) and queries.is_given_up(session, files)
    return Progress(files, is_late, is_given_up)
