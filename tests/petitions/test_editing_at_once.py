"""Two editors of one draft at the same moment: nobody overwrites, and nobody freezes what nobody saw."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from complaints.cipher import Cipher
from complaints.domain.errors import StaleVersion
from complaints.models import Complaint, Group, Petition, Round
from complaints.petitions import actions
from complaints.petitions.freezing.actions import freeze_example, freeze_petition
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
    """A draft that can be frozen, frozen once."""
    assert filed
    version = freeze_example(session, cipher=cipher, viewer=editor_of(group), group=group, round_=round_, now=clock.now)
    session.commit()
    return version.petition_id


@pytest.fixture
def save(cipher: Cipher, group: Group, petition_id: int, session: Session) -> Callable[[date], Deed]:
    """`save(day)`: save another letter date, as somebody who opened the draft when it was first saved."""
    viewer = editor_of(group)
    session.commit()

    def dated(day: date) -> Deed:
        def deed(own: Session) -> None:
            petition = own.get_one(Petition, petition_id)
            draft = replace(actions.get_draft(petition, cipher), letter_dated_on=day)
            actions.save_petition(own, cipher=cipher, viewer=viewer, petition=petition, draft=draft, edit_number=1)

        return deed

    return dated


def one_then_the_other(sessions: Sessions, first: Deed, second: Deed) -> list[Exception]:
    """The first is done and not committed when the second begins. What the second raised."""
    raised: list[Exception] = []

    def follow() -> None:
        try:
            with sessions() as other:
                second(other)
                other.commit()
        except StaleVersion as error:
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


def test_of_two_who_save_at_once_one_is_told(
    sessions: Sessions, session: Session, save: Callable[[date], Deed], petition_id: int
) -> None:
    raised = one_then_the_other(sessions, save(date(2026, 11, 2)), save(date(2026, 11, 3)))
    assert [type(error) for error in raised] == [StaleVersion]
    session.expire_all()
    assert session.get_one(Petition, petition_id).letter_dated_on == date(2026, 11, 2)


def test_the_same_saved_twice_at_once_is_saved_once(
    sessions: Sessions, session: Session, save: Callable[[date], Deed], petition_id: int
) -> None:
    assert one_then_the_other(sessions, save(date(2026, 11, 2)), save(date(2026, 11, 2))) == []
    session.expire_all()
    assert session.get_one(Petition, petition_id).edit_number == 2


def test_what_is_saved_while_somebody_presses_freeze_is_not_frozen_unseen(
    sessions: Sessions,
    session: Session,
    save: Callable[[date], Deed],
    petition_id: int,
    cipher: Cipher,
    group: Group,
    clock: Clock,
) -> None:
    viewer = editor_of(group)
    session.commit()

    def freeze(own: Session) -> None:
        petition = own.get_one(Petition, petition_id)
        freeze_petition(own, cipher=cipher, viewer=viewer, petition=petition, now=clock.now, edit_number=1)

    raised = one_then_the_other(sessions, save(date(2026, 11, 2)), freeze)
    assert [type(error) for error in raised] == [StaleVersion]
    session.expire_all()
    assert [version.number for version in session.get_one(Petition, petition_id).versions] == [1]
