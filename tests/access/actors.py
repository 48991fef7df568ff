"""Who asks in the matrix of access: one client per role, and per ownership where the role alone does not decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from flask import Flask
from sqlalchemy import select

from complaints import demo
from complaints.accounts.queries import email_index
from complaints.domain.access import AccountRole, GroupRole, Viewer, may
from complaints.extensions import db
from complaints.models import Account, Group, GroupMember
from complaints.web import context
from tests.browser.furnishing import Facts
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send
from tests.support.people import sign_in_as

OTHER_GROUP: Final = "another-group"


class Actor(StrEnum):
    NOBODY = "nobody"
    FILER = "filer"
    """Came by number and secret code; signed in nowhere."""
    READER = "reader"
    EDITOR = "editor"
    OWNER = "owner"
    STRANGER = "other group's owner"
    OFFICIAL = "official"
    """Of the authority that the submission lies with."""
    WRONG_OFFICIAL = "other authority's official"
    MODERATOR = "moderator"
    OPERATOR = "operator"


ROLES: Final[Mapping[Actor, AccountRole]] = {
    Actor.READER: AccountRole.ORGANISER,
    Actor.EDITOR: AccountRole.ORGANISER,
    Actor.OWNER: AccountRole.ORGANISER,
    Actor.STRANGER: AccountRole.ORGANISER,
    Actor.OFFICIAL: AccountRole.OFFICIAL,
    Actor.WRONG_OFFICIAL: AccountRole.OFFICIAL,
    Actor.MODERATOR: AccountRole.MODERATOR,
    Actor.OPERATOR: AccountRole.OPERATOR,
}
RANKS: Final = {Actor.READER: GroupRole.READER, Actor.EDITOR: GroupRole.EDITOR, Actor.OWNER: GroupRole.OWNER}
OUTSIDERS: Final = frozenset({Actor.STRANGER, Actor.WRONG_OFFICIAL})


def viewer_like(actor: Actor) -> Viewer:
    """As far as the role goes."""
    return Viewer(role=ROLES.get(actor))


def may_at_all(actor: Actor, permission: str) -> bool:
    return may(viewer_like(actor), permission)  # type: ignore[arg-type]


def arrive(app: Flask, facts: Facts, now: datetime) -> dict[Actor, CheckedClient]:
    """All of them, signed in, with their own browsers."""
    clients: dict[Actor, CheckedClient] = {}
    for actor in Actor:
        clients[actor] = _client(app, actor, facts)
    with app.app_context():
        _make_other_group(now)
        for actor, rank in RANKS.items():
            _join(actor, demo.GROUP, rank)
        _join(Actor.STRANGER, OTHER_GROUP, GroupRole.OWNER)
        db.session.commit()
        db.session.remove()
    return clients


def _client(app: Flask, actor: Actor, facts: Facts) -> CheckedClient:
    if actor in ROLES:
        authority = "mangystau-akim" if actor is Actor.WRONG_OFFICIAL else None
        belonging = {"authority_slug": authority} if authority else {}
        return sign_in_as(app, ROLES[actor], email=address_of(actor), **belonging)  # type: ignore[arg-type]
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    if actor is Actor.FILER:
        fill_and_send(client, "/ru/track", {"number": facts.number, "code": facts.code})
    return client


def address_of(actor: Actor) -> str:
    return f"matrix-{actor.name.lower().replace('_', '-')}@example.com"


def _make_other_group(now: datetime) -> None:
    known = db.session.scalars(select(Group).where(Group.slug == demo.GROUP)).one()
    db.session.add(Group(slug=OTHER_GROUP, name="Басқа топ (мысал)", region_code=known.region_code, created_at=now))
    db.session.flush()


def _join(actor: Actor, slug: str, rank: GroupRole) -> None:

    index = email_index(context.cipher(), address_of(actor))
    account = db.session.scalars(select(Account).where(Account.email_index == index)).one()
    group = db.session.scalars(select(Group).where(Group.slug == slug)).one()
    db.session.add(GroupMember(group_id=group.id, account_id=account.id, role=rank))
