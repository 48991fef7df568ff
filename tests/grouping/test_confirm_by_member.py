"""Confirming by a member of the group: who sees which complaints, the phone and its log, by call and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from complaints.domain.access import AccountRole, GroupRole
from complaints.domain.complaint import ConfirmedBy, LookedAt
from complaints.models import Complaint, Confirmation, Group, GroupMember, Look, Tally
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, open_receipt, send
from tests.support.forms import fill_and_send, filled_in
from tests.support.groups import Filer, make_group

LIST = "/ru/groups/parents/unconfirmed"
PHONE = "+77010000001"
Member = Callable[[GroupRole], CheckedClient]
Files = Callable[..., Filer]
PERSONAL = ("Әбдіғалиева", "910630201017", "Мысал көшесі", "filer@example.com", "Орын қалмаған")


def one(number: str) -> str:
    return f"{LIST}/{number}"


def look_at(client: CheckedClient, number: str) -> str:
    """Press the button that shows the phone; the page then."""
    answer = fill_and_send(client, one(number), {})
    assert answer.status_code == 200, answer.text
    return answer.text


def record(client: CheckedClient, number: str, by: str) -> int:
    """Record that the person was reached; the status of the answer."""
    deed = f"{one(number)}/confirm"
    fields = filled_in(client.get(one(number)).text, deed)
    fields["by"] = by
    return client.post(deed, data=fields).status_code


def confirmations(session: Session) -> list[Confirmation]:
    session.rollback()
    return list(session.scalars(select(Confirmation)))


def looks(session: Session) -> list[Look]:
    session.rollback()
    return list(session.scalars(select(Look)))


def confirmed_publicly(session: Session) -> int:
    wanted = select(Tally.complaints).where(Tally.dimension == "confirmed", Tally.key == "formal")
    return session.scalar(wanted) or 0


def test_the_list_shows_number_round_day_and_ways_and_nobody_s_data(
    owner: CheckedClient, phone_only: Filer, file: Files
) -> None:
    with_mail = file()
    page = owner.get(LIST)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for number in (phone_only.number, with_mail.number):
        assert number in page.text
    assert not [trace for trace in (*PERSONAL, PHONE) if trace in page.text]
    single = owner.get(one(phone_only.number)).text
    assert not [trace for trace in (*PERSONAL, PHONE) if trace in single]


def test_only_formal_ones_whose_consent_named_the_group_and_that_still_wait_are_listed(
    owner: CheckedClient, client: CheckedClient, group: Group, file: Files, session: Session, clock: Clock
) -> None:
    waiting = file(email="").number
    left = {name: file(email="").number for name in ("withdrawn", "erased", "joined", "confirmed")}
    numbers = {name: open_receipt(client, send(client, FORMAL, {"consent_petition": []})).number for name in ("no",)}
    evidence = open_receipt(client, send(client, EVIDENCE)).number
    rows = {row.number: row for row in session.scalars(select(Complaint))}
    rows[left["withdrawn"]].withdrawn_at = rows[left["erased"]].erased_at = clock.now
    rows[left["joined"]].joined_to_id = rows[waiting].id
    rows[left["confirmed"]].confirmation = Confirmation(by=ConfirmedBy.MAIL_LINK, confirmed_at=clock.now)
    session.commit()
    page = owner.get(LIST).text
    others = [*left.values(), *numbers.values(), evidence]
    assert waiting in page
    assert [number for number in others if number in page] == []
    assert {owner.get(one(number)).status_code for number in others} == {404}


def test_a_complaint_from_before_the_group_was_attached_did_not_name_it(
    file: Files, member: Member, session: Session, clock: Clock, client: CheckedClient
) -> None:
    early = open_receipt(client, send(client, FORMAL, {"email": ""})).number
    owner = member(GroupRole.OWNER)
    assert owner.get(one(early)).status_code == 200
    row = session.scalars(select(Complaint).where(Complaint.number == early)).one()
    row.named_groups.clear()
    session.commit()
    assert early not in owner.get(LIST).text
    assert owner.get(one(early)).status_code == 404


def test_fifty_stand_on_a_page(owner: CheckedClient, phone_only: Filer, session: Session, clock: Clock) -> None:
    template = session.scalars(select(Complaint)).one()
    copied = {
        column.name: getattr(template, column.key)
        for column in Complaint.__table__.columns
        if column.name not in ("id", "number", "token_hash")
    }
    for n in range(51):
        twin = Complaint(**copied, number=f"TEST-{n:04}", token_hash=f"{n:064}")
        twin.named_groups = [type(template.named_groups[0])(group_id=template.named_groups[0].group_id)]
        session.add(twin)
    session.commit()
    first, second = owner.get(LIST).text, owner.get(f"{LIST}?page=2").text
    assert first.count("<tr>") == 51
    assert second.count("<tr>") == 3
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    for strange in ("0", "-1", "999", "x"):
        assert owner.get(f"{LIST}?page={strange}").status_code == 200


def test_the_phone_is_shown_by_a_post_only_and_every_look_is_kept(
    owner: CheckedClient, phone_only: Filer, group: Group, session: Session, clock: Clock
) -> None:
    assert owner.get(one(phone_only.number)).text.count(PHONE) == 0
    assert looks(session) == []
    answer = fill_and_send(owner, one(phone_only.number), {})
    assert PHONE in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not [trace for trace in PERSONAL if trace in answer.text]
    clock.advance(minutes=7)
    look_at(owner, phone_only.number)
    kept = looks(session)
    account = session.scalars(select(GroupMember.account_id)).one()
    assert {(look.account_id, look.group_id, look.what) for look in kept} == {(account, group.id, LookedAt.PHONE)}
    assert len({look.at for look in kept}) == 2
    assert PHONE not in owner.get(one(phone_only.number)).text


def test_the_filer_sees_each_look_and_who_confirmed_how_and_when(
    owner: CheckedClient, phone_only: Filer, clock: Clock
) -> None:
    look_at(owner, phone_only.number)
    clock.advance(minutes=3)
    page = phone_only.browser.get(f"/en/complaints/{phone_only.number}").text
    assert "a member of the group Ата-аналар тобы" in page
    assert "10:00" in page
    assert "Not confirmed yet" in page
    assert record(owner, phone_only.number, "call") == 303
    page = phone_only.browser.get(f"/en/complaints/{phone_only.number}").text
    assert "Confirmed by a call of a group member on 23 November 2026, 10:03" in page
    assert "Group: Ата-аналар тобы." in page


@pytest.mark.parametrize("by", [ConfirmedBy.CALL, ConfirmedBy.PAPER])
def test_a_confirmation_keeps_who_how_and_when_and_moves_the_figures_once(
    owner: CheckedClient, phone_only: Filer, group: Group, session: Session, clock: Clock, by: ConfirmedBy
) -> None:
    look_at(owner, phone_only.number)
    assert record(owner, phone_only.number, by.value) == 303
    [kept] = confirmations(session)
    account = session.scalars(select(GroupMember.account_id)).one()
    assert (kept.by, kept.account_id, kept.group_id, kept.confirmed_at) == (by, account, group.id, clock.now)
    assert confirmed_publicly(session) == 1
    assert phone_only.number not in owner.get(LIST).text.partition("<table")[2]


def test_nobody_confirms_by_a_call_without_having_seen_the_phone(
    owner: CheckedClient, phone_only: Filer, session: Session
) -> None:
    assert record(owner, phone_only.number, "call") == 422
    assert confirmations(session) == []
    assert record(owner, phone_only.number, "paper") == 303


def test_how_the_person_was_reached_must_be_said(owner: CheckedClient, phone_only: Filer, session: Session) -> None:
    for by in ("", "mail_link", "nonsense"):
        assert record(owner, phone_only.number, by) == 422
    assert confirmations(session) == []


def test_who_gave_no_phone_can_confirm_on_paper_only(
    owner: CheckedClient, group: Group, file: Files, session: Session
) -> None:
    number = file(phone="").number
    page = owner.get(one(number)).text
    assert f'action="{one(number)}"' not in page
    assert owner.post(one(number), data={"csrf_token": own_token(owner)}).status_code == 404
    assert record(owner, number, "call") == 422
    assert record(owner, number, "paper") == 303


def test_of_two_members_at_once_the_first_stays_on_record(member: Member, phone_only: Filer, session: Session) -> None:
    first, second = member(GroupRole.OWNER), member(GroupRole.EDITOR)
    for client in (first, second):
        look_at(client, phone_only.number)
    page = second.get(one(phone_only.number))
    assert record(first, phone_only.number, "paper") == 303
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    late = second.post(f"{one(phone_only.number)}/confirm", data={"csrf_token": token, "by": "call"})
    assert late.status_code == 404
    assert [kept.by for kept in confirmations(session)] == [ConfirmedBy.PAPER]
    assert confirmed_publicly(session) == 1


def test_an_editor_may_and_a_reader_may_only_see_that_they_wait(
    member: Member, phone_only: Filer, session: Session
) -> None:
    editor, reader = member(GroupRole.EDITOR), member(GroupRole.READER)
    page = reader.get(LIST)
    assert phone_only.number in page.text
    assert one(phone_only.number) not in page.text
    assert reader.get(one(phone_only.number)).status_code == 403
    token = token_of(editor.get(one(phone_only.number)).text)
    assert token
    for path in (one(phone_only.number), f"{one(phone_only.number)}/confirm"):
        assert reader.post(path, data={"csrf_token": own_token(reader), "by": "paper"}).status_code == 403
    assert looks(session) == []
    assert confirmations(session) == []
    assert PHONE in look_at(editor, phone_only.number)


def token_of(page: str) -> str:
    return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def own_token(client: CheckedClient) -> str:
    """The token of this browser's session, from a page that every organiser has."""
    return token_of(client.get("/ru/account/").text)


