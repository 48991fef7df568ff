"""The number of the own complaint: kept encrypted, its term counted, changed and taken away; what is refused."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from complaints import data
from complaints.domain.complaint import OwnKind
from complaints.domain.errors import NotFound
from complaints.filing.letters import actions
from complaints.models import Complaint
from complaints.web import context
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.filings import FORMAL, error_of
from tests.support.own_letters import file

EXAMPLES: Final = Path(__file__).parents[1] / "domain" / "deadline_examples.csv"
RULES: Final = {"complaint_20wd": "complaint", "appeal_15wd": "appeal"}
TYPED: Final = {"own_kind": "complaint", "own_number": "ЖТ-2026-00012345", "own_registered_on": "20.11.2026"}
MONTHS: Final = "January February March April May June July August September October November December"


def examples() -> list[tuple[str, date, date]]:
    """Kind, day of registration, due date."""
    with EXAMPLES.open(encoding="utf-8") as rows:
        return [
            (RULES[row["rule"]], date.fromisoformat(row["registered_on"]), date.fromisoformat(row["due_on"]))
            for row in csv.DictReader(rows)
            if row["rule"] in RULES
        ]


def keep(client: CheckedClient, number: str, **typed: str) -> TestResponse:
    return client.post(f"/en/complaints/{number}/own", data={**TYPED, **typed})


def page_of(client: CheckedClient, number: str) -> str:
    """The part of the complaint's page about the own complaint."""
    page = client.get(f"/en/complaints/{number}").get_data(as_text=True)
    return page.partition('<section id="own">')[2].partition("</section>")[0]


def said(page: str, label: str) -> str | None:
    found = re.search(rf"<dt>{label}</dt><dd>([^<]*)</dd>", page)
    return found and found[1]


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS.split()[day.month - 1]} {day.year}"


def row_of(session: Session, number: str) -> Complaint:
    return session.scalars(select(Complaint).where(Complaint.number == number)).one()


def follow_at(client: CheckedClient, clock: Clock, number: str, now: datetime) -> None:
    """At another time, opened anew as number and code would."""
    clock.set(now)
    with client.session_transaction() as cookie:
        cookie["complaints"] = {number: {"until": int((now + timedelta(hours=1)).timestamp())}}


def test_kind_number_and_day_are_kept_and_the_number_only_encrypted(
    app: Flask, client: CheckedClient, session: Session
) -> None:
    number = file(client, FORMAL)
    answer = keep(client, number)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/en/complaints/{number}#own")
    row = row_of(session, number)
    assert row.own_kind is OwnKind.COMPLAINT
    assert row.own_registered_on == date(2026, 11, 20)
    assert row.own_number_enc is not None
    assert "ЖТ-2026".encode() not in row.own_number_enc
    with app.app_context():
        kept = context.cipher().decrypt("complaints", "own_number", row.id, row.own_number_enc)
    assert kept == "ЖТ-2026-00012345"
    page = page_of(client, number)
    assert said(page, "Number there") == "ЖТ-2026-00012345"
    assert said(page, "Registered there") == "20 November 2026"


@pytest.mark.parametrize(("kind", "registered", "due"), examples())
def test_the_due_date_is_that_of_the_worked_examples(
    client: CheckedClient, clock: Clock, kind: str, registered: date, due: date
) -> None:
    number = file(client, FORMAL)
    if registered > clock.now.date():
        follow_at(client, clock, number, datetime.combine(registered, time(12), UTC))
    assert keep(client, number, own_kind=kind, own_registered_on=registered.strftime("%d.%m.%Y")).status_code == 303
    page = page_of(client, number)
    assert said(page, "Last day for the answer") == in_words(due)
    length = 20 if kind == "complaint" else 15
    assert f"The term is {length} working days, counted from the day after registration, {in_words(registered)}" in page
    calendar = data.calendar()
    left_out = [day for day in calendar.days_off if registered < day <= due and not calendar.is_working(day)]
    assert all(f"{in_words(day)}: " in page for day in left_out)


def test_the_state_is_running_then_due_today_then_overdue_by_working_days(client: CheckedClient, clock: Clock) -> None:
    number = file(client, FORMAL)
    keep(client, number)
    due = date(2026, 12, 21)
    assert said(page_of(client, number), "Last day for the answer") == in_words(due)
    assert "19 working days left" in page_of(client, number)
    follow_at(client, clock, number, datetime(2026, 12, 21, 18, 59, tzinfo=UTC))  # 23:59 in Aktau
    page = page_of(client, number)
    assert "Due today" in page
    assert "counts as a refusal (article" not in page
    follow_at(client, clock, number, datetime(2026, 12, 21, 19, tzinfo=UTC))
    assert "Overdue by 1 working day<" in page_of(client, number)
    follow_at(client, clock, number, datetime(2026, 12, 28, 5, tzinfo=UTC))
    page = page_of(client, number)
    assert "Overdue by 5 working days" in page
    assert "the silence counts as a refusal (article 91, part 2, of the Code)" in page
    assert "court within one month" in page


