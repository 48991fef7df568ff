"""Every state of a complaint, reached by the deeds of its people and read on its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.departures import leave
from complaints.domain.access import AccountRole
from complaints.domain.complaint import Departure, LookedAt
from complaints.domain.moderation import Decision, Reason, TextState
from complaints.models import Account, Complaint, Group, Look, ModerationDecision, PublicText, new_id
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze, freeze_again, hand_in
from tests.support.filings import EVIDENCE, FORMAL, Receipt, open_receipt, send


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return attach_group(session, now=clock.now)


@pytest.fixture
def receipt(group: Group, client: CheckedClient) -> Receipt:
    return open_receipt(client, send(client, {**FORMAL, "consent_publish": "y"}))


@pytest.fixture
def complaint(receipt: Receipt, session: Session) -> Complaint:
    return session.scalars(select(Complaint)).one()


@pytest.fixture
def moderator(session: Session, clock: Clock) -> Account:
    made = Account(
        id=new_id(),
        email_index="1" * 64,
        email_enc=b"x",
        role=AccountRole.MODERATOR,
        language="kk",
        created_at=clock.now,
    )
    session.add(made)
    session.flush()
    return made


def page_of(client: CheckedClient, complaint: Complaint) -> str:
    return client.get(f"/en/complaints/{complaint.number}").text


def test_accepted_and_not_confirmed_yet_says_what_to_do(client: CheckedClient, complaint: Complaint) -> None:
    page = page_of(client, complaint)
    for said in (
        "We accepted your complaint. It is counted in the figures of this round.",
        "not confirmed yet",
        "Send the link again",
        "Before that it has to be confirmed.",
        "Your own words wait for a moderator.",
    ):
        assert said in page


def test_evidence_needs_no_confirmation(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, EVIDENCE))
    page = page_of(client, session.scalars(select(Complaint)).one())
    assert "Nothing has to be confirmed" in page
    assert "not confirmed yet" not in page


def test_confirmed_says_how_and_when(
    client: CheckedClient, session: Session, complaint: Complaint, clock: Clock
) -> None:
    confirm_all(session, now=clock.now)
    assert "Confirmed by a signature on paper on 23 November 2026, 10:00." in page_of(client, complaint)


def test_late_says_until_when_it_was_in_time(client: CheckedClient, session: Session) -> None:
    open_receipt(client, send(client, {**EVIDENCE, "learned_at": "29.03.2025 10:00", "attempted_at": ""}))
    page = page_of(client, session.scalars(select(Complaint)).one())
    assert "filed late" in page
    assert "ended on 29 June 2025" in page


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [
        (Decision.RELEASE, TextState.RELEASED, "A moderator published your own words as written"),
        (Decision.BLANK, TextState.RELEASED, "with some of them blanked out"),
        (Decision.HOLD, TextState.HELD, "did not publish your own words"),
    ],
)
def test_what_a_moderator_decided_is_said_with_the_reason(
    client: CheckedClient,
    session: Session,
    complaint: Complaint,
    moderator: Account,
    clock: Clock,
    decision: Decision,
    state: TextState,
    said: str,
) -> None:
    text = session.get_one(PublicText, complaint.id)
    text.state, text.released = state, "Орын ▇▇▇." if state is TextState.RELEASED else None
    session.add(
        ModerationDecision(
            complaint_id=complaint.id,
            complaint_version=1,
            decision=decision,
            reason=None if decision is Decision.RELEASE else Reason.CHILD_NAMED,
            account_id=moderator.id,
            decided_at=clock.now + timedelta(hours=1),
        )
    )
    page = page_of(client, complaint)
    assert said in page
    assert ("Reason: A child can be recognised." in page) is (decision is not Decision.RELEASE)
    assert ("Орын ▇▇▇." in page) is (state is TextState.RELEASED)
    assert "wait for a moderator" not in page


def test_joined_says_that_both_count_as_one(
    client: CheckedClient, session: Session, complaint: Complaint, clock: Clock
) -> None:
    leave(session, complaint, Departure.JOINED, now=clock.now, joined_to=new_id())
    page = page_of(client, complaint)
    assert "in the figures the two count as one" in page
    assert "It is counted in the figures of this round." not in page


def test_a_look_at_the_phone_is_shown(
    client: CheckedClient, session: Session, complaint: Complaint, moderator: Account, group: Group, clock: Clock
) -> None:
    look = Look(
        complaint_id=complaint.id, account_id=moderator.id, group_id=group.id, what=LookedAt.PHONE, at=clock.now
    )
    session.add(look)
    assert "a member of the group Ата-аналар тобы, your phone number" in page_of(client, complaint)


def test_each_taking_of_the_copy_with_names_is_counted(
    client: CheckedClient,
    app: Flask,
    session: Session,
    group: Group,
    complaint: Complaint,
    moderator: Account,
    clock: Clock,
) -> None:
    confirm_all(session, now=clock.now)
    version = freeze(app, session, group, now=clock.now)
    assert "the copy with your name" not in page_of(client, complaint)
    for _ in range(2):
        look = Look(account_id=moderator.id, group_id=group.id, what=LookedAt.OFFICIAL_FILE, at=clock.now)
        look.version_id = version.id
        session.add(look)
    session.commit()
    assert "the group took the copy with your name 2 times; this is the last one." in page_of(client, complaint)


def test_each_step_of_a_collective_complaint_is_shown(
    client: CheckedClient, app: Flask, session: Session, group: Group, complaint: Complaint, clock: Clock
) -> None:
    assert "No group has put it into a collective complaint yet." in page_of(client, complaint)
    confirm_all(session, now=clock.now)
    version = freeze(app, session, group, now=clock.now)
    assert "ready to hand in" in page_of(client, complaint)
    hand_in(session, version, group, now=clock.now)
    page = page_of(client, complaint)
    assert "Last day for the answer." in page
    assert "Step out" not in page


def test_a_collective_complaint_that_goes_without_who_stepped_out_says_so(
    client: CheckedClient, app: Flask, session: Session, group: Group, complaint: Complaint, clock: Clock
) -> None:
    open_receipt(client, send(client, {**FORMAL, "iin": "", "full_name": "Екінші Адам"}))
    confirm_all(session, now=clock.now)
    version = freeze(app, session, group, now=clock.now)
    client.post(f"/en/complaints/{complaint.number}/step-out/{version.petition_id}")
    again = freeze_again(app, session, group, version, now=clock.now + timedelta(minutes=1))
    hand_in(session, again, group, now=clock.now)
    page = page_of(client, complaint)
    assert "handed in without yours" in page
    assert "ЖТ-2026-1" not in page
