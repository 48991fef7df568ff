"""What happens between the hand-over and the answer: recorded by both sides, put right, denied, and counted anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.lifecycle import RecordedBy, SubmissionEvent, SubmissionState
from complaints.models import Mail, PetitionVersion, Submission, new_id
from tests.responses.conftest import Case
from tests.responses.told import as_appeal, desk, events, send, text_of
from tests.support.browserlike import CheckedClient
from tests.support.forms import filled_in

DOSSIER = "/en/rounds/damu-bala-mangystau-2025-03/"
Send = Callable[..., Any]


@pytest.fixture
def submission(session: Session, case: Case, hand_in: Send) -> Submission:
    """Handed in and registered on Monday 2 November 2026, three weeks ago: a complaint is due on the 30th."""
    given = {"handed_in_on": "02.11.2026", "outside_number": "ЖТ-2026-00000001"}
    assert hand_in(**given).status_code == 303
    return session.scalars(select(Submission).where(Submission.version_id == case.version_id)).one()


def test_the_number_given_at_the_hand_over_is_the_event_of_the_registration(
    session: Session, submission: Submission
) -> None:
    (entry,) = events(session)
    assert (entry.event, entry.happened_on, entry.number) == (
        SubmissionEvent.REGISTERED, date(2026, 11, 2), "ЖТ-2026-00000001",
    )  # fmt: skip
    assert (entry.recorded_as, submission.state) == (RecordedBy.ORGANISER, SubmissionState.REGISTERED)


def test_a_number_put_right_keeps_the_wrong_one_in_sight(
    session: Session, case: Case, organiser: CheckedClient, submission: Submission
) -> None:
    page = filled_in(organiser.get(case.page).text, f"{case.page}/number").to_dict()
    answer = organiser.post(f"{case.page}/number", data={**page, "outside_number": "ЖТ-2026-00000002"})
    assert answer.status_code == 303
    first, second = events(session)
    assert (second.corrects_id, second.number, first.number) == (first.id, "ЖТ-2026-00000002", "ЖТ-2026-00000001")
    assert submission.outside_number == "ЖТ-2026-00000002"
    shown = text_of(organiser.get(case.page).text)
    assert "ЖТ-2026-00000001" in shown
    assert "Corrected" in shown


def test_the_official_passes_on_and_the_term_is_counted_anew(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    answer = send(official, desk(submission) + "events/forwarded", happened_on="05.11.2026", body="mangystau-akim")
    assert answer.status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.FORWARDED
    shown = text_of(official.get(desk(submission)).text)
    assert "It was passed on to another body" in shown
    assert "3 December 2026" in shown
    assert "in time, on 5 November 2026" in shown
    assert "It was passed on to another body" in text_of(client.get(DOSSIER).text)


def test_a_complaint_offers_no_extension_and_refuses_one(
    session: Session, official: CheckedClient, submission: Submission
) -> None:
    assert "events/extended" not in official.get(desk(submission)).text
    page = desk(submission) + "events/extended"
    answer = send(official, page, happened_on="03.11.2026", until="03.12.2026", notified_on="03.11.2026")
    assert answer.status_code == 409
    assert "This cannot follow what is recorded" in answer.text
    assert len(events(session)) == 1


@pytest.mark.parametrize(
    ("notified_on", "due", "says"),
    [("10.11.2026", "8 January 2027", "They had to be told by"), ("", "23 November 2026", "It is not known that")],
)
def test_an_extension_of_an_appeal_moves_the_last_day_only_with_its_notice(
    session: Session, official: CheckedClient, submission: Submission,
    notified_on: str, due: str, says: str,
) -> None:  # fmt: skip
    as_appeal(session, submission)
    page = desk(submission) + "events/extended"
    values = {"happened_on": "09.11.2026", "until": "08.01.2027", "notified_on": notified_on}
    assert send(official, page, **values).status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.EXTENDED
    shown = text_of(official.get(desk(submission)).text)
    assert f"{due} Answer due on" in shown
    assert says in shown
    assert send(official, page, **{**values, "happened_on": "10.11.2026"}).status_code == 409


def test_an_extension_beyond_two_months_is_refused_beside_its_field(
    session: Session, official: CheckedClient, submission: Submission
) -> None:
    as_appeal(session, submission)
    page = desk(submission) + "events/extended"
    answer = send(official, page, happened_on="09.11.2026", until="12.01.2027", notified_on="09.11.2026")
    assert answer.status_code == 422
    assert "The new last day is later than the one that runs now" in answer.text
    assert len(events(session)) == 1


def test_shortcomings_are_put_right_or_the_document_is_returned_with_reasons(
    session: Session, case: Case, official: CheckedClient, organiser: CheckedClient,
    submission: Submission,
) -> None:  # fmt: skip
    place = desk(submission)
    asked = send(official, place + "events/fix-requested", happened_on="03.11.2026", until="", note="Қол жоқ.")
    assert asked.status_code == 422
    assert "Enter the last day that the authority set." in asked.text
    assert "Қол жоқ." in asked.text
    send(official, place + "events/fix-requested", happened_on="03.11.2026", until="13.11.2026", note="Қол жоқ.")
    assert "13 November 2026" in text_of(organiser.get(case.page).text)
    refused = send(official, place + "events/returned", happened_on="16.11.2026")
    assert refused.status_code == 422
    assert "Give the reasons in short" in refused.text
    returned = send(official, place + "events/returned", happened_on="16.11.2026", note="Қол қойылмаған.")
    assert returned.status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.RETURNED
    assert "Put the shortcomings right in the draft" in text_of(organiser.get(case.page).text)


def test_after_a_return_the_next_version_is_handed_in_and_has_its_own_clock(
    session: Session, case: Case, official: CheckedClient, organiser: CheckedClient,
    client: CheckedClient, submission: Submission,
) -> None:  # fmt: skip
    send(official, desk(submission) + "events/returned", happened_on="05.11.2026", note="Қол қойылмаған.")
    again = f"{case.page}?again=1"
    assert "What happened" in organiser.get(again).text
    first = session.get_one(PetitionVersion, case.version_id)
    second = PetitionVersion(
        id=new_id(), petition_id=case.petition_id, number=2, frozen_at=datetime(2026, 11, 6, 6, tzinfo=UTC),
        content=first.content, content_sha256="1" * 64, representative_enc=b"",
    )  # fmt: skip
    session.add(second)
    session.commit()
    assert "Hand in version 2" in organiser.get(case.page).text
    form = filled_in(organiser.get(again).text, case.page).to_dict()
    assert organiser.post(again, data={**form, "channel": "paper"}).status_code == 303
    kept = session.scalars(select(Submission).order_by(Submission.recorded_at)).all()
    assert [one.version_id for one in kept] == [case.version_id, second.id]
    assert [one.state for one in kept] == [SubmissionState.RETURNED, SubmissionState.SUBMITTED]
    assert "22 December 2026" in text_of(organiser.get(case.page).text)
    assert organiser.post(again, data={**form, "channel": "paper"}).status_code == 303
    assert len(session.scalars(select(Submission)).all()) == 2


def test_a_hearing_has_its_own_terms(session: Session, official: CheckedClient, submission: Submission) -> None:
    answer = send(official, desk(submission) + "events/hearing-set", happened_on="10.11.2026", until="12.11.2026")
    assert answer.status_code == 303
    shown = text_of(official.get(desk(submission)).text)
    assert "Notice of the preliminary decision : 9 November 2026 late, on 10 November 2026" in shown
    assert "Objection to the preliminary decision : 12 November 2026 passed (for the applicants)" in shown
    assert send(official, desk(submission) + "events/heard", happened_on="12.11.2026").status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.IN_REVIEW


def test_an_entry_made_by_mistake_is_taken_back_and_stays_in_sight(
    session: Session, official: CheckedClient, client: CheckedClient, submission: Submission
) -> None:
    send(official, desk(submission) + "events/left-unconsidered", happened_on="23.11.2026", note="Сот қарап жатыр.")
    entry = events(session)[-1]
    page = desk(submission) + f"events/{entry.id}/correction"
    assert send(official, page, is_void="y").status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.REGISTERED
    shown = text_of(client.get(DOSSIER).text)
    assert "Taken back: It was left without consideration" in shown
    assert "Сот қарап жатыр." in shown
    assert official.get(page).location == desk(submission) + f"events/{events(session)[-1].id}/correction"


def test_an_entry_is_put_right_by_its_own_side_only(
    session: Session, case: Case, official: CheckedClient, organiser: CheckedClient, submission: Submission
) -> None:
    (entry,) = events(session)
    assert official.get(desk(submission) + f"events/{entry.id}/correction").status_code == 404
    send(official, desk(submission) + "events/review-started", happened_on="23.11.2026")
    theirs = events(session)[-1]
    assert organiser.get(f"{case.page}/events/{theirs.id}/correction").status_code == 404


def test_the_authority_denies_what_the_group_recorded_and_both_stand_in_public(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    (entry,) = events(session)
    page = desk(submission) + f"disputes/{entry.id}"
    empty = send(official, page)
    assert empty.status_code == 422
    assert "Choose what is wrong with the entry." in empty.text
    answer = send(official, page, how="otherwise", happened_on="23.11.2026", note="Нөмірі басқа.")
    assert answer.status_code == 303
    send(official, page, how="otherwise", happened_on="23.11.2026", note="Нөмірі басқа.")
    assert len(events(session)) == 2
    shown = text_of(client.get(DOSSIER).text)
    assert "ЖТ-2026-00000001" in shown
    assert "The authority denies this entry." in shown
    assert "Нөмірі басқа." in shown


def test_a_denied_registration_gives_a_second_last_day_beside_the_first(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission
) -> None:
    (entry,) = events(session)
    page = desk(submission) + f"disputes/{entry.id}"
    send(official, page, how="otherwise", happened_on="04.11.2026", note="Кеңсеге сәрсенбіде түсті.")
    shown = text_of(client.get(DOSSIER).text)
    assert "Answer due on 30 November 2026" in shown
    assert "By its account the last day is 2 December 2026." in shown


def test_an_answer_that_the_group_recorded_can_be_denied_too(
    session: Session, client: CheckedClient, official: CheckedClient, submission: Submission, report: Send
) -> None:
    report()
    (answer,) = submission.responses
    page = desk(submission) + f"disputes/{answer.id}"
    assert send(official, page, how="void", note="Мұндай жауап берілмеген.").status_code == 303
    shown = text_of(client.get(DOSSIER).text)
    assert "Answer of 23 November 2026, without a number" in shown
    assert "It says: it did not happen. Мұндай жауап берілмеген." in shown


def test_the_authority_denies_nothing_of_its_own(
    session: Session, official: CheckedClient, submission: Submission
) -> None:
    send(official, desk(submission) + "events/review-started", happened_on="23.11.2026")
    own = events(session)[-1]
    assert official.get(desk(submission) + f"disputes/{own.id}").status_code == 404


def test_the_group_withdraws_and_nothing_is_due_any_more(
    session: Session, case: Case, organiser: CheckedClient, client: CheckedClient, submission: Submission
) -> None:
    assert send(organiser, f"{case.page}/events/withdrawn", happened_on="23.11.2026").status_code == 303
    session.expire_all()
    assert submission.state is SubmissionState.WITHDRAWN
    assert "Withdrawn" in text_of(client.get(DOSSIER).text)
    answer = send(organiser, f"{case.page}/events/review-started", happened_on="23.11.2026")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("happened_on", "says"),
    [
        ("", "Enter the day."),
        ("01.11.2026", "It was handed in on 2 November 2026"),
        ("24.11.2026", "This day has not come yet"),
        ("31.02.2026", "Enter the day like this"),
    ],
)
def test_an_impossible_day_is_said_beside_its_field_and_nothing_typed_is_lost(
    session: Session, official: CheckedClient, submission: Submission, happened_on: str, says: str
) -> None:
    page = desk(submission) + "events/review-started"
    answer = send(official, page, happened_on=happened_on, note="Бөлімге берілді.", number="5-12")
    assert answer.status_code == 422
    assert says in answer.text
    assert "Бөлімге берілді." in answer.text
    assert 'value="5-12"' in answer.text
    assert len(events(session)) == 1


def test_the_same_event_sent_twice_is_kept_once(
    session: Session, official: CheckedClient, submission: Submission
) -> None:
    page = desk(submission) + "events/review-started"
    values = filled_in(official.get(page).text, page).to_dict()
    values.pop("papers", None)
    for _ in range(2):
        assert official.post(page, data={**values, "happened_on": "10.11.2026"}).status_code == 303
    assert len(events(session)) == 2


def test_group_and_officials_are_mailed_but_not_who_recorded_it(
    session: Session, official: CheckedClient, submission: Submission, work: Callable[[], int]
) -> None:
    work()
    before = session.scalars(select(Mail).where(Mail.template == "event_recorded")).all()
    send(official, desk(submission) + "events/review-started", happened_on="23.11.2026")
    work()
    session.expire_all()
    after = session.scalars(select(Mail).where(Mail.template == "event_recorded")).all()
    (mail,) = [one for one in after if one not in before]
    assert (mail.context["event"], mail.context["is_official"]) == ("review_started", 0)


def test_another_authority_sees_and_records_nothing(
    submission: Submission, sign_in: Callable[..., CheckedClient]
) -> None:
    stranger = sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-akim", email="other@example.com")
    for page in ("", "events/review-started", f"disputes/{submission.id}"):
        assert stranger.get(desk(submission) + page).status_code == 404
