"""Following a complaint by number and secret code."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.complaint import LetterLanguage
from complaints.domain.lifecycle import Channel, Outcome, SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.filing.following.views import WRONG_TRIES
from complaints.models import (
    Complaint,
    Group,
    Petition,
    PetitionComplaint,
    PetitionVersion,
    Response,
    ResponseOutcome,
    Submission,
    VersionComplaint,
)
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, FORMAL, Receipt, error_of, open_receipt, send

NOWHERE = "0000-0000"
HANDED_IN = date(2026, 11, 24)


@pytest.fixture
def receipt(client: CheckedClient) -> Receipt:
    return open_receipt(client, send(client, FORMAL))


@pytest.fixture
def follower(app: Flask) -> CheckedClient:
    """A browser that did not file."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


def track(client: CheckedClient, number: str, code: str) -> tuple[int, str]:
    response = client.post("/en/track", data={"number": number, "code": code})
    return response.status_code, response.get_data(as_text=True)


def as_typed_badly(text: str) -> str:
    return " " + text.lower().replace("-", " - ").replace("0", "o").replace("1", "l") + " "


def test_number_and_code_open_the_complaint_however_they_are_typed(receipt: Receipt, follower: CheckedClient) -> None:
    typed = {"number": as_typed_badly(receipt.number), "code": as_typed_badly(receipt.code)}
    response = follower.post("/en/track", data=typed)
    assert (response.status_code, response.location) == (303, f"/en/complaints/{receipt.number}")
    page = follower.get(response.location).get_data(as_text=True)
    for own in (*(str(FORMAL[name]) for name in ("full_name", "postal_address", "narrative", "iin")), "+77010000001"):
        assert own in page
    assert receipt.code not in page


def test_an_unknown_number_and_a_wrong_code_are_answered_alike(receipt: Receipt, follower: CheckedClient) -> None:
    wrong_code = "0" * 26
    status, page = track(follower, receipt.number, wrong_code)
    other_status, other_page = track(follower, NOWHERE, wrong_code)
    assert status == other_status == 422
    assert page.replace(receipt.number, "") == other_page.replace(NOWHERE, "")
    assert error_of(page, "code")


@pytest.mark.parametrize(
    ("number", "code", "field"),
    [
        ("", "x", "number"),
        ("12", "0" * 26, "number"),
        (NOWHERE, "", "code"),
        (NOWHERE, "U" * 26, "code"),
        (" ", " ", "number"),
        (NOWHERE, "\0", "code"),
    ],
)
def test_what_cannot_be_a_reference_is_said_beside_the_field(
    follower: CheckedClient, number: str, code: str, field: str
) -> None:
    status, page = track(follower, number, code)
    assert status == 422
    assert error_of(page, field)


def test_guessing_is_slowed_down_and_the_right_code_still_opens(
    receipt: Receipt, follower: CheckedClient, clock: Clock
) -> None:
    statuses = [track(follower, receipt.number, "0" * 26)[0] for _ in range(WRONG_TRIES + 1)]
    assert statuses == [422] * WRONG_TRIES + [429]
    assert track(follower, receipt.number, receipt.code)[0] == 303
    clock.advance(minutes=10)
    assert track(follower, receipt.number, "0" * 26)[0] == 422


def test_the_page_closes_after_an_hour(receipt: Receipt, follower: CheckedClient, clock: Clock) -> None:
    track(follower, receipt.number, receipt.code)
    clock.advance(minutes=59)
    assert follower.get(f"/en/complaints/{receipt.number}").status_code == 200
    clock.advance(minutes=1)
    assert follower.get(f"/en/complaints/{receipt.number}").location == f"/en/track?number={receipt.number}"


def test_following_does_not_open_the_receipt(receipt: Receipt, follower: CheckedClient) -> None:
    track(follower, receipt.number, receipt.code)
    assert follower.get(f"/en/complaints/{receipt.number}/receipt").status_code == 302


def test_leaving_closes_page_and_receipt_at_once(receipt: Receipt, client: CheckedClient) -> None:
    response = client.post(f"/en/complaints/{receipt.number}/leave")
    assert response.status_code == 303
    for path in (f"/en/complaints/{receipt.number}", f"/en/complaints/{receipt.number}/receipt"):
        assert client.get(path).status_code == 302


def test_the_number_of_a_mailed_link_is_typed_already(follower: CheckedClient) -> None:
    assert 'value="7K3M-Q2XA"' in follower.get("/en/track?number=7K3M-Q2XA").get_data(as_text=True)


