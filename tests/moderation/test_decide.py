"""A moderator releases a text, blanks words out of it, or holds it, with a coded reason; nothing is public before."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from complaints.domain.moderation import Decision, Reason, TextState
from complaints.models import Account, ModerationDecision, Tally
from tests.moderation.conftest import PLAIN, FileText, decide, open_text, page_of, send, text_of
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

BLANKED = "Мен ▇▇▇, телефоным ▇▇▇. Орын 7 минутта бітті, ал ▇▇▇ кезекте тұрды."


def entries(session: Session) -> list[ModerationDecision]:
    session.expire_all()
    return list(session.scalars(select(ModerationDecision).order_by(ModerationDecision.id)))


def figures(session: Session) -> dict[tuple[str, str], int]:
    session.expire_all()
    rows = select(Tally).where(Tally.dimension.in_(("released", "blanked", "held")))
    return {(row.dimension, row.key): row.complaints for row in session.scalars(rows) if row.complaints}


def test_a_text_is_released_as_it_was_written(
    session: Session, moderator: CheckedClient, file_text: FileText, clock: Clock
) -> None:
    complaint_id = file_text(PLAIN)
    assert text_of(session, complaint_id).released is None
    response = decide(moderator, complaint_id, decision="release")
    assert (response.status_code, response.location) == (303, "/en/moderation/")
    text = text_of(session, complaint_id)
    assert (text.state, text.released, text.reason, text.released_at) == (
        TextState.RELEASED,
        PLAIN,
        None,
        clock.now,
    )
    assert text.searchable == "хабарландыру тым кеш шыкты, орын 7 минутта битти."
    (entry,) = entries(session)
    moderators = session.scalars(select(Account.id)).all()
    assert (entry.decision, entry.reason, entry.complaint_version) == (Decision.RELEASE, None, 1)
    assert entry.account_id in moderators
    assert figures(session) == {("released", "all"): 1}


def test_what_is_ticked_is_blanked_out_of_everything_that_is_kept_to_be_read(
    session: Session, moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text()
    assert decide(moderator, complaint_id, decision="blank", reason="personal_data").status_code == 303
    text = text_of(session, complaint_id)
    assert text.released == BLANKED
    assert text.searchable is not None
    assert all(word not in text.searchable for word in ("мысалова", "айгул", "701"))
    assert text.reason is Reason.PERSONAL_DATA
    assert figures(session) == {("blanked", "all"): 1, ("blanked", "personal_data"): 1}


def test_a_name_elsewhere_stays_when_it_was_unticked(
    session: Session, moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text()
    form = open_text(moderator, complaint_id)
    first, phone, _second = form["blanks"]
    send(moderator, complaint_id, form, blanks=[first, phone], decision="blank", reason="personal_data")
    assert text_of(session, complaint_id).released == (
        "Мен ▇▇▇, телефоным ▇▇▇. Орын 7 минутта бітті, ал Мысалова Айгүл кезекте тұрды."
    )


def test_typed_words_are_blanked_wherever_they_stand(
    session: Session, moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text(PLAIN)
    decide(moderator, complaint_id, words="ОРЫН\r\n  тым   кеш \n", decision="blank", reason="off_topic")
    assert text_of(session, complaint_id).released == "Хабарландыру ▇▇▇ шықты, ▇▇▇ 7 минутта бітті."


def test_a_held_text_is_nowhere_in_plain(session: Session, moderator: CheckedClient, file_text: FileText) -> None:
    complaint_id = file_text()
    decide(moderator, complaint_id, decision="hold", reason="accusation")
    text = text_of(session, complaint_id)
    assert (text.state, text.released, text.searchable, text.released_at) == (TextState.HELD, None, None, None)
    assert text.reason is Reason.ACCUSATION
    assert figures(session) == {("held", "all"): 1, ("held", "accusation"): 1}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "decision", "Choose what to do with the text."),
        ({"decision": "burn"}, "decision", "Choose what to do with the text."),
        ({"decision": "blank"}, "reason", "Choose a reason."),
        ({"decision": "hold"}, "reason", "Choose a reason."),
        ({"decision": "hold", "reason": "bored"}, "reason", "Choose a reason."),
        ({"decision": "release"}, "decision", "Something is still to be blanked out."),
        ({"decision": "blank", "reason": "insult", "blanks": [], "words": ""}, "decision", "Tick what to blank out"),
        ({"decision": "blank", "words": "жоқ сөз"}, "words", "This does not stand in the text: «жоқ сөз»."),
        ({"decision": "blank", "words": "орын\n" * 3 + "\n".join(map(str, range(101)))}, "words", "100 lines"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_stays(
    session: Session,
    moderator: CheckedClient,
    file_text: FileText,
    typed: dict[str, object],
    field: str,
    sentence: str,
) -> None:
    complaint_id = file_text()
    response = decide(moderator, complaint_id, **{"words": "орын", **typed})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert page.count(sentence) == 2
    assert f'id="{field}-error"' in page
    assert (typed.get("words", "орын") or "Мысалова") in page.replace("\r\n", "\n")
    assert text_of(session, complaint_id).state is TextState.WAITING
    assert entries(session) == []


def test_a_place_that_was_not_found_in_the_text_cannot_be_ticked(
    session: Session, moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text(PLAIN)
    response = decide(moderator, complaint_id, blanks=["0-5", "x", "3-99999"], decision="blank", reason="insult")
    assert response.status_code == 422
    assert "Tick what to blank out" in response.get_data(as_text=True)


def test_the_preview_shows_what_the_public_would_read_and_decides_nothing(
    session: Session, moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text()
    form = open_text(moderator, complaint_id)
    response = send(moderator, complaint_id, form, do="preview", words="кезекте", decision="blank")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert BLANKED.replace("кезекте", "▇▇▇") in page
    assert "Nothing is decided yet." in page
    assert ">кезекте</textarea>" in page.replace("\r\n", "")
    assert 'value="blank" checked' in page
    assert (text_of(session, complaint_id).state, entries(session)) == (TextState.WAITING, [])
    held = send(moderator, complaint_id, form, do="preview", decision="hold").get_data(as_text=True)
    assert "Nothing: the text is not published." in held


def test_a_preview_says_which_words_it_cannot_find(moderator: CheckedClient, file_text: FileText) -> None:
    complaint_id = file_text()
    response = send(moderator, complaint_id, open_text(moderator, complaint_id), do="preview", words="жоқ сөз")
    assert response.status_code == 422
    assert "«жоқ сөз»" in response.get_data(as_text=True)


def test_a_decision_can_be_revised_and_every_one_stays_in_the_history(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText, clock: Clock
) -> None:
    complaint_id = file_text(PLAIN)
    decide(moderator, complaint_id, decision="release")
    clock.advance(minutes=5)
    page = other_moderator.get(page_of(complaint_id)).get_data(as_text=True)
    assert "Published as written" in page
    assert "By another moderator" in page
    assert "What the public reads now" in page
    assert decide(other_moderator, complaint_id, decision="hold", reason="insult").status_code == 303
    assert text_of(session, complaint_id).released is None
    assert [entry.decision for entry in entries(session)] == [Decision.RELEASE, Decision.HOLD]
    assert figures(session) == {("held", "all"): 1, ("held", "insult"): 1}


def test_html_in_a_text_is_shown_as_it_was_typed(moderator: CheckedClient, file_text: FileText) -> None:
    typed = "<script>alert(1)</script> <b>Айгүл Мысалова</b> {{ 7*7 }} &amp;"
    complaint_id = file_text(typed)
    form = open_text(moderator, complaint_id)
    page = send(moderator, complaint_id, form, do="preview", words="<b>").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Айгүл" not in page
    assert "{{ 7*7 }} &amp;amp;" in page


def test_the_log_names_the_complaint_and_the_moderator_and_no_word_of_the_text(
    moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text()
    with capture_logs() as events:
        decide(moderator, complaint_id, decision="blank", reason="personal_data")
    assert [event["event"] for event in events] == ["text_taken", "text_decided"]
    assert {event["complaint"] for event in events} == {str(complaint_id)}
    assert all("by" in event for event in events)
    assert "Мысалова" not in str(events)
