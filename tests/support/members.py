"""Members of a group, each with a browser, and the deeds of owners as a browser without scripts sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from complaints.accounts import actions as accounts
from complaints.domain.access import AccountRole, GroupRole
from complaints.extensions import db
from complaints.models import Account, Group, GroupMember
from complaints.web import context
from tests.support.browserlike import CheckedClient

SignIn = Callable[..., CheckedClient]


class Person(NamedTuple):
    """A member's browser and account."""

    client: CheckedClient
    account: Account
    email: str


def make_member(session: Session, sign_in: SignIn, group: Group, role: GroupRole, email: str) -> Person:
    """A new organiser in the group with this role."""
    before = set(session.scalars(select(Account.id)))
    client = sign_in(AccountRole.ORGANISER, email=email)
    session.rollback()
    account = session.scalars(select(Account).where(Account.id.not_in(before))).one()
    session.add(GroupMember(group_id=group.id, account_id=account.id, role=role))
    session.commit()
    return Person(client, account, email)


def sign_in_again(person: Person) -> CheckedClient:
    """In a new browser, when the session has come to its end."""
    app, account_id = person.client.application, person.account.id
    app.extensions["test_session"].commit()
    with app.app_context():
        token = accounts.open_session(db.session(), account_id=account_id, now=context.now())
        db.session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def press(client: CheckedClient, page: str, to: str) -> TestResponse:
    """Press the button of the page that leads to this address."""
    shown = client.get(page).get_data(as_text=True)
    assert f'action="{to}"' in shown, f"{page} has no button to {to}"
    token = shown.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]
    return client.post(to, data={"csrf_token": token})


def role_of(session: Session, group: Group, person: Person) -> GroupRole | None:
    session.rollback()
    member = session.get(GroupMember, (group.id, person.account.id), populate_existing=True)
    return member.role if member else None
