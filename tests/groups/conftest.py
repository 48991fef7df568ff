"""A group with an owner, an editor and a reader, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole, GroupRole
from complaints.models import Group
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.groups import make_group
from tests.support.members import Person, make_member

SignIn = Callable[..., CheckedClient]


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return make_group(session, "parents", "Ата-аналар тобы", clock)


@pytest.fixture
def owner(session: Session, sign_in: SignIn, group: Group) -> Person:
    return make_member(session, sign_in, group, GroupRole.OWNER, "owner@example.com")


@pytest.fixture
def editor(session: Session, sign_in: SignIn, group: Group) -> Person:
    return make_member(session, sign_in, group, GroupRole.EDITOR, "editor@example.com")


@pytest.fixture
def reader(session: Session, sign_in: SignIn, group: Group) -> Person:
    return make_member(session, sign_in, group, GroupRole.READER, "reader@example.com")


@pytest.fixture
def operator(sign_in: SignIn) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR, email="operator@example.com")
