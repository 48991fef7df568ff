"""Days off as the operator keeps them: nothing is saved before it was shown which due dates move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.calendars import calendar_of
from complaints.domain.access import AccountRole
from complaints.models import Change, DayOverride
from tests.accounts.conftest import text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.collective import attach_group, confirm_all, freeze, hand_in
from tests.support.filings import FORMAL, open_receipt, send
from tests.support.forms import fill_and_send, filled_in

DAYS = "/en/admin/days/"
WEDNESDAY = date(2026, 12, 2)
TYPED = {"kind": "off", "name_kk": "Жоқтау күні", "name_ru": "День траура", "decree": "ҚР Үкіметі, 24.11.2026, № 1"}


@pytest.fixture
def operator(sign_in: Callable[..., CheckedClient]) -> CheckedClient:
    return sign_in(AccountRole.OPERATOR)


@pytest.fixture
def handed_in(app: Flask, session: Session, client: CheckedClient, clock: Clock) -> None:
    """A collective complaint that waits for its answer, registered on 23 November 2026."""
    group = attach_group(session, now=clock())
    open_receipt(client, send(client, FORMAL))
    confirm_all(session, now=clock())
    hand_in(session, freeze(app, session, group, now=clock()), group, now=clock())


def look_and_save(operator: CheckedClient, path: str, typed: dict[str, str]) -> tuple[str, int]:
    """Type, look at the effect, save; what the effect said, and how the saving was answered."""
    shown = fill_and_send(operator, path, typed)
    assert shown.status_code == 200, shown.text
    return text_of(shown.text), operator.post(path, data=filled_in(shown.text, path)).status_code


def test_a_year_shows_the_days_that_hold_now(operator: CheckedClient) -> None:
    page = text_of(operator.get(f"{DAYS}?year=2025").text)
    assert "Days off: 2025" in page
    assert "reference data" in page
    assert "reference data" in page
    assert "Days off: 2026" in operator.get(f"{DAYS}?year=1066").text


def test_first_the_effect_is_shown_and_only_then_the_day_is_saved(
    operator: CheckedClient, session: Session, handed_in: None
) -> None:
    shown = fill_and_send(operator, f"{DAYS}{WEDNESDAY}/", TYPED)
    assert session.scalars(select(DayOverride)).all() == []
    page = text_of(shown.text)
    assert "The due date of 1 document moves." in page
    assert "Save this day" in page
    saved = operator.post(f"{DAYS}{WEDNESDAY}/", data=filled_in(shown.text, f"{DAYS}{WEDNESDAY}/"))
    assert saved.location == f"{DAYS}?year=2026"
    assert not calendar_of(session).is_working(WEDNESDAY)
    change = session.scalars(select(Change)).one()
    assert change.key == "2026-12-02"
    assert (change.after or {})["decree"] == TYPED["decree"]
    assert "Жоқтау күні" in operator.get("/kk/admin/days/?year=2026").text


def test_what_was_changed_after_the_look_is_shown_again(
    operator: CheckedClient, session: Session, handed_in: None
) -> None:
    path = f"{DAYS}{WEDNESDAY}/"
    shown = fill_and_send(operator, path, TYPED)
    fields = filled_in(shown.text, path)
    fields["kind"] = "working"
    again = operator.post(path, data=fields)
    assert again.status_code == 200
    assert "No due date of a document that waits for its answer moves." in again.text
    assert session.scalars(select(DayOverride)).all() == []


def test_a_saturday_is_declared_working_and_taken_back(
    operator: CheckedClient, session: Session, handed_in: None
) -> None:
    saturday = date(2026, 11, 28)
    effect, status = look_and_save(
        operator, f"{DAYS}new", {**TYPED, "kind": "working", "day": "28.11.2026", "name_en": "Instead of Monday"}
    )
    assert "The due date of 1 document moves." in effect
    assert status == 303
    assert calendar_of(session).is_working(saturday)
    again = fill_and_send(operator, f"{DAYS}new", {**TYPED, "day": "28.11.2026"})
    assert again.status_code == 422
    assert "This day was declared before." in again.text
    before = operator.get(f"{DAYS}{saturday}/remove").text
    assert "The due date of 1 document moves." in text_of(before)
    operator.post(f"{DAYS}{saturday}/remove", data=filled_in(before, f"{DAYS}{saturday}/remove"))
    session.expire_all()
    assert not calendar_of(session).is_working(saturday)
    assert operator.get(f"{DAYS}{saturday}/remove").status_code == 404


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("decree", "Enter the decree that declares it"),
        ("name_kk", "Enter what this day is called in Kazakh"),
        ("kind", "Choose one of the options."),
        ("day", "Enter the day like this: 29.03.2025"),
    ],
)
def test_what_is_missing_is_asked_for(operator: CheckedClient, missing: str, said: str) -> None:
    typed = {**TYPED, "day": "02.12.2026"}
    del typed[missing]
    answer = fill_and_send(operator, f"{DAYS}new", typed)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "1999-01-01"])
def test_what_is_no_day_is_not_found(operator: CheckedClient, day: str) -> None:
    assert operator.get(f"{DAYS}{day}/").status_code == 404
