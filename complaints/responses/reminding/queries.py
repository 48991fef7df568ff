"""What runs, a batch at a time, and who follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from complaints.domain.lifecycle import ENDED
from complaints.models.accounts import Account
from complaints.models.petitions import Petition, PetitionVersion
from complaints.models.submissions import Response, Submission
from complaints.responses import queries

BATCH: Final = 200


def iterate_running(session: Session) -> Iterator[Submission]:
    """Everything whose review runs, in the order of the ids, with all that its clock reads."""
    statement = (
        select(Submission)
        .where(Submission.state.not_in(ENDED))
        .options(
            joinedload(Submission.version).defer(PetitionVersion.content),
            joinedload(Submission.version).joinedload(PetitionVersion.petition).joinedload(Petition.group),
            selectinload(Submission.responses).selectinload(Response.outcomes),
            selectinload(Submission.events),
        )
        .order_by(Submission.id)
        .limit(BATCH)
    )
    found = session.scalars(statement).all()
    while found:
        yield from found
        found = session.scalars(statement.where(Submission.id > found[-1].id)).all()


def list_following(session: Session, submission: Submission) -> Sequence[tuple[Account, str]]:
    """The members of the group and the officials of the body that has it now, each with the page that they open."""
    petition = submission.version.petition
    in_group = f"groups/{petition.group.slug}/petitions/{petition.id}/submission"
    members = [(account, in_group) for account in queries.list_members(session, petition.group_id)]
    officials = queries.list_officials(session, submission.held_by_id)
    return [*members, *((account, f"desk/{submission.id}/") for account in officials)]
