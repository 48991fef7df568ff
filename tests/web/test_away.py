"""A database that is away for a while: an honest answer, nothing half done, and the same form goes through later."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from complaints.extensions import db
from complaints.filing import inserting
from complaints.models import Complaint, Job
from tests.support.browserlike import CheckedClient
from tests.support.filings import FORMAL, ROUND
from tests.support.forms import filled_in

FORM = f"/ru/rounds/{ROUND}/complain"
MOST = 300
AWAY = [
    OperationalError("INSERT", {}, Exception("disk full")),
    InterfaceError("INSERT", {}, Exception("connection already closed")),
    TimeoutError("no connection"),
]


def formal(client: CheckedClient) -> Any:
    fields = filled_in(client.get(FORM).text, FORM)
    for name, value in FORMAL.items():
        fields.setlist(name, value if isinstance(value, list) else [value])
    return fields


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
def test_who_files_meanwhile_is_told_that_nothing_was_taken_and_sends_the_same_form_later(
    client: CheckedClient, session: Session, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    fields = formal(client)

    def away(*_args: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(inserting, "insert_answers", away)
        answer = client.post(FORM, data=fields)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Сейчас сайт ничего не может сохранить" in answer.text
    assert "точно неизвестно" in answer.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    assert session.scalar(select(func.count()).select_from(Job)) == 0
    assert client.post(FORM, data=fields).status_code == 303
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_a_full_disk_is_told_reads_go_on_and_room_makes_it_good_again(
    app: Flask, client: CheckedClient, session: Session
) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL says so by the same error; tests/faults fills a real disk
    room = {"pages": 1}  # no page more than there are

    def limit(connection: Any, *_more: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={room['pages']}")

    with app.app_context():
        event.listen(db.engine, "checkout", limit)
    taken = 0
    while client.post(FORM, data=(fields := formal(client))).status_code == 303:
        taken += 1
        assert taken < MOST
    assert client.post(FORM, data=fields).status_code == 503
    assert client.get(f"/ru/rounds/{ROUND}/").status_code == 200
    assert session.scalar(select(func.count()).select_from(Complaint)) == taken
    room["pages"] = 1_000_000
    assert client.post(FORM, data=fields).status_code == 303
    assert session.scalar(select(func.count()).select_from(Complaint)) == taken + 1


def test_who_only_reads_meanwhile_is_asked_to_come_again_and_a_calendar_gets_no_page(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any) -> None:
        raise AWAY[0]

    monkeypatch.setattr(Session, "execute", away)
    monkeypatch.setattr(Session, "scalar", away)
    monkeypatch.setattr(Session, "scalars", away)
    page = client.get("/kk/rounds/no-such-round/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Сайт дәл қазір жауап бере алмайды" in page.text
    assert "жібергеніңіз" not in page.text
    calendar = client.get("/calendar/rounds/no-such-round.ru.ics", headers={"Accept-Language": "ru"})
    assert (calendar.status_code, calendar.mimetype) == (503, "text/plain")
    assert calendar.text == "Сейчас сайт не может ответить. Попробуйте ещё раз через минуту.\n"