def test_an_overdue_appeal_is_complained_of_and_a_running_one_may_be_prolonged(
    client: CheckedClient, clock: Clock
) -> None:
    number = file(client, FORMAL)
    keep(client, number, own_kind="appeal")
    assert "may prolong this term" in page_of(client, number)
    follow_at(client, clock, number, datetime(2026, 12, 28, 5, tzinfo=UTC))
    assert "complain of the refusal to the superior body within three months" in page_of(client, number)


def test_it_is_changed_and_taken_away(client: CheckedClient, session: Session) -> None:
    number = file(client, FORMAL)
    keep(client, number)
    keep(client, number, own_kind="appeal", own_number="№ 7 / 2", own_registered_on="2026-11-19")
    page = page_of(client, number)
    assert said(page, "Number there") == "№ 7 / 2"
    assert said(page, "Registered there") == "19 November 2026"
    answer = client.post(f"/en/complaints/{number}/own", data={"do": "forget"})
    assert answer.status_code == 303
    row = row_of(session, number)
    assert (row.own_kind, row.own_number_enc, row.own_registered_on) == (None, None, None)
    assert said(page_of(client, number), "Number there") is None


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"own_registered_on": "24.11.2026"}, "own_registered_on", "This day has not come yet"),
        ({"own_registered_on": "31.02.2026"}, "own_registered_on", "Enter the day like this: 29.03.2025"),
        ({"own_registered_on": "вчера"}, "own_registered_on", "Enter the day like this: 29.03.2025"),
        ({"own_registered_on": "20.11.0026"}, "own_registered_on", "Enter the day like this: 29.03.2025"),
        ({"own_registered_on": "20.11.2020"}, "own_registered_on", "Enter the day like this: 29.03.2025"),
        ({"own_registered_on": ""}, "own_registered_on", "Enter the day on which it was registered"),
        ({"own_number": "  \u200b "}, "own_number", "Enter the number from e-Otinish or from the coupon"),
        ({"own_number": "7" * 41}, "own_number", "Shorten the number to 40 characters"),
        ({"own_kind": ""}, "own_kind", "Choose what you sent"),
        ({"own_kind": "petition"}, "own_kind", "Choose what you sent"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_what_was_typed_stays(
    client: CheckedClient, session: Session, typed: dict[str, str], field: str, sentence: str
) -> None:
    number = file(client, FORMAL)
    answer = keep(client, number, **typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert (error_of(page, field) or "").startswith(sentence)
    expected = {**TYPED, **typed}
    if "\u200b" not in expected["own_number"]:
        assert f'value="{expected["own_number"]}"' in page
    assert f'value="{expected["own_registered_on"]}"' in page
    assert row_of(session, number).own_kind is None


def test_today_and_the_longest_number_are_taken(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    assert keep(client, number, own_registered_on="23.11.2026", own_number="Ә" * 40).status_code == 303
    assert said(page_of(client, number), "Number there") == "Ә" * 40


def test_a_day_before_learning_is_taken_with_a_warning(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    assert keep(client, number, own_registered_on="19.11.2026").status_code == 303
    assert "Check both days" in page_of(client, number)
    keep(client, number, own_registered_on="20.11.2026")
    assert "Check both days" not in page_of(client, number)


def test_what_is_typed_as_a_number_is_never_interpreted(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    keep(client, number, own_number="<b>&{{7*7}}</b>")
    assert "&lt;b&gt;&amp;{{7*7}}&lt;/b&gt;" in page_of(client, number)


def test_only_the_visitor_of_the_complaint_may_write(client: CheckedClient, app: Flask, session: Session) -> None:
    number = file(client, FORMAL)
    stranger = app.test_client()
    for answer in (
        stranger.get(f"/en/complaints/{number}/own"),
        stranger.post(f"/en/complaints/{number}/own", data=TYPED),
    ):
        assert answer.location.startswith("/en/track")
    foreign = client.post(f"/en/complaints/{number}/own", data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert row_of(session, number).own_kind is None
    assert client.get(f"/en/complaints/{number}/own").headers["Cache-Control"] == "no-store"


def test_the_form_has_a_page_of_its_own_with_what_is_kept(client: CheckedClient) -> None:
    number = file(client, FORMAL)
    keep(client, number)
    page = client.get(f"/en/complaints/{number}/own").get_data(as_text=True)
    assert 'value="ЖТ-2026-00012345"' in page
    assert 'value="20.11.2026"' in page
    assert re.search(r'value="complaint" checked', page)


def test_nothing_is_written_into_a_complaint_erased_while_its_page_was_read(
    client: CheckedClient, app: Flask, session: Session, sessions: sessionmaker[Session]
) -> None:
    row = row_of(session, file(client, FORMAL))
    session.commit()
    with sessions() as other:
        other.scalars(select(Complaint)).one().erased_at = datetime(2026, 11, 23, tzinfo=UTC)
        other.commit()
    day = date(2026, 11, 20)
    with app.app_context(), pytest.raises(NotFound):
        actions.keep_own_number(
            session, row, cipher=context.cipher(), kind=OwnKind.COMPLAINT, number="1", registered_on=day
        )
