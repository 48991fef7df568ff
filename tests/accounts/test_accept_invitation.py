"""The page behind the link of an invitation, for every kind of visitor; once, in time, and for the invited only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints import invitations
from complaints.accounts.invited.actions import accept_with_password
from complaints.accounts.queries import email_index
from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import NotFound
from complaints.invitations import Offer
from complaints.models import Account, Authority, Group, GroupMember, Invitation
from complaints.web import context
from tests.accounts.conftest import PASSWORD, text_of
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in
from tests.support.groups import make_group
from tests.support.links import link_in
from tests.support.members import press

NEW = "new@example.com"
BOTH = {"password": PASSWORD, "repeated": PASSWORD}
SignIn = Callable[..., CheckedClient]
Invite = Callable[..., str]


@pytest.fixture
def cipher(app: Flask) -> Cipher:
    with app.app_context():
        return context.cipher()


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return make_group(session, "parents", "Ата-аналар тобы", clock)


@pytest.fixture
def invite(session: Session, cipher: Cipher, clock: Clock, work: Callable[[], int], mails: Callable) -> Invite:
    """Invites an address and gives the path of the mailed link, in English."""

    def send(offer: Offer, email: str = NEW) -> str:
        before = len(mails())
        invitations.invite(
            session,
            offer,
            cipher=cipher,
            viewer=Viewer(role=AccountRole.OPERATOR),
            email=email,
            language="ru",
            template="invitation_to_group" if offer.group else "invitation_to_site",
            now=clock(),
        )
        session.commit()
        work()
        [letter] = mails()[before:]
        return link_in(letter, "/account/invitation/").replace("/ru/", "/en/", 1)

    return send


def editor_of(group: Group) -> Offer:
    return Offer(AccountRole.ORGANISER, group=group, group_role=GroupRole.EDITOR)


def official_of(session: Session, slug: str = "mangystau-akim") -> Offer:
    authority = session.scalars(select(Authority).where(Authority.slug == slug)).one()
    return Offer(AccountRole.OFFICIAL, authority=authority)


def account_of(session: Session, cipher: Cipher, email: str = NEW) -> Account | None:
    session.rollback()
    return session.scalar(select(Account).where(Account.email_index == email_index(cipher, email)))


def test_an_address_without_an_account_sets_a_password_and_is_in_the_group(
    client: CheckedClient, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    link = invite(editor_of(group))
    shown = text_of(client.get(link).text)
    for words in ("Ата-аналар тобы", "Editor", "The site administrator", NEW):
        assert words in shown
    assert account_of(session, cipher) is None  # looking makes nothing
    answer = fill_and_send(client, link, BOTH)
    assert answer.location == "/en/groups/parents/"
    assert "You have accepted the invitation" in client.get(answer.location).text
    account = account_of(session, cipher)
    assert account is not None
    assert (account.role, account.language) == (AccountRole.ORGANISER, "ru")
    assert session.get_one(GroupMember, (group.id, account.id)).role is GroupRole.EDITOR
    assert fill_and_send(client.application.test_client(), "/en/account/sign-in", {"email": NEW, "password": PASSWORD})


def test_an_official_is_invited_to_exactly_one_authority(
    client: CheckedClient, invite: Invite, session: Session, cipher: Cipher
) -> None:
    link = invite(official_of(session))
    answer = fill_and_send(client, link, BOTH)
    assert answer.location == "/en/desk/"
    account = account_of(session, cipher)
    assert account is not None
    assert account.authority is not None
    assert (account.role, account.authority.slug) == (AccountRole.OFFICIAL, "mangystau-akim")


@pytest.mark.parametrize("typed", [{}, {"password": "short", "repeated": "short"}, {**BOTH, "repeated": "другой"}])
def test_a_password_that_does_not_do_makes_no_account(
    client: CheckedClient, invite: Invite, group: Group, session: Session, cipher: Cipher, typed: dict[str, str]
) -> None:
    assert fill_and_send(client, invite(editor_of(group)), typed).status_code == 422
    assert account_of(session, cipher) is None


def test_an_address_with_an_account_signs_in_and_accepts_by_a_button(
    client: CheckedClient, sign_in: SignIn, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    member = sign_in(AccountRole.ORGANISER, email=NEW)
    give_password(session, cipher)
    link = invite(editor_of(group))
    page = client.get(link).text
    assert "This address has an account. Sign in with it" in page
    assert "next=/en/account/invitation/" in page.replace("%2F", "/")
    assert 'type="password"' not in page
    assert member.get("/en/groups/parents/").status_code == 404
    answer = member.post(link, data=filled_in(member.get(link).text, link))
    assert answer.location == "/en/groups/parents/"
    assert member.get("/en/groups/parents/").status_code == 200


def give_password(session: Session, cipher: Cipher, email: str = NEW) -> None:
    account = account_of(session, cipher, email)
    assert account is not None
    account.password_hash = "set"
    session.commit()


def test_a_known_address_cannot_be_taken_over_by_a_password_on_the_page(
    client: CheckedClient, sign_in: SignIn, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    sign_in(AccountRole.ORGANISER, email=NEW)
    give_password(session, cipher)
    assert client.post(invite(editor_of(group)), data=BOTH).status_code == 422
    account = account_of(session, cipher)
    assert account is not None
    assert account.password_hash == "set"


def test_somebody_else_who_is_signed_in_here_has_to_sign_out(
    sign_in: SignIn, invite: Invite, group: Group, session: Session
) -> None:
    other = sign_in(AccountRole.ORGANISER, email="other@example.com")
    link = invite(editor_of(group))
    assert "You are signed in here with another address." in other.get(link).text
    assert other.post(link, data=BOTH).status_code == 422
    press(other, link, "/en/account/sign-out")
    assert 'name="repeated"' in other.get(link).text
    assert session.scalars(select(GroupMember)).all() == []


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (AccountRole.ORGANISER, "has an account with another role"),
        (AccountRole.MODERATOR, "has an account with another role"),
        (AccountRole.OFFICIAL, "of an official of another authority"),
    ],
)
def test_an_account_with_another_role_or_authority_cannot_become_an_official(
    sign_in: SignIn, invite: Invite, session: Session, cipher: Cipher, role: AccountRole, words: str
) -> None:
    known = sign_in(role, email=NEW)
    give_password(session, cipher)
    link = invite(official_of(session))
    assert words in known.get(link).text
    assert known.post(link).status_code == 422
    account = account_of(session, cipher)
    assert account is not None
    assert account.role is role
    operator = sign_in(AccountRole.OPERATOR)
    assert words in operator.get("/en/admin/invitations/").text


def test_an_official_cannot_become_a_member_of_a_group(
    sign_in: SignIn, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    official = sign_in(AccountRole.OFFICIAL, email=NEW)
    give_password(session, cipher)
    link = invite(editor_of(group))
    assert official.post(link).status_code == 422
    assert session.scalars(select(GroupMember)).all() == []


def test_an_account_that_waits_for_its_first_password_gets_it_here(
    client: CheckedClient, sign_in: SignIn, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    sign_in(AccountRole.ORGANISER, email=NEW)
    answer = fill_and_send(client, invite(editor_of(group)), BOTH)
    assert answer.location == "/en/groups/parents/"
    account = account_of(session, cipher)
    assert account is not None
    assert account.password_hash


def test_a_link_works_for_14_days(client: CheckedClient, invite: Invite, group: Group, clock: Clock) -> None:
    link = invite(editor_of(group))
    clock.advance(days=13, hours=23, minutes=59)
    assert client.get(link).status_code == 200
    clock.advance(minutes=1)
    assert client.get(link).status_code == 410
    late = client.post(link, data=BOTH)
    assert late.status_code == 410
    assert "works for 14 days" in late.text


def test_accepting_twice_does_it_once(
    app: Flask, client: CheckedClient, invite: Invite, group: Group, session: Session
) -> None:
    link = invite(editor_of(group))
    fill_and_send(client, link, BOTH)
    assert client.post(link, data=BOTH).location == "/en/groups/"  # signed in: to the work
    again = app.test_client().post(link, data=BOTH)
    assert again.status_code == 410
    assert "It was accepted already." in again.get_data(as_text=True)
    session.rollback()
    assert len(session.scalars(select(GroupMember)).all()) == 1


def test_who_was_removed_does_not_come_back_by_the_old_link(
    client: CheckedClient, invite: Invite, group: Group, session: Session
) -> None:
    link = invite(editor_of(group))
    fill_and_send(client, link, BOTH)
    session.rollback()
    session.delete(session.scalars(select(GroupMember)).one())
    session.commit()
    client.post(link, data=BOTH)
    session.rollback()
    assert session.scalars(select(GroupMember)).all() == []


def test_a_made_up_link_says_what_to_do(client: CheckedClient) -> None:
    answer = client.get("/en/account/invitation/no-such-token")
    assert answer.status_code == 410
    assert "Open the newest mail." in answer.text


def test_an_owner_who_accepts_a_lower_role_stays_owner(
    sign_in: SignIn, invite: Invite, group: Group, session: Session, cipher: Cipher
) -> None:
    link = invite(Offer(AccountRole.ORGANISER, group=group, group_role=GroupRole.READER))
    owner = sign_in(AccountRole.ORGANISER, email=NEW, group_slug=group.slug)
    give_password(session, cipher)
    assert owner.post(link).status_code == 303
    session.rollback()
    assert [member.role for member in session.scalars(select(GroupMember))] == [GroupRole.OWNER]


def test_the_token_of_a_link_stands_nowhere_in_the_database(invite: Invite, group: Group, session: Session) -> None:
    token = invite(editor_of(group)).rpartition("/")[2]
    row = session.scalars(select(Invitation)).one()
    assert token not in row.token_hash
    assert NEW.encode() not in row.email_enc


def test_two_acceptances_at_once_make_one_account(
    invite: Invite, group: Group, session: Session, sessions: sessionmaker[Session], cipher: Cipher, clock: Clock
) -> None:
    """The second waits, and finds the invitation accepted."""
    invite(editor_of(group))
    invitation_id, now = session.scalars(select(Invitation.id)).one(), clock()
    session.commit()

    def accept(own: Session) -> None:
        invitation = own.get_one(Invitation, invitation_id)
        accept_with_password(own, invitation, cipher=cipher, password=PASSWORD, now=now)

    raised = at_once(sessions, accept, accept)
    assert [type(error) for error in raised] == [NotFound]
    assert account_of(session, cipher) is not None
    assert len(session.scalars(select(GroupMember)).all()) == 1
