"""Inviting, ranking, removing, leaving, handing over: what owners may do, what everybody sees at once."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.cipher import Cipher
from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.errors import Duplicate, Forbidden, Unsuitable
from complaints.groups.members import actions
from complaints.models import Account, Group, GroupMember, Invitation
from complaints.web import context
from tests.support.at_once import at_once
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.forms import fill_and_send, filled_in
from tests.support.mails import body_of
from tests.support.members import Person, make_member, press, role_of, sign_in_again

DESK = "/en/groups/parents/"
MEMBERS = "/en/groups/parents/members"
INVITE = f"{MEMBERS}/invite"
Work = Callable[[], int]
Mails = Callable[[], list[EmailMessage]]
SignIn = Callable[..., CheckedClient]


def invite(client: CheckedClient, email: str, role: GroupRole = GroupRole.EDITOR) -> str:
    answer = fill_and_send(client, INVITE, {"email": email, "role": role.value, "language": "ru"})
    return client.get(answer.location).text if answer.status_code == 303 else answer.text


def page_of(person: Person) -> str:
    return f"{MEMBERS}/{person.account.id}"


def viewer_of(person: Person, group: Group, role: GroupRole = GroupRole.OWNER) -> Viewer:
    return Viewer(person.account.id, AccountRole.ORGANISER, groups={group.id: role})


def test_only_the_owner_sees_addresses(owner: Person, editor: Person, reader: Person) -> None:
    assert all(person.email in owner.client.get(MEMBERS).text for person in (owner, editor, reader))
    for person in (editor, reader):
        page = person.client.get(MEMBERS)
        assert page.status_code == 200
        assert "@example.com" not in page.text.partition("<main")[2].partition("</main>")[0]


def test_strangers_learn_nothing_and_members_keep_no_group(
    owner: Person, editor: Person, sign_in: SignIn, client: CheckedClient
) -> None:
    stranger = sign_in(AccountRole.ORGANISER)
    pages = (MEMBERS, INVITE, page_of(owner), f"{page_of(owner)}/hand-over", "/en/groups/parents/looks")
    assert [stranger.get(page).status_code for page in pages] == [404] * 5
    assert [editor.client.get(page).status_code for page in pages] == [200, 403, 403, 403, 403]
    assert [client.get(page).status_code for page in pages] == [303] * 5


def test_the_answer_to_who_invites_does_not_depend_on_an_account(owner: Person, sign_in: SignIn) -> None:
    sign_in(AccountRole.OFFICIAL, email="known@example.com")
    sign_in(AccountRole.ORGANISER, email="mate@example.com")
    for address in ("known@example.com", "mate@example.com", "unknown@example.com"):
        assert "The invitation is on its way." in invite(owner.client, address)


def test_a_member_is_not_invited_and_an_address_not_twice(owner: Person, editor: Person, session: Session) -> None:
    assert "This person is in the group already." in invite(owner.client, "Editor@Example.com")
    invite(owner.client, "new@example.com")
    assert "has not answered yet" in invite(owner.client, "NEW@example.com")
    assert len(session.scalars(select(Invitation)).all()) == 1


def test_a_group_has_at_most_twenty_open_invitations(owner: Person, session: Session, clock: Clock) -> None:
    for number in range(20):
        invite(owner.client, f"friend{number}@example.com")
    assert "20 invitations of the group wait" in invite(owner.client, "one-more@example.com")
    assert len(session.scalars(select(Invitation)).all()) == 20
    clock.advance(days=15)  # they have expired: they hold nobody back
    session.rollback()
    assert "The invitation is on its way." in invite(sign_in_again(owner), "one-more@example.com")


def test_a_group_mails_at_most_thirty_invitations_a_day(owner: Person, session: Session, mails: Mails) -> None:
    for number in range(10):
        invite(owner.client, f"friend{number}@example.com")
    rows = session.scalars(select(Invitation).order_by(Invitation.id)).all()
    for row in rows:
        for _ in range(2):
            press(owner.client, MEMBERS, f"/en/groups/parents/invitations/{row.id}/again")
    assert "Today the group has mailed as often as it may." in invite(owner.client, "late@example.com")
    again = press(owner.client, MEMBERS, f"/en/groups/parents/invitations/{rows[0].id}/again")
    assert "Today the group has mailed" in owner.client.get(again.location).text


def test_an_invitation_that_is_taken_back_opens_nothing(
    owner: Person, session: Session, client: CheckedClient, work: Work, mails: Mails
) -> None:
    invite(owner.client, "new@example.com")
    work()
    link = link_of(mails(), "new@example.com")
    row = session.scalars(select(Invitation)).one()
    assert client.get(link).status_code == 200
    press(owner.client, MEMBERS, f"/en/groups/parents/invitations/{row.id}/revoke")
    assert client.get(link).status_code == 410
    assert "Nobody is invited at the moment." in owner.client.get(MEMBERS).text


def link_of(sent: list[EmailMessage], address: str) -> str:
    letter = [mail for mail in sent if mail["To"] == address][-1]
    return next(line.partition("127.0.0.1:8000")[2] for line in body_of(letter).splitlines() if "/invitation/" in line)


def test_an_invitation_sent_again_has_a_new_link_and_the_old_one_is_dead(
    owner: Person, session: Session, client: CheckedClient, work: Work, mails: Mails
) -> None:
    invite(owner.client, "new@example.com")
    work()
    first = link_of(mails(), "new@example.com")
    row = session.scalars(select(Invitation)).one()
    press(owner.client, MEMBERS, f"/en/groups/parents/invitations/{row.id}/again")
    work()
    second = link_of(mails(), "new@example.com")
    assert [client.get(link).status_code for link in (first, second)] == [410, 200]


def test_a_new_role_holds_from_the_next_page_on_and_is_mailed(
    owner: Person, reader: Person, group: Group, session: Session, work: Work, mails: Mails
) -> None:
    start = "/en/groups/parents/petitions/new"
    assert reader.client.get(start).status_code == 403
    answer = fill_and_send(owner.client, page_of(reader), {"role": "editor"})
    assert answer.status_code == 303
    assert reader.client.get(start).status_code == 200
    work()
    [told] = [mail for mail in mails() if mail["To"] == reader.email]
    assert "редактор" in body_of(told)
    fill_and_send(owner.client, page_of(reader), {"role": "reader"})
    assert reader.client.get(start).status_code == 403


def test_a_removed_member_is_out_with_the_next_page_and_told(
    owner: Person, editor: Person, group: Group, session: Session, work: Work, mails: Mails
) -> None:
    assert editor.client.get(DESK).status_code == 200
    press(owner.client, page_of(editor), f"{page_of(editor)}/remove")
    assert editor.client.get(DESK).status_code == 404
    assert role_of(session, group, editor) is None
    work()
    assert len([mail for mail in mails() if mail["To"] == editor.email]) == 1


def test_everybody_may_leave_but_the_last_owner(owner: Person, reader: Person, group: Group, session: Session) -> None:
    leave = "/en/groups/parents/leave"
    answer = press(reader.client, leave, leave)
    assert "You have left the group" in reader.client.get(answer.location).text
    assert role_of(session, group, reader) is None
    assert "Hand it over to another member first" in owner.client.get(leave).text
    token = filled_in(owner.client.get(page_of(owner)).text, page_of(owner))
    owner.client.post(leave, data=token)
    assert role_of(session, group, owner) is GroupRole.OWNER
    stepping_down = fill_and_send(owner.client, page_of(owner), {"role": "reader"})
    assert stepping_down.status_code == 422
    assert role_of(session, group, owner) is GroupRole.OWNER


def test_an_owner_whose_account_is_disabled_does_not_keep_the_group(
    owner: Person, group: Group, session: Session, sign_in: SignIn, clock: Clock
) -> None:
    other = make_member(session, sign_in, group, GroupRole.OWNER, "second@example.com")
    session.get_one(Account, other.account.id).disabled_at = clock()
    session.commit()
    assert "Hand it over" in owner.client.get("/en/groups/parents/leave").text


def test_the_group_is_handed_over_in_one_deed(
    owner: Person, reader: Person, group: Group, session: Session, work: Work, mails: Mails
) -> None:
    page = f"{page_of(reader)}/hand-over"
    assert owner.client.get(page).status_code == 200
    assert role_of(session, group, owner) is GroupRole.OWNER  # looking changes nothing
    press(owner.client, page, page)
    assert (role_of(session, group, owner), role_of(session, group, reader)) == (GroupRole.EDITOR, GroupRole.OWNER)
    assert owner.client.get(INVITE).status_code == 403
    assert reader.client.get(INVITE).status_code == 200
    work()
    assert {mail["To"] for mail in mails()} == {owner.email, reader.email}


@pytest.fixture
def cipher(app: Flask) -> Cipher:
    with app.app_context():
        return context.cipher()


def test_of_two_owners_who_leave_at_once_one_stays(
    owner: Person, group: Group, session: Session, sessions: sessionmaker[Session], sign_in: SignIn, clock: Clock
) -> None:
    second = make_member(session, sign_in, group, GroupRole.OWNER, "second@example.com")
    viewers = viewer_of(owner, group), viewer_of(second, group)
    group_id, now = group.id, clock()
    session.commit()
    raised = at_once(
        sessions,
        *(
            lambda own, viewer=viewer: actions.leave_group(own, own.get_one(Group, group_id), viewer=viewer, now=now)
            for viewer in viewers
        ),
    )
    assert [type(error) for error in raised] == [Unsuitable]
    session.rollback()
    assert len(session.scalars(select(GroupMember)).all()) == 1


def test_of_two_owners_who_remove_each_other_at_once_one_is_left(
    owner: Person,
    group: Group,
    session: Session,
    sessions: sessionmaker[Session],
    sign_in: SignIn,
    clock: Clock,
    cipher: Cipher,
) -> None:
    second = make_member(session, sign_in, group, GroupRole.OWNER, "second@example.com")
    pairs = (
        (viewer_of(owner, group), second.account.id),
        (viewer_of(second, group), owner.account.id),
    )
    group_id, now = group.id, clock()
    session.commit()
    raised = at_once(
        sessions,
        *(
            lambda own, viewer=viewer, whom=whom: actions.remove_member(
                own, own.get_one(Group, group_id), whom, cipher=cipher, viewer=viewer, now=now
            )
            for viewer, whom in pairs
        ),
    )
    assert [type(error) for error in raised] == [Forbidden]
    session.rollback()
    assert [member.role for member in session.scalars(select(GroupMember))] == [GroupRole.OWNER]


def test_two_who_invite_the_same_address_at_once_invite_it_once(
    owner: Person, group: Group, session: Session, sessions: sessionmaker[Session], clock: Clock, cipher: Cipher
) -> None:
    viewer, group_id, now = viewer_of(owner, group), group.id, clock()
    session.commit()

    def send(own: Session) -> None:
        actions.invite_member(
            own,
            own.get_one(Group, group_id),
            cipher=cipher,
            viewer=viewer,
            email="new@example.com",
            role=GroupRole.READER,
            language="kk",
            now=now,
        )

    raised = at_once(sessions, send, send)
    session.rollback()
    assert [error.what for error in raised if isinstance(error, Duplicate)] == ["invitation"]
    assert len(session.scalars(select(Invitation)).all()) == 1
