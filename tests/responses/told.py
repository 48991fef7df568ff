"""Recording what happened by the forms, and reading it back."""

from __future__ import annotations

from typing import Any

import html5lib
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.petition import PetitionKind
from complaints.models import HappenedEvent, Submission
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in


def text_of(page: str) -> str:
    """The words of a page, one space between them."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.find("body").itertext()).split())


def events(session: Session) -> list[HappenedEvent]:
    session.expire_all()
    return list(session.scalars(select(HappenedEvent).order_by(HappenedEvent.recorded_at, HappenedEvent.id)))


def send(client: CheckedClient, page: str, **changes: Any) -> Any:
    """Open the form of an event, fill it and send it."""
    values = filled_in(client.get(page).get_data(as_text=True), page).to_dict()
    values.pop("papers", None)
    return client.post(page, data={**values, **changes})


def as_appeal(session: Session, submission: Submission) -> None:
    submission.version.petition.kind = PetitionKind.APPEAL
    session.commit()


def desk(submission: Submission) -> str:
    return f"/en/desk/{submission.id}/"
