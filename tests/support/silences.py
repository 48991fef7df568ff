"""A group's document frozen by the forms, handed in and left without an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.petition import PetitionKind
from complaints.models import Petition, Submission
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.planted import GROUP, ROUND

LATER: Final = datetime(2027, 1, 18, 5, tzinfo=UTC)
"""A Monday after the last day of whatever was handed in on 23 November 2026."""
PERSON: Final = {"representative_name": "Үлгі Әсел Маратқызы", "representative_address": "130000, Ақтау қаласы, 5-үй"}


def draft_at(petition_id: int, lang: str = "en") -> str:
    return f"/{lang}/groups/{GROUP}/petitions/{petition_id}/"


def start(client: CheckedClient, session: Session, kind: PetitionKind, *, about: str = "") -> int:
    """A draft of this kind as the form proposes it; its id."""
    query = f"&kind={kind}&about={about}" if about else ""
    answer = fill_and_send(client, f"/en/groups/{GROUP}/petitions/new?round={ROUND}{query}", {"kind": kind.value})
    assert answer.status_code == 303
    session.rollback()
    return session.scalars(select(Petition.id).order_by(Petition.id.desc()).limit(1)).one()


def freeze(client: CheckedClient, session: Session, kind: PetitionKind, *, about: str = "") -> int:
    """The id of a new document of this kind, frozen as proposed."""
    number = start(client, session, kind, about=about)
    assert fill_and_send(client, draft_at(number), PERSON).status_code == 303
    page = f"{draft_at(number)}freeze"
    assert client.post(page, data=filled_in(client.get(page).get_data(as_text=True), page)).status_code == 303
    session.rollback()
    return number


def hand_in(client: CheckedClient, session: Session, petition_id: int, **typed: str) -> Submission:
    """Hand in what is frozen today, to the body that the form proposes."""
    page = f"{draft_at(petition_id)}submission"
    values = filled_in(client.get(page).get_data(as_text=True), page).to_dict()
    values.pop("proof", None)
    given = {"channel": "eotinish", "outside_number": "ЖТ-2026-17"}
    assert client.post(page, data={**values, **given, **typed}).status_code == 303
    session.rollback()
    newest = select(Submission).order_by(Submission.recorded_at.desc(), Submission.id.desc()).limit(1)
    return session.scalars(newest).one()


def leave_unanswered(client: CheckedClient, session: Session, kind: PetitionKind, **typed: str) -> Submission:
    """Something of this kind handed in today that nobody will answer."""
    return hand_in(client, session, freeze(client, session, kind), **typed)