@pytest.mark.parametrize("role", [AccountRole.OFFICIAL, AccountRole.MODERATOR, AccountRole.OPERATOR, None])
def test_other_people_have_no_business_here(
    client: CheckedClient,
    sign_in: Callable[..., CheckedClient],
    phone_only: Filer,
    role: AccountRole | None,
    session: Session,
) -> None:
    browser = sign_in(role) if role else client
    expected = 403 if role else 303
    assert browser.get(LIST).status_code == expected
    assert browser.get(one(phone_only.number)).status_code == expected
    token = own_token(browser) if role else ""
    assert browser.post(one(phone_only.number), data={"csrf_token": token}).status_code in (400, 403, 303)
    assert session.scalar(select(func.count()).select_from(Look)) == 0


def test_another_group_finds_nothing(
    sign_in: Callable[..., CheckedClient], phone_only: Filer, session: Session, clock: Clock
) -> None:
    """Attached later to the same round: the consent did not name it."""
    make_group(session, "others", "Басқа топ", clock)
    stranger = sign_in(AccountRole.ORGANISER, group_slug="others")
    own_list = "/ru/groups/others/unconfirmed"
    assert phone_only.number not in stranger.get(own_list).text
    assert stranger.get(LIST).status_code == 404
    for base in (LIST, own_list):
        assert stranger.get(f"{base}/{phone_only.number}").status_code == 404
        for path in (f"{base}/{phone_only.number}", f"{base}/{phone_only.number}/confirm"):
            sent = {"csrf_token": own_token(stranger), "by": "paper"}
            assert stranger.post(path, data=sent).status_code == 404
    assert looks(session) == []
    assert confirmations(session) == []


def test_a_forged_form_shows_no_phone(owner: CheckedClient, phone_only: Filer, session: Session) -> None:
    assert owner.post(one(phone_only.number)).status_code == 400
    assert looks(session) == []


def test_the_desk_of_the_group_says_how_many_wait(owner: CheckedClient, phone_only: Filer, session: Session) -> None:
    page = owner.get("/ru/groups/parents/").text
    assert LIST in page
    assert record(owner, phone_only.number, "paper") == 303
    assert LIST not in owner.get("/ru/groups/parents/").text


def test_a_look_is_logged_by_number_and_account_and_without_the_phone(phone_only: Filer, owner: CheckedClient) -> None:
    with capture_logs() as events:
        look_at(owner, phone_only.number)
    [said] = [event for event in events if event["event"] == "phone_seen"]
    assert said["number"] == phone_only.number
    assert said["actor"]
    assert "7010000001" not in str(events)
