"""A group's collective complaint over whatever is confirmed, made and handed in by the product's own actions."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.confirming import confirm
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.complaint import ConfirmedBy
from complaints.domain.lifecycle import Channel
from complaints.models import Complaint, Group, GroupRound, PetitionVersion, Round, Submission, new_id
from complaints.petitions.freezing import actions as petitions
from complaints.responses import actions as responses
from complaints.web import context
from tests.support.filings import ROUND

GROUP = "test-group"
HANDED_IN = date(2026, 11, 23)


def attach_group(session: Session, *, now: datetime) -> Group:
    """A group that works on the round which takes complaints; filings after this name it in their consent."""
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    group = Group(id=new_id(), slug=GROUP, name="Ата-аналар тобы", region_code=round_.region_code, created_at=now)
    session.add(group)
    session.flush()
    session.add(GroupRound(group_id=group.id, round_id=round_.id))
    session.commit()
    return group


def confirm_all(session: Session, *, now: datetime) -> None:
    """Confirm every formal complaint, as a member of a group with a signature on paper does."""
    for complaint in session.scalars(select(Complaint)):
        confirm(session, complaint, by=ConfirmedBy.PAPER, now=now)
    session.commit()


def editor_of(group: Group) -> Viewer:
    return Viewer(None, AccountRole.ORGANISER, groups={group.id: GroupRole.OWNER})


def freeze(app: Flask, session: Session, group: Group, *, now: datetime) -> PetitionVersion:
    """A new collective complaint of the group over everything that can stand in it, frozen."""
    round_ = session.scalars(select(Round).where(Round.slug == ROUND)).one()
    with app.app_context():
        version = petitions.freeze_example(
            session, cipher=context.cipher(), viewer=editor_of(group), group=group, round_=round_, now=now
        )
    session.commit()
    return version


def freeze_again(
    app: Flask, session: Session, group: Group, version: PetitionVersion, *, now: datetime
) -> PetitionVersion:
    """The next version of the same collective complaint, of those who are still in it."""
    session.expire_all()
    with app.app_context():
        made = petitions.freeze_petition(
            session, cipher=context.cipher(), viewer=editor_of(group), petition=version.petition, now=now
        )
    session.commit()
    return made


def hand_in(session: Session, version: PetitionVersion, group: Group, *, now: datetime) -> Submission:
    """Raises SomebodyLeft."""
    body = version.petition.challenged_body
    assert body is not None
    submission = responses.record_submission(
        session,
        viewer=editor_of(group),
        version=version,
        handed=responses.HandedIn(body.id, Channel.PAPER, HANDED_IN, time(9), "ЖТ-2026-1", None),
        workday_ends=time(18, 30),
        now=now,
    )
    session.commit()
    return submission