def test_before_any_group_took_it_the_page_says_where_it_stands(client: CheckedClient) -> None:
    for typed, said in (
        (FORMAL, "No group has put it into a collective complaint yet."),
        ({**FORMAL, "consent_petition": []}, "You did not agree to a collective complaint"),
        (EVIDENCE, "cannot stand in a collective complaint, because it has no name"),
    ):
        number = open_receipt(client, send(client, typed)).number
        assert said in client.get(f"/en/complaints/{number}").get_data(as_text=True)


@pytest.fixture
def petition(session: Session, receipt: Receipt, clock: Clock) -> Petition:
    """A group's draft with the complaint of the receipt."""
    complaint = session.scalars(select(Complaint)).one()
    group = Group(slug="g", name="Ақтау ата-аналары", region_code="KZ-47", created_at=clock.now)
    session.add(group)
    session.flush()
    draft = Petition(group_id=group.id, round_id=complaint.round_id, kind=PetitionKind.COMPLAINT, created_at=clock.now)
    session.add(draft)
    session.flush()
    session.add(PetitionComplaint(petition_id=draft.id, complaint_id=complaint.id))
    return draft


def freeze(session: Session, petition: Petition, number: int, clock: Clock) -> PetitionVersion:
    complaint = session.scalars(select(Complaint)).one()
    version = PetitionVersion(
        petition_id=petition.id,
        number=number,
        frozen_at=clock.now,
        content={},
        content_sha256="0" * 64,
        representative_enc=b"",
    )
    session.add(version)
    session.flush()
    session.add(VersionComplaint(version_id=version.id, complaint_id=complaint.id, position=1))
    session.flush()
    return version


def hand_in(session: Session, version: PetitionVersion, clock: Clock) -> Submission:
    authority = session.scalars(select(Complaint)).one().round.authority
    assert authority is not None
    submission = Submission(
        version_id=version.id,
        authority_id=authority.id,
        channel=Channel.EOTINISH,
        handed_in_on=HANDED_IN,
        handed_in_time=time(10),
        outside_number="ЖТ-2026-00000001",
        registered_on=HANDED_IN,
        state=SubmissionState.REGISTERED,
        recorded_at=clock.now,
    )
    session.add(submission)
    session.flush()
    return submission


def answer(session: Session, submission: Submission, responded_on: date, clock: Clock) -> None:
    response = Response(
        submission_id=submission.id,
        number="01-05/77",
        responded_on=responded_on,
        language=LetterLanguage.RU,
        summary="Проверка проведена.",
        recorded_at=clock.now,
        outcomes=[
            ResponseOutcome(demand_code="REPEAT_ROUND", outcome=Outcome.REFUSED, position=1),
            ResponseOutcome(demand_code="PUBLISH_LOGS", outcome=Outcome.PARTLY, position=2),
        ],
    )
    session.add(response)


def page_of(client: CheckedClient, receipt: Receipt) -> str:
    return client.get(f"/en/complaints/{receipt.number}").get_data(as_text=True)


def test_the_filer_is_shown_each_step_of_the_collective_complaint(
    client: CheckedClient, session: Session, clock: Clock, receipt: Receipt, petition: Petition
) -> None:
    assert "The group has chosen your complaint" in page_of(client, receipt)
    version = freeze(session, petition, 1, clock)
    page = page_of(client, receipt)
    assert "The text is final and your complaint stands in it." in page
    assert "Ақтау ата-аналары" in page
    submission = hand_in(session, version, clock)
    page = page_of(client, receipt)
    assert "ЖТ-2026-00000001" in page
    assert "23 December 2026" in page
    assert "Independence Day" in page or "16 December 2026" in page
    answer(session, submission, date(2026, 12, 10), clock)
    page = page_of(client, receipt)
    for said in ("Answered in time", "01-05/77", "Проверка проведена.", "Refused", "Partly met", "10 December 2026"):
        assert said in page


def test_an_answer_that_does_not_come_shows_as_overdue(
    client: CheckedClient, session: Session, clock: Clock, receipt: Receipt, petition: Petition
) -> None:
    hand_in(session, freeze(session, petition, 1, clock), clock)
    clock.set(clock.now + timedelta(days=31))
    track(client, receipt.number, receipt.code)
    assert "Overdue by 1 working day" in page_of(client, receipt)


def test_the_version_handed_in_is_shown_rather_than_a_newer_one(
    client: CheckedClient, session: Session, clock: Clock, receipt: Receipt, petition: Petition
) -> None:
    hand_in(session, freeze(session, petition, 1, clock), clock)
    freeze(session, petition, 2, clock)
    page = page_of(client, receipt)
    assert page.count("Collective complaint of the group") == 1
    assert "ЖТ-2026-00000001" in page
