"""The charts of a dossier show days without gaps."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask, g

from complaints.rounds import dossier


def test_a_day_without_complaints_between_two_with_them_is_shown_as_none(app: Flask) -> None:
    with app.test_request_context():
        g.lang = "en"
        rows = dossier.day_rows({"day": {"2025-03-31": 2, "2025-03-29": 4}})
    assert rows == [("29 March 2025", 4), ("30 March 2025", 0), ("31 March 2025", 2)]


def test_days_over_more_than_two_months_are_shown_as_months(app: Flask) -> None:
    first = date(2025, 3, 29)
    last = first + timedelta(days=dossier.DAYS_AS_DAYS)
    with app.test_request_context():
        g.lang = "en"
        rows = dossier.day_rows({"day": {first.isoformat(): 4, last.isoformat(): 1}})
    assert rows == [("March 2025", 4), ("April 2025", 0), ("May 2025", 1)]


def test_no_complaints_make_no_rows(app: Flask) -> None:
    with app.test_request_context():
        assert dossier.day_rows({}) == []


def test_confirmed_formal_complaints_are_told_apart_from_those_that_nobody_confirmed(app: Flask) -> None:
    counted = {"all": {"all": 9}, "mode": {"formal": 7, "evidence": 2}, "confirmed": {"formal": 4}}
    with app.test_request_context():
        g.lang = "en"
        kinds = dossier.charts(counted, {}).kinds
    assert kinds == [("Formal, confirmed", 4), ("Formal, not confirmed yet", 3), ("Evidence only, without my name", 2)]
