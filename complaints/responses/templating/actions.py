"""Keeping the answer templates of an authority. The caller commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy.orm import Session

from complaints.domain.access import Viewer, may_answer_for
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, StaleVersion
from complaints.models.base import new_id
from complaints.models.submissions import AnswerTemplate
from complaints.responses.templating import queries

MICROSECONDS: Final = 1_000_000
log = structlog.get_logger()


@dataclass(frozen=True)
class TemplateDraft:
    """A template as its official gives it."""

    language: LetterLanguage
    title: str
    text: str


def edit_number(template: AnswerTemplate) -> int:
    """Which edit this is: the moment of the last change, in microseconds."""
    return round(template.changed_at.timestamp() * MICROSECONDS)


def create_template(session: Session, *, viewer: Viewer, draft: TemplateDraft, now: datetime) -> AnswerTemplate:
    """Sent twice, it is kept once. Raises Forbidden for who has no authority."""
    if viewer.authority_id is None or not may_answer_for(viewer, viewer.authority_id):
        raise Forbidden
    made = AnswerTemplate(
        id=new_id(), authority_id=viewer.authority_id, changed_by=viewer.account_id, changed_at=now, **vars(draft)
    )
    known = queries.find_same(session, viewer, made)
    if known is not None:
        return known
    session.add(made)
    session.flush()
    log.info("template_created", id=str(made.id), by=str(viewer.account_id))
    return made


def edit_template(
    session: Session, *, viewer: Viewer, template: AnswerTemplate, draft: TemplateDraft, seen: int, now: datetime
) -> None:
    """Raises StaleVersion when somebody saved another text since the edit `seen`, NotFound when it was deleted."""
    queries.lock(session, template)
    if draft_of(template) == draft:
        return
    if edit_number(template) != seen:
        raise StaleVersion(edit_number(template))
    for name, value in vars(draft).items():
        setattr(template, name, value)
    template.changed_by, template.changed_at = viewer.account_id, now
    session.flush()
    log.info("template_edited", id=str(template.id), by=str(viewer.account_id))


def delete_template(session: Session, *, viewer: Viewer, template: AnswerTemplate) -> None:
    """Answers that were begun from it stay as they are."""
    session.delete(template)
    session.flush()
    log.info("template_deleted", id=str(template.id), by=str(viewer.account_id))


def draft_of(template: AnswerTemplate) -> TemplateDraft:
    """A kept template as it was given."""
    return TemplateDraft(template.language, template.title, template.text)
