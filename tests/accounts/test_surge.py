"""The operator's switch for a rush: what waits, what goes on, and who did it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.changes import Subject
from complaints.models import Change, Complaint, Job
from tests.support.browserlike import CheckedClient
from tests.support.filings import FORMAL, ROUND
from tests.support.forms import fill_and_send, filled_in

TASKS = "/ru/admin/jobs/"
SWITCH = "/ru/admin/surge"
FORM = f"/ru/rounds/{ROUND}/complain"


def switch(operator: CheckedClient, *, on: bool) -> str:
    """Press the button as the page offers it; the page after it."""
    fields = filled_in(operator.get(TASKS).text, SWITCH)
    assert fields["on"] == ("yes" if on else "no")
    answer = operator.post(SWITCH, data=fields)
    assert answer.status_code == 303
    return operator.get(answer.headers["Location"]).text


def test_filing_goes_first_until_the_operator_lets_everything_go_on(
    app: Flask,
    sign_in: Callable[..., CheckedClient],
    work: Callable[[], int],
    mails: Callable[[], list[EmailMessage]],
    session: Session,
) -> None:
    operator = sign_in(AccountRole.OPERATOR)
    assert "Теперь сначала принимаются жалобы" in switch(operator, on=True)
    assert "включено: 23 ноября 2026, 10:00" in operator.get(TASKS).text
    filer = app.test_client()
    assert isinstance(filer, CheckedClient)
    assert fill_and_send(filer, FORM, FORMAL).status_code == 303
    work()
    assert mails() == []
    assert set(session.scalars(select(Job.name).where(Job.closed_at.is_(None)))) >= {"contact.tell_filer"}
    assert session.scalars(select(Complaint)).one().confirmation is None
    assert "снова работают" in switch(operator, on=False)
    work()
    assert len(mails()) == 1
    logged = session.scalars(select(Change).where(Change.subject == Subject.SITE).order_by(Change.at, Change.id)).all()
    assert [(change.before, change.after) for change in logged] == [
        ({"since": None}, {"since": "2026-11-23T05:00:00+00:00"}),
        ({"since": "2026-11-23T05:00:00+00:00"}, {"since": None}),
    ]


def test_a_second_click_is_told_that_it_is_so_already(sign_in: Callable[..., CheckedClient], session: Session) -> None:
    operator = sign_in(AccountRole.OPERATOR)
    fields = filled_in(operator.get(TASKS).text, SWITCH)
    for said in ("Теперь сначала принимаются жалобы", "Это уже кто-то переключил"):
        assert said in operator.get(operator.post(SWITCH, data=fields).headers["Location"]).text
    assert len(session.scalars(select(Change).where(Change.subject == Subject.SITE)).all()) == 1


def test_only_an_operator_can_switch(sign_in: Callable[..., CheckedClient], client: CheckedClient) -> None:
    moderator = sign_in(AccountRole.MODERATOR)
    moderator.get("/ru/")
    assert moderator.post(SWITCH, data={"on": "yes"}).status_code in (400, 403)
    assert client.post(SWITCH, data={"on": "yes"}).status_code in (302, 303, 400, 403)
