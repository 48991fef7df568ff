"""Two groups attached to the example round, their members, and people who gave only a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole, GroupRole
from complaints.models import Group, GroupMember
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import FORMAL, open_receipt, send
from tests.support.groups import Filer, make_group

SignIn = Callable[..., CheckedClient]


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return make_group(session, "parents", "Ата-аналар тобы", clock)


@pytest.fixture
def member(group: Group, sign_in: SignIn, session: Session) -> Callable[[GroupRole], CheckedClient]:
    """`member(GroupRole.READER)`: a browser of a new member of the group with this role."""

    def make(role: GroupRole) -> CheckedClient:
        before = set(session.scalars(select(GroupMember.account_id)))
        client = sign_in(AccountRole.ORGANISER, group_slug=group.slug)
        session.rollback()
        for row in session.scalars(select(GroupMember)):
            if row.account_id not in before:
                row.role = role
        session.commit()
        return client

    return make


@pytest.fixture
def owner(member: Callable[[GroupRole], CheckedClient]) -> CheckedClient:
    return member(GroupRole.OWNER)


@pytest.fixture
def file(app: Flask) -> Callable[..., Filer]:
    """`file(email="")`: somebody files a formal complaint in a browser of their own."""

    def send_form(**changes: str) -> Filer:
        browser = app.test_client()
        assert isinstance(browser, CheckedClient)
        return Filer(browser, open_receipt(browser, send(browser, FORMAL, changes)).number)

    return send_form


@pytest.fixture
def phone_only(group: Group, file: Callable[..., Filer]) -> Filer:
    """Filed when the group was attached, with a phone and no address."""
    return file(email="")
