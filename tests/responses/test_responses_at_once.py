"""Two people at the same moment: the official and the organiser both record; of two corrections one is the first."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.domain.access import AccountRole, GroupRole, Viewer
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Duplicate
from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.models import Account, Response, Submission
from complaints.responses import actions
from complaints.responses.actions import ResponseDraft
from tests.responses.conftest import Case
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

Sessions = sessionmaker[Session]
Deed = Callable[[Session], object]


def drafted(number: str) -> ResponseDraft:
    outcomes = {"REPEAT_ROUND": Outcome.REFUSED, "PUBLISH_LOGS": Outcome.MET}
    return ResponseDraft(number, date(2026, 11, 23), LetterLanguage.KK, "", outcomes)


def at_the_same_time(sessions: Sessions, first: Deed, second: Deed) -> list[BaseException]:
    """The first deed is done and not committed when the second begins; the second has to wait for it."""
    raised: list[BaseException] = []

    def follow() -> None:
        with sessions() as other:
            try:
                second(other)
                other.commit()
            except Exception as error:
                raised.append(error)

    with sessions() as one:
        first(one)
        thread = Thread(target=follow)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive(), "the second did not wait"
        one.commit()
    thread.join(timeout=10)
    assert not thread.is_alive()
    return raised


@pytest.fixture
def submission_id(session: Session, submission: Submission, official: CheckedClient) -> UUID:
    session.commit()
    return submission.id


@pytest.fixture
def viewers(session: Session, case: Case, submission_id: UUID) -> tuple[Viewer, Viewer]:
    """The official and the organiser."""
    submission = session.get_one(Submission, submission_id)
    found = {account.role: account for account in session.scalars(select(Account))}
    officer, member = found[AccountRole.OFFICIAL], found[AccountRole.ORGANISER]
    made = (
        Viewer(officer.id, officer.role, submission.authority_id),
        Viewer(member.id, member.role, groups={submission.version.petition.group_id: GroupRole.OWNER}),
    )
    session.commit()
    return made


def test_official_and_organiser_record_at_once_and_both_stand(
    session: Session, sessions: Sessions, submission_id: UUID, viewers: tuple[Viewer, Viewer], clock: Clock
) -> None:
    officer, member = viewers

    def record(own: Session) -> None:
        submission = own.get_one(Submission, submission_id)
        actions.record_response(own, viewer=officer, submission=submission, draft=drafted("1"), now=clock.now)

    def report(own: Session) -> None:
        submission = own.get_one(Submission, submission_id)
        actions.report_response(own, viewer=member, submission=submission, draft=drafted("1"), now=clock.now)

    assert at_the_same_time(sessions, record, report) == []
    sides = set(session.scalars(select(Response.recorded_as)))
    assert sides == {RecordedBy.OFFICIAL, RecordedBy.ORGANISER}


def test_of_two_corrections_at_once_one_is_told_that_it_came_second(
    session: Session, sessions: Sessions, submission_id: UUID, viewers: tuple[Viewer, Viewer], clock: Clock
) -> None:
    officer, _ = viewers
    first = actions.record_response(
        session,
        viewer=officer,
        submission=session.get_one(Submission, submission_id),
        draft=drafted("1"),
        now=clock.now,
    )
    first_id = first.id
    session.commit()

    def correction(number: str) -> Deed:
        def put_right(own: Session) -> None:
            submission = own.get_one(Submission, submission_id)
            actions.record_response(
                own, viewer=officer, submission=submission, draft=drafted(number), corrects=first_id, now=clock.now
            )

        return put_right

    raised = at_the_same_time(sessions, correction("2"), correction("3"))
    assert [type(error) for error in raised] == [Duplicate]
    assert session.scalars(select(Response.number).where(Response.corrects_id == first_id)).all() == ["2"]


def test_the_same_answer_sent_twice_at_once_is_kept_once(
    session: Session, sessions: Sessions, submission_id: UUID, viewers: tuple[Viewer, Viewer], clock: Clock
) -> None:
    officer, _ = viewers

    def record(own: Session) -> None:
        submission = own.get_one(Submission, submission_id)
        actions.record_response(own, viewer=officer, submission=submission, draft=drafted("1"), now=clock.now)

    assert at_the_same_time(sessions, record, record) == []
    assert len(session.scalars(select(Response)).all()) == 1
