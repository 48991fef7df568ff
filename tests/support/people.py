"""Clients signed in as new accounts, without the detour over the sign-in page, which has tests of its own."""

from __future__ import annotations

from itertools import count
from typing import TypedDict, Unpack

from flask import Flask

from complaints.accounts import actions, queries
from complaints.domain.access import AccountRole
from complaints.extensions import db
from complaints.web import context
from tests.support.browserlike import CheckedClient

DEPARTMENT = "mangystau-culture"
_numbers = count(1)


class Belonging(TypedDict, total=False):
    """Where the account belongs: an organiser to a group, an official to an authority."""

    group_slug: str | None
    authority_slug: str | None
    email: str


def sign_in_as(app: Flask, role: AccountRole, **belonging: Unpack[Belonging]) -> CheckedClient:
    """A client of its own with an open session. An official sits in the department of the example unless told
    otherwise.
    """
    email = belonging.get("email", f"{role.value}{next(_numbers)}@example.com")
    default_authority = DEPARTMENT if role is AccountRole.OFFICIAL else None
    with app.app_context():
        session = db.session()
        actions.create_account(
            session,
            cipher=context.cipher(),
            email=email,
            role=role,
            group_slug=belonging.get("group_slug"),
            authority_slug=belonging.get("authority_slug", default_authority),
            now=context.now(),
        )
        account = queries.find_by_email(session, email, cipher=context.cipher())
        assert account is not None
        token = actions.open_session(session, account_id=account.id, now=context.now())
        session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client
