"""Many filings from one network within ten minutes: taken, answered alike, and marked for those who look at them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import EVIDENCE, Receipt, form_path, open_receipt
from tests.support.forms import filled_in


def file_from(app: Flask, address: str) -> Receipt:
    """A complaint of a browser of its own at this address."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    client.environ_base["REMOTE_ADDR"] = address
    fields = {**filled_in(client.get(form_path()).text, form_path()), **EVIDENCE}
    return open_receipt(client, client.post(form_path(), data=fields))


def marked(session: Session) -> list[bool]:
    """Whether each complaint is marked, in the order of filing."""
    session.expire_all()
    return list(session.scalars(select(Complaint.from_busy_network).order_by(Complaint.filed_at, Complaint.id)))


def test_the_eleventh_from_one_network_is_marked_and_answered_like_the_others(app: Flask, session: Session) -> None:
    pages = [file_from(app, f"203.0.113.{place}") for place in range(1, 12)]
    assert marked(session) == [False] * 10 + [True]
    words = [page.page.replace(page.number, "").replace(page.code, "") for page in pages]
    assert "network" not in words[-1]
    assert len(words[-1].split()) == len(words[0].split())


def test_another_network_is_not_marked(app: Flask, session: Session) -> None:
    for place in range(1, 12):
        file_from(app, f"203.0.113.{place}")
    file_from(app, "203.0.114.1")
    assert marked(session)[-1] is False


@pytest.mark.parametrize(
    ("pause", "is_marked"), [({"minutes": 9, "seconds": 59}, True), ({"minutes": 10}, False)], ids=["within", "after"]
)
def test_the_ten_minutes_slide_over_the_boundaries_of_the_clock(
    app: Flask, session: Session, clock: Clock, pause: dict[str, float], is_marked: bool
) -> None:
    clock.advance(minutes=5, seconds=30)
    for place in range(1, 11):
        file_from(app, f"203.0.113.{place}")
    clock.advance(**pause)
    file_from(app, "203.0.113.200")
    assert marked(session)[-1] is is_marked


def test_a_repeat_of_one_filing_counts_once(app: Flask, session: Session, client: CheckedClient) -> None:
    fields = {**filled_in(client.get(form_path()).text, form_path()), **EVIDENCE}
    for _ in range(12):
        open_receipt(client, client.post(form_path(), data=fields))
    fields = {**filled_in(client.get(form_path()).text, form_path()), **EVIDENCE}
    open_receipt(client, client.post(form_path(), data=fields))
    assert marked(session) == [False, False]


def test_the_address_itself_is_not_kept(app: Flask, session: Session, client: CheckedClient) -> None:
    file_from(app, "203.0.113.77")
    connection = session.connection()
    assert "203.0.113" not in str(connection.exec_driver_sql("SELECT * FROM throttles").all())
