"""A withdrawal and a freeze at the same moment: whichever is first, no version is handed in with who has left."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from complaints.cipher import Cipher
from complaints.departures import leave
from complaints.domain.complaint import Departure
from complaints.models import Complaint, Group, Petition, PetitionVersion, Round
from complaints.petitions import queries
from complaints.petitions.freezing import actions as petitions
from complaints.web import context
from tests.support.clock import Clock
from tests.support.collective import editor_of

Sessions = sessionmaker[Session]
Deed = Callable[[Session], object]


@pytest.fixture
def cipher(app: Flask) -> Cipher:
    with app.app_context():
        return context.cipher()


@pytest.fixture
def petition_id(
    session: Session, cipher: Cipher, group: Group, round_: Round, filed: list[Complaint], clock: Clock
) -> int:
    """A draft with four people, frozen once."""
    version = petitions.freeze_example(
        session, cipher=cipher, viewer=editor_of(group), group=group, round_=round_, now=clock.now
    )
    session.commit()
    return version.petition_id


def at_the_same_time(sessions: Sessions, first: Deed, second: Deed) -> None:
    """The first deed is done and not committed when the second begins; the second has to wait for it."""

    def follow() -> None:
        with sessions() as other:
            second(other)
            other.commit()

    with sessions() as one:
        first(one)
        thread = Thread(target=follow)
        thread.start()
        time.sleep(0.5)
        assert thread.is_alive(), "the second did not wait"
        one.commit()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture
def deeds(
    session: Session, cipher: Cipher, group: Group, filed: list[Complaint], petition_id: int, clock: Clock
) -> tuple[Deed, Deed]:
    """Withdraw the first complaint; choose another letter date and freeze."""
    complaint_id, viewer = filed[0].id, editor_of(group)

    def withdraw(own: Session) -> None:
        leave(own, own.get_one(Complaint, complaint_id), Departure.WITHDRAWN, now=clock.now)

    def freeze(own: Session) -> None:
        petition = own.get_one(Petition, petition_id)
        petition.letter_dated_on = clock.now.date().replace(day=1)
        petitions.freeze_petition(own, cipher=cipher, viewer=viewer, petition=petition, now=clock.now)

    session.commit()
    return withdraw, freeze


def newest(session: Session, petition_id: int) -> PetitionVersion:
    session.expire_all()
    return session.get_one(Petition, petition_id).versions[-1]


def included(session: Session, version: PetitionVersion) -> dict[UUID, bool]:
    """Each complaint of the version, and whether it has left."""
    return {row.complaint_id: row.left_at is not None for row in queries.list_included(session, version.id)}


def test_a_freeze_during_a_withdrawal_is_without_who_withdraws(
    session: Session, sessions: Sessions, deeds: tuple[Deed, Deed], petition_id: int, filed: list[Complaint]
) -> None:
    withdraw, freeze = deeds
    at_the_same_time(sessions, withdraw, freeze)
    version = newest(session, petition_id)
    assert version.number == 2
    assert included(session, version) == {complaint.id: False for complaint in filed[1:]}


def test_a_withdrawal_during_a_freeze_leaves_the_new_version_too(
    session: Session, sessions: Sessions, deeds: tuple[Deed, Deed], petition_id: int, filed: list[Complaint]
) -> None:
    withdraw, freeze = deeds
    at_the_same_time(sessions, freeze, withdraw)
    version = newest(session, petition_id)
    assert version.number == 2
    assert included(session, version) == {complaint.id: complaint is filed[0] for complaint in filed}
