"""Counting tries in windows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints import throttling
from complaints.cipher import Cipher
from complaints.models import Throttle
from complaints.web import context

NOW = datetime(2026, 11, 23, 5, 7, tzinfo=UTC)
WINDOW = timedelta(minutes=15)


@pytest.fixture
def cipher(app: Flask) -> Cipher:
    with app.app_context():
        return context.cipher()


def allow(session: Session, cipher: Cipher, now: datetime = NOW, who: str = "one") -> bool:
    return throttling.allow(session, cipher, purpose="test", who=who, most=2, window=WINDOW, now=now)


def test_tries_beyond_the_most_are_refused_until_the_window_ends(session: Session, cipher: Cipher) -> None:
    assert [allow(session, cipher) for _ in range(4)] == [True, True, False, False]
    assert not allow(session, cipher, NOW + timedelta(minutes=7, seconds=59))
    assert allow(session, cipher, NOW + timedelta(minutes=8))
    assert throttling.try_again_at(WINDOW, now=NOW) == NOW + timedelta(minutes=8)


def test_people_are_counted_apart_and_old_windows_are_dropped(session: Session, cipher: Cipher) -> None:
    allow(session, cipher)
    allow(session, cipher, who="another")
    allow(session, cipher, NOW + WINDOW)
    rows = session.scalars(select(Throttle).order_by(Throttle.window_starts_at)).all()
    assert [(row.tries, row.window_starts_at.minute) for row in rows] == [(1, 0), (1, 15)]
    assert all(len(row.key) == 64 for row in rows)


def test_a_rightful_try_is_given_back_or_forgotten(session: Session, cipher: Cipher) -> None:
    allow(session, cipher)
    allow(session, cipher)
    throttling.give_back(session, cipher, purpose="test", who="one", window=WINDOW, now=NOW)
    assert [allow(session, cipher), allow(session, cipher)] == [True, False]
    throttling.forget(session, cipher, purpose="test", who="one")
    assert allow(session, cipher)


def test_a_sliding_window_counts_what_lies_within_it_and_drops_the_rest(session: Session, cipher: Cipher) -> None:
    def count(now: datetime, who: str = "one") -> int:
        window = timedelta(minutes=10)
        return throttling.count_sliding(session, cipher, purpose="test", who=who, window=window, now=now)

    late = NOW.replace(minute=9, second=59, microsecond=999_999)
    assert [count(late), count(late), count(late + timedelta(seconds=2))] == [1, 2, 3]
    assert count(late, who="another") == 1
    assert count(late + timedelta(minutes=9, seconds=59)) == 4
    assert count(late + timedelta(minutes=10)) == 3
    assert count(late + timedelta(minutes=30)) == 1
    kept = session.scalars(select(Throttle.window_starts_at).order_by(Throttle.window_starts_at)).all()
    assert len(kept) == 2, "after a quiet window all older ones of the one are dropped, the other's stays"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("", "unknown"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_neighbours_count_as_one_network(address: str | None, network: str) -> None:
    assert throttling.network_of(address) == network
