"""Public figures of authorities: what is in time, who is ranked, what is late, and that the tables say the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import html5lib
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.models import Round, Submission
from tests.authorities.conftest import Handed, answer_of
from tests.filing.test_lost_code import counted_statements
from tests.support.browserlike import CheckedClient

Plant = Callable[..., list[Submission]]
PAGE = "/en/authorities/mangystau-culture/"
MONDAY = date(2026, 9, 7)
"""20 working days later is Monday 5 October: no holiday lies between."""
LAST_DAY, DAY_AFTER = date(2026, 10, 5), date(2026, 10, 6)


def text_of(client: CheckedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.find("body").itertext()).split())


def rows_of(client: CheckedClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))


def test_an_answer_on_the_last_day_is_in_time_and_the_day_after_is_not(client: CheckedClient, plant: Plant) -> None:
    plant(Handed(MONDAY, LAST_DAY), Handed(MONDAY, DAY_AFTER), Handed(MONDAY), Handed(date(2026, 11, 9)))
    page = text_of(client, PAGE)
    assert "4 documents handed in" in page
    assert "2 answered" in page
    assert "1 of 3 answered in time" in page
    assert "20.5 working days to the answer, median" in page
    assert "1 overdue now" in page


def test_four_answers_are_not_ranked_and_five_are(client: CheckedClient, plant: Plant) -> None:
    plant(*[Handed(MONDAY, LAST_DAY)] * 4)
    page = text_of(client, "/en/authorities/")
    assert "By the share answered in time" not in page
    assert "Not ranked: fewer than 5 answered" in page
    plant(Handed(MONDAY, DAY_AFTER))
    page = text_of(client, "/en/authorities/")
    assert "By the share answered in time" in page
    assert "Not ranked" not in page
    assert "4 of 5" in page


def test_the_larger_share_in_time_stands_first(client: CheckedClient, plant: Plant) -> None:
    plant(*[Handed(MONDAY, LAST_DAY)] * 5, authority="mangystau-akim")
    plant(*[Handed(MONDAY, DAY_AFTER)] * 5)
    rows = rows_of(client, "/en/authorities/authorities.csv")
    assert [row["Answered in time"] for row in rows] == ["5", "0"]
    assert [row["Median working days to the answer"] for row in rows] == ["20", "21"]


def test_a_corrected_answer_does_not_count(session: Session, client: CheckedClient, plant: Plant) -> None:
    (submission,) = plant(Handed(MONDAY, LAST_DAY, Outcome.REFUSED))
    first = submission.responses[0].id
    later = answer_of(submission, DAY_AFTER, Outcome.MET)
    later.corrects_id = first
    session.add(later)
    session.commit()
    page = text_of(client, PAGE)
    assert "0 of 1 answered in time" in page
    assert "Recorded by the authority 1 0 0 0 0" in page


def test_what_both_sides_recorded_is_counted_apart(session: Session, client: CheckedClient, plant: Plant) -> None:
    (submission,) = plant(Handed(MONDAY, LAST_DAY, Outcome.MET))
    session.add(answer_of(submission, LAST_DAY, Outcome.EVADED, RecordedBy.ORGANISER))
    session.commit()
    page = text_of(client, PAGE)
    assert "Recorded by the authority 1 0 0 0 0" in page
    assert "Recorded by the group 0 0 0 1 0" in page


def test_the_longest_overdue_stands_first_and_says_what_silence_means(client: CheckedClient, plant: Plant) -> None:
    late, later = plant(Handed(date(2026, 10, 12)), Handed(MONDAY))
    plant(Handed(date(2026, 11, 9)), Handed(MONDAY, LAST_DAY))
    numbers = [str(one.version.petition_id) for one in (later, late)]
    rows = rows_of(client, "/en/overdue.csv")
    assert [row["Number"] for row in rows] == numbers
    assert [row["Working days over"] for row in rows] == ["34", "9"]
    assert {row["Refused by silence"] for row in rows} == {"yes"}
    page = text_of(client, "/en/overdue")
    assert "2 documents" in page
    assert "Overdue by 34 working days" in page
    assert page.index("Overdue by 34") < page.index("Overdue by 9")


def test_only_one_region_is_shown_when_it_is_chosen(client: CheckedClient, plant: Plant) -> None:
    plant(Handed(MONDAY))
    assert "1 document" in text_of(client, "/en/overdue?region=mangystau")
    assert "Nothing is overdue now." in text_of(client, "/en/overdue?region=turkistan")
    assert rows_of(client, "/en/overdue.csv?region=turkistan") == []


def test_what_is_about_a_hidden_round_is_counted_nowhere(session: Session, client: CheckedClient, plant: Plant) -> None:
    (submission,) = plant(Handed(MONDAY))
    keeper = session.get_one(Round, submission.version.petition.round_id)
    other = session.scalars(select(Round).where(Round.id != keeper.id)).first()
    assert other
    keeper.merged_into_id = other.id
    session.commit()
    assert "Nothing is overdue now." in text_of(client, "/en/overdue")
    assert "Nothing has been handed in" in text_of(client, PAGE)
    assert "Nothing has been handed in" in text_of(client, "/en/authorities/")


def test_an_unknown_authority_is_not_found(client: CheckedClient) -> None:
    assert client.get("/en/authorities/no-such-body/").status_code == 404
    assert client.get("/en/authorities/no-such-body/submissions.csv").status_code == 404


def test_the_table_has_a_row_for_each_line_of_the_page(client: CheckedClient, plant: Plant) -> None:
    plant(*[Handed(MONDAY, LAST_DAY)] * 60)
    assert len(rows_of(client, f"{PAGE}submissions.csv")) == 60
    assert "Page 1 of 2" in text_of(client, PAGE)
    assert "Page 2 of 2" in text_of(client, f"{PAGE}?page=9")


@pytest.mark.parametrize("address", [PAGE, "/en/authorities/", "/en/overdue"])
def test_more_rows_need_no_more_queries(app: Flask, client: CheckedClient, plant: Plant, address: str) -> None:
    plant(*[Handed(MONDAY), Handed(MONDAY, LAST_DAY), Handed(MONDAY, DAY_AFTER)])
    few = count_queries(app, client, address)
    plant(*[Handed(MONDAY), Handed(MONDAY, LAST_DAY), Handed(MONDAY, DAY_AFTER)] * 10)
    assert count_queries(app, client, address) == few


def count_queries(app: Flask, client: CheckedClient, address: str) -> int:
    with counted_statements(app) as statements:
        assert client.get(address).status_code == 200
    assert statements
    return len(statements)
