"""Withdrawing a complaint and stepping out of one collective complaint, before and after the hand-over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.errors import SomebodyLeft
from complaints.domain.petition import Cut, ExportState
from complaints.models import Complaint, Export, Group, PetitionVersion, PublicText, Tally
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze, hand_in
from tests.support.filings import FORMAL, Receipt, open_receipt, send
from tests.support.recount import all_kept

pytestmark = pytest.mark.usefixtures("unprinted")


@pytest.fixture
def group(session: Session, clock: Clock) -> Group:
    return attach_group(session, now=clock.now)


@pytest.fixture
def receipt(group: Group, client: CheckedClient) -> Receipt:
    """Of one of two people who filed."""
    send(client, {**FORMAL, "iin": "", "full_name": "Екінші Адам"})
    return open_receipt(client, send(client, {**FORMAL, "consent_publish": "y"}))


@pytest.fixture
def complaint(receipt: Receipt, session: Session) -> Complaint:
    return session.scalars(select(Complaint).where(Complaint.number == receipt.number)).one()


@pytest.fixture
def version(
    complaint: Complaint, app: Flask, session: Session, group: Group, clock: Clock, work: Callable[[], int]
) -> PetitionVersion:
    """Both people in a frozen version whose files are printed."""
    confirm_all(session, now=clock.now)
    made = freeze(app, session, group, now=clock.now)
    work()
    session.expire_all()
    return made


def withdraw(client: CheckedClient, number: str) -> str:
    path = f"/en/complaints/{number}/withdraw"
    assert "What happens" in client.get(path).text
    answer = client.post(path)
    assert answer.status_code == 303
    return client.get(answer.location).text


def states(session: Session) -> dict[Cut, set[ExportState]]:
    session.expire_all()
    rows = session.scalars(select(Export)).all()
    return {cut: {row.state for row in rows if row.cut is cut} for cut in Cut}


def test_a_withdrawn_complaint_leaves_figures_and_texts_and_stays_open_to_its_filer(
    client: CheckedClient, session: Session, complaint: Complaint
) -> None:
    page = withdraw(client, complaint.number)
    assert "You withdrew it" in page
    assert str(FORMAL["full_name"]) in page
    assert "/correct" not in page
    session.expire_all()
    figures = all_kept(session)
    assert (figures["all", "all"], figures["left", "withdrawn"]) == (1, 1)
    assert session.scalars(select(PublicText)).all() == []


def test_withdrawing_twice_is_withdrawing_once(client: CheckedClient, session: Session, complaint: Complaint) -> None:
    for _ in range(2):
        assert client.post(f"/en/complaints/{complaint.number}/withdraw").status_code == 303
    assert client.get(f"/en/complaints/{complaint.number}/withdraw").status_code == 303
    assert session.scalars(select(Tally.complaints).where(Tally.dimension == "left")).all() == [1]


def test_a_withdrawal_after_the_freeze_stops_the_hand_over_until_it_is_frozen_again(
    client: CheckedClient, session: Session, group: Group, clock: Clock, complaint: Complaint, version: PetitionVersion
) -> None:
    asked = client.get(f"/en/complaints/{complaint.number}/withdraw").text
    assert "its final text can no longer be handed in" in asked
    page = withdraw(client, complaint.number)
    assert "the text can only be handed in anew, without you" in page
    assert states(session) == {
        Cut.OFFICIAL: {ExportState.REMOVED},
        Cut.PUBLIC: {ExportState.DONE},
        Cut.COUNTER: {ExportState.DONE},
    }
    with pytest.raises(SomebodyLeft):
        hand_in(session, version, group, now=clock.now)


def test_after_the_hand_over_the_words_are_others_and_the_copies_with_names_go(
    client: CheckedClient,
    app: Flask,
    session: Session,
    group: Group,
    clock: Clock,
    complaint: Complaint,
    version: PetitionVersion,
    work: Callable[[], int],
) -> None:
    keys = [export.storage_key for export in version.exports if export.cut is Cut.OFFICIAL]
    hand_in(session, version, group, now=clock.now)
    asked = client.get(f"/en/complaints/{complaint.number}/withdraw").text
    assert "the authority has it with your name" in asked
    page = withdraw(client, complaint.number)
    assert "the authority keeps what it received" in page
    assert "ЖТ-2026-1" in page
    work()
    with app.app_context():
        for key in keys:
            assert key
            with pytest.raises(FileNotFoundError):
                context.storage().get(key)
    assert all(export.sha256 and export.size_bytes for export in session.scalars(select(Export)))


def test_stepping_out_takes_it_out_of_this_collective_complaint_only(
    client: CheckedClient, session: Session, complaint: Complaint, version: PetitionVersion
) -> None:
    path = f"/en/complaints/{complaint.number}/step-out/{version.petition_id}"
    assert path in client.get(f"/en/complaints/{complaint.number}").text
    assert "Step out" in client.get(path).text
    answers = [client.post(path) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    page = client.get(f"/en/complaints/{complaint.number}").text
    assert "you left it" in page
    assert path not in page
    assert client.get(path).status_code == 303
    session.expire_all()
    assert complaint.withdrawn_at is None
    assert complaint.id not in {row.complaint_id for row in version.petition.chosen}


def test_once_it_is_handed_in_nobody_steps_out(
    client: CheckedClient, session: Session, group: Group, clock: Clock, complaint: Complaint, version: PetitionVersion
) -> None:
    hand_in(session, version, group, now=clock.now)
    path = f"/en/complaints/{complaint.number}/step-out/{version.petition_id}"
    assert path not in client.get(f"/en/complaints/{complaint.number}").text
    answer = client.post(path)
    assert "It was handed in before you stepped out" in client.get(answer.location).text
    assert states(session)[Cut.OFFICIAL] == {ExportState.DONE}


def test_a_collective_complaint_of_others_is_not_found(client: CheckedClient, receipt: Receipt) -> None:
    assert client.get(f"/en/complaints/{receipt.number}/step-out/7").status_code == 404


@pytest.mark.parametrize("deed", ["withdraw", "erase", "step-out/1", "download"])
def test_without_a_visit_number_alone_opens_nothing(
    app: Flask, complaint: Complaint, session: Session, deed: str
) -> None:
    stranger = app.test_client()
    path = f"/en/complaints/{complaint.number}/{deed}"
    answers = [stranger.get(path)] + ([stranger.post(path)] if deed != "download" else [])
    assert {answer.location for answer in answers} == {f"/en/track?number={complaint.number}"}
    session.expire_all()
    assert complaint.withdrawn_at is None


def test_leaving_quickly_forgets_every_visit_and_says_nothing(client: CheckedClient, receipt: Receipt) -> None:
    answer = client.post("/en/leave")
    assert (answer.status_code, answer.location) == (303, "/en/rounds/")
    assert receipt.number not in client.get(answer.location).text
    for path in (f"/en/complaints/{receipt.number}", f"/en/complaints/{receipt.number}/receipt"):
        assert client.get(path).status_code == 302
