"""The answer templates of the viewer's own authority; those of another one do not exist for the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.database import in_kazakh_order
from complaints.domain.access import Viewer, may_answer_for
from complaints.domain.errors import NotFound
from complaints.models.submissions import AnswerTemplate

log = structlog.get_logger()


def list_templates(session: Session, viewer: Viewer) -> Sequence[AnswerTemplate]:
    """Kazakh before Russian, each in the Kazakh order of the titles."""
    mine = select(AnswerTemplate).where(AnswerTemplate.authority_id == viewer.authority_id)
    ordered = mine.order_by(AnswerTemplate.language, in_kazakh_order(AnswerTemplate.title), AnswerTemplate.id)
    return session.scalars(ordered).all()


def get_template(session: Session, viewer: Viewer, template_id: UUID) -> AnswerTemplate:
    """Raises NotFound, also for one of another authority: that somebody tried is put into the log."""
    found = session.get(AnswerTemplate, template_id)
    if found is not None and not may_answer_for(viewer, found.authority_id):
        log.warning("foreign_desk_refused", template=str(template_id), by=str(viewer.account_id))
        found = None
    if found is None:
        raise NotFound("template", str(template_id))
    return found


def exists(session: Session, template_id: UUID) -> bool:
    """Whether anybody has it."""
    return session.get(AnswerTemplate, template_id) is not None


def find_same(session: Session, viewer: Viewer, like: AnswerTemplate) -> AnswerTemplate | None:
    """One of the authority that says the same."""
    mine = select(AnswerTemplate).where(AnswerTemplate.authority_id == viewer.authority_id)
    same = (AnswerTemplate.language == like.language, AnswerTemplate.title == like.title)
    return session.scalar(mine.where(*same, AnswerTemplate.text == like.text).limit(1))


def lock(session: Session, template: AnswerTemplate) -> None:
    """Until the transaction ends nobody else changes it; it is read anew. Raises NotFound when it is gone."""
    held = select(AnswerTemplate.id).where(AnswerTemplate.id == template.id).with_for_update()
    if session.scalar(held) is None:
        raise NotFound("template", str(template.id))
    session.refresh(template)
