"""A group attached to the example round, people who filed, and clients of the group's members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.confirming import confirm
from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.complaint import ConfirmedBy, LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.filing.actions import ComplaintDraft, file_complaint
from complaints.models import Complaint, Group, GroupMember, GroupRound, Locality, Round, new_id
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.planted import GROUP, PEOPLE, ROUND, Planted

SignIn = Callable[..., CheckedClient]
LOCALITIES = select(Locality.code).where(Locality.region_code == "KZ-47").order_by(Locality.code)


@pytest.fixture
def round_(session: Session) -> Round:
    return session.scalars(select(Round).where(Round.slug == ROUND)).one()


@pytest.fixture
def group(session: Session, round_: Round, clock: Clock) -> Group:
    made = Group(
        id=new_id(), slug=GROUP, name="Ата-аналар тобы", purpose="", region_code=round_.region_code, created_at=clock()
    )
    session.add(made)
    session.flush()
    session.add(GroupRound(group_id=made.id, round_id=round_.id))
    session.commit()
    return made


@pytest.fixture
def file_for(app: Flask, session: Session, round_: Round) -> Callable[..., Complaint]:
    """`file_for(person, mode=..., ...)`: the complaint as its row, filed by the same action as the form's and, unless
    told otherwise, confirmed on paper.
    """
    numbers = count(1)

    def file(person: Planted, *, is_confirmed: bool = True, **changes: object) -> Complaint:
        is_provider = person.organisation is not None
        draft = ComplaintDraft(
            round_id=round_.id,
            role=Role.PROVIDER if is_provider else Role.PARENT,
            mode=Mode.FORMAL,
            language=LetterLanguage.KK,
            grounds=("SHORT_NOTICE", "LEAK"),
            demands=("REPEAT_ROUND",),
            learned_at=datetime(2025, 3, 29, 5, tzinfo=UTC),
            learned_from=LearnedFrom.MESSENGER,
            attempted_at=None if is_provider else datetime(2025, 3, 29, 6, tzinfo=UTC),
            screen_result=None if is_provider else ScreenResult.NO_PLACES,
            children_count=None if is_provider else 1,
            locality_code=session.scalars(LOCALITIES).first(),
            locality_other=None,
            narrative="Орын қалмады.",
            full_name=person.full_name,
            iin=person.iin,
            bin=None,
            organisation=person.organisation,
            phone=person.phone,
            email=None,
            postal_address=person.postal_address,
            consent_processing=True,
            consent_petition=True,
            consent_publish=False,
        )
        with app.app_context():
            filed = file_complaint(
                session,
                cipher=context.cipher(),
                draft=replace(draft, **changes),  # type: ignore[arg-type]
                token=f"token-{next(numbers)}",
                now=datetime(2025, 4, 1, 5, tzinfo=UTC) + timedelta(minutes=next(numbers)),
            )
        complaint = session.get_one(Complaint, filed.complaint_id)
        if is_confirmed:
            confirm(session, complaint, by=ConfirmedBy.PAPER, now=datetime(2025, 4, 2, 5, tzinfo=UTC))
        session.commit()
        return complaint

    return file


@pytest.fixture
def filed(file_for: Callable[..., Complaint]) -> list[Complaint]:
    """Four people who agreed, in the order of filing."""
    return [file_for(person) for person in PEOPLE]


@pytest.fixture
def sign_in(sign_in: SignIn, session: Session) -> SignIn:
    """As everywhere, after the test's own session has let go of the database."""

    def let_go_and_sign_in(role: AccountRole, **belonging: str) -> CheckedClient:
        session.commit()
        return sign_in(role, **belonging)

    return let_go_and_sign_in


@pytest.fixture
def owner(group: Group, sign_in: SignIn) -> CheckedClient:
    return sign_in(AccountRole.ORGANISER, group_slug=group.slug)


@pytest.fixture
def reader(group: Group, sign_in: SignIn, session: Session) -> CheckedClient:
    before = _members(session, group.id)
    client = sign_in(AccountRole.ORGANISER, group_slug=group.slug)
    session.expire_all()
    for account_id in _members(session, group.id) - before:
        session.get_one(GroupMember, (group.id, account_id)).role = GroupRole.READER
    session.commit()
    return client


def _members(session: Session, group_id: UUID) -> set[UUID]:
    return set(session.scalars(select(GroupMember.account_id).where(GroupMember.group_id == group_id)))
