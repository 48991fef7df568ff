"""More documents at an authority's desk, as many as a test needs, without the forms that have tests of their own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.deadlines import deadline
from complaints.domain.lifecycle import Channel, RecordedBy, SubmissionEvent, SubmissionState
from complaints.domain.petition import TERM_RULES, PetitionKind
from complaints.models import Authority, HappenedEvent, Petition, PetitionVersion, Round, Submission, new_id
from tests.responses.conftest import Case

TODAY = date(2026, 11, 23)
LINE = re.compile(r"/en/desk/([0-9a-f-]{36})/answer")


def shown(page: str) -> list[str]:
    """The submissions of a page of the list, in its order."""
    return LINE.findall(page)


def day_due_on(wanted: date, kind: PetitionKind = PetitionKind.COMPLAINT) -> date:
    """A day of registration from which the term of this kind ends on the day wanted."""
    for back in range(60):
        day = wanted - timedelta(days=back)
        rule = data.deadline_rules().rule(TERM_RULES[kind], day)
        if deadline(rule, day, data.calendar()).due_on == wanted:
            return day
    raise LookupError(wanted)


def hand_in_another(
    session: Session,
    case: Case,
    *,
    registered_on: date,
    number: str = "",
    kind: PetitionKind = PetitionKind.COMPLAINT,
    round_: Round | None = None,
    authority: Authority | None = None,
    demands: tuple[str, ...] | None = None,
    state: SubmissionState = SubmissionState.REGISTERED,
) -> Submission:
    """Like the case's own document, but of this kind, round, day and number."""
    pattern = session.get_one(PetitionVersion, case.version_id)
    petition = Petition(
        group_id=pattern.petition.group_id,
        round_id=round_.id if round_ else pattern.petition.round_id,
        kind=kind,
        reviewing_body_id=pattern.petition.reviewing_body_id,
        challenged_body_id=pattern.petition.challenged_body_id,
        created_at=pattern.frozen_at,
    )
    session.add(petition)
    session.flush()
    content = pattern.content if demands is None else asking(*demands)
    version = PetitionVersion(
        id=new_id(), petition_id=petition.id, number=1, frozen_at=pattern.frozen_at, content=content,
        content_sha256="0" * 64, representative_enc=b"",
    )  # fmt: skip
    session.add(version)
    session.flush()
    body_id = authority.id if authority else pattern.petition.challenged_body_id
    made = Submission(
        id=new_id(), version_id=version.id, authority_id=body_id, channel=Channel.PAPER, handed_in_on=registered_on,
        outside_number=number, registered_on=registered_on, state=SubmissionState.SUBMITTED,
        recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip
    session.add(made)
    session.flush()
    if state is not SubmissionState.SUBMITTED:
        tell(session, made, SubmissionEvent.REGISTERED, registered_on)
    made.state = state
    session.flush()
    return made


def asking(*demands: str) -> dict[str, Any]:
    letter = {"letter": {"demands": [{"code": code, "label": code, "count": 3} for code in demands]}}
    return {"kk": letter, "ru": letter}


def tell(session: Session, submission: Submission, event: SubmissionEvent, on: date, **values: Any) -> HappenedEvent:
    """One more event that the authority recorded."""
    made = HappenedEvent(
        id=new_id(), submission_id=submission.id, event=event, happened_on=on, recorded_as=RecordedBy.OFFICIAL,
        recorded_at=datetime(2026, 11, 20, tzinfo=UTC), **values,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
