"""The moderators' queue: who may see it, what stands in it, and how two moderators share it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from complaints.database import reads_only
from complaints.domain.access import AccountRole, Viewer
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, StaleVersion
from complaints.domain.moderation import Decision, LikenessKind, LikenessState, Reason, TextState
from complaints.filing.publishing import offer_text
from complaints.models import Account, Likeness, Round, new_id
from complaints.moderation import actions, queries
from complaints.web import context
from tests.moderation.conftest import (
    PLAIN,
    QUEUE,
    FileText,
    complaint_of,
    decide,
    open_text,
    page_of,
    press,
    send,
    take,
    text_of,
)
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock

SignIn = Callable[..., CheckedClient]


@pytest.mark.parametrize("role", [AccountRole.ORGANISER, AccountRole.OFFICIAL, AccountRole.OPERATOR])
def test_only_moderators_read_and_decide(
    session: Session, sign_in: SignIn, file_text: FileText, role: AccountRole
) -> None:
    complaint_id = file_text()
    client = sign_in(role)
    assert client.get(QUEUE).status_code == 403
    assert client.get(page_of(complaint_id)).status_code == 403
    for address in (f"{QUEUE}take", f"{page_of(complaint_id)}/take", f"{page_of(complaint_id)}/give-back"):
        assert press(client, address).status_code == 403
    assert press(client, page_of(complaint_id), decision="release").status_code == 403
    assert "Texts to publish" not in client.get("/en/").get_data(as_text=True)
    assert text_of(session, complaint_id).taken_by is None


def test_nobody_reads_a_text_without_signing_in(client: CheckedClient, file_text: FileText) -> None:
    complaint_id = file_text()
    for response in (client.get(QUEUE), client.get(page_of(complaint_id))):
        assert response.status_code == 303
        assert "/account/sign-in" in response.location
    assert client.post(page_of(complaint_id), data={"decision": "release"}).status_code == 400


def test_queries_and_actions_refuse_other_roles_too(session: Session, clock: Clock) -> None:
    organiser = Viewer(new_id(), AccountRole.ORGANISER)
    with pytest.raises(Forbidden):
        queries.list_texts(session, organiser, queries.Wanted(), page=1)
    with pytest.raises(Forbidden):
        actions.take_next(session, organiser, queries.Wanted(), now=clock())


def test_the_queue_says_how_many_wait_in_each_language_oldest_first(
    moderator: CheckedClient, session: Session, file_text: FileText
) -> None:
    first, second = file_text(), file_text(language=LetterLanguage.RU)
    page = moderator.get(QUEUE).get_data(as_text=True)
    assert page.index(page_of(first)) < page.index(page_of(second))
    assert page.count('<p class="figure-number">1</p>') == 2
    assert complaint_of(session, first).number in page


def test_a_text_without_consent_or_words_never_comes_to_a_moderator(
    moderator: CheckedClient, session: Session, file_text: FileText
) -> None:
    silent, shy = file_text(""), file_text(consent_publish=False)
    taken_back = file_text()
    complaint_of(session, taken_back).withdrawn_at = complaint_of(session, taken_back).filed_at
    session.commit()
    page = moderator.get(QUEUE).get_data(as_text=True)
    for complaint_id in (silent, shy, taken_back):
        assert str(complaint_id) not in page
        assert moderator.get(page_of(complaint_id)).status_code == 404
        assert press(moderator, page_of(complaint_id), decision="release").status_code == 404
    assert take(moderator).location == QUEUE


def test_the_moderator_learns_nothing_of_who_filed(moderator: CheckedClient, file_text: FileText) -> None:
    complaint_id = file_text(PLAIN)
    pages = moderator.get(QUEUE).get_data(as_text=True) + moderator.get(page_of(complaint_id)).get_data(as_text=True)
    for private in ("Өтегенова", "7470000001", "filer@example.com", "Ұлытау"):
        assert private not in pages


def test_what_deserves_care_is_marked(moderator: CheckedClient, session: Session, file_text: FileText) -> None:
    first = file_text(PLAIN)
    complaint_id = file_text(grounds=("DEAD_SOULS",))
    complaint = complaint_of(session, complaint_id)
    complaint.is_late = complaint.from_busy_network = True
    session.add(
        Likeness(
            complaint_id=complaint_id,
            earlier_id=first,
            round_id=complaint.round_id,
            kind=LikenessKind.SAME_TEXT,
            percent=95,
            state=LikenessState.OPEN,
            found_at=complaint.filed_at,
        )
    )
    session.commit()
    listed = moderator.get(QUEUE).get_data(as_text=True).split('<li class="desk-row">')
    assert len(listed) == 3
    for word in ("Accusation", "Late", "Many from one network", "Perhaps a duplicate: The same text"):
        assert word in listed[2]
    assert "Perhaps a duplicate" in listed[1]
    assert "Accusation" not in listed[1]
    page = moderator.get(page_of(complaint_id)).get_data(as_text=True)
    assert "This complaint accuses somebody." in page
    assert "This complaint accuses somebody." not in moderator.get(page_of(first)).get_data(as_text=True)


def test_the_list_is_filtered_by_language_and_round(
    moderator: CheckedClient, session: Session, file_text: FileText
) -> None:
    kazakh, russian = file_text(), file_text(language=LetterLanguage.RU)
    elsewhere = file_text()
    other = session.scalars(select(Round).where(Round.slug == "damu-bala-turkistan-2025-03")).one()
    text_of(session, elsewhere).round_id = other.id
    session.commit()
    shown = {
        address: {one for one in (kazakh, russian, elsewhere) if str(one) in moderator.get(QUEUE + address).text}
        for address in ("?language=kk", "?language=ru", f"?round={other.slug}", "?language=xx&round=none&page=99")
    }
    assert list(shown.values()) == [{kazakh, elsewhere}, {russian}, {elsewhere}, {kazakh, russian, elsewhere}]
    assert take(moderator, language="ru").location == page_of(russian)


def test_fifty_texts_stand_on_a_page(moderator: CheckedClient, file_text: FileText) -> None:
    made = [file_text(PLAIN) for _ in range(51)]
    first, second = (moderator.get(f"{QUEUE}?page={number}").get_data(as_text=True) for number in (1, 2))
    assert first.count('class="desk-row"') == 50
    assert str(made[-1]) not in first
    assert page_of(made[-1]) in second
    assert "Page 2 of 2" in second


def test_decided_texts_are_listed_by_state(moderator: CheckedClient, file_text: FileText) -> None:
    held, released = file_text(), file_text(PLAIN)
    decide(moderator, held, decision="hold", reason="insult")
    decide(moderator, released, decision="release")
    assert str(held) in moderator.get(f"{QUEUE}?state=held").text
    assert "Insulting words" in moderator.get(f"{QUEUE}?state=held").text
    assert str(released) in moderator.get(f"{QUEUE}?state=released").text
    assert "There is none now." in moderator.get(QUEUE).text


def test_the_next_text_is_kept_for_who_took_it_and_shown_so_to_others(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText, clock: Clock
) -> None:
    first, second = file_text(), file_text()
    assert take(moderator).location == page_of(first)
    assert text_of(session, first).taken_until == clock.now + timedelta(minutes=15)
    assert "Taken by another moderator" in other_moderator.get(QUEUE).text
    assert "Taken by you until" in moderator.get(QUEUE).text
    page = other_moderator.get(page_of(first)).get_data(as_text=True)
    assert "Another moderator has this text until" in page
    assert 'name="decision"' not in page
    assert take(other_moderator).location == page_of(second)
    assert take(moderator).location == page_of(first)


def test_when_all_are_taken_the_next_moderator_is_told_so(
    moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText
) -> None:
    file_text()
    take(moderator)
    response = take(other_moderator)
    assert response.location == QUEUE
    assert "No text waits that another moderator has not taken." in other_moderator.get(QUEUE).text


def test_a_text_given_back_is_free_at_once(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text()
    take(moderator)
    take(other_moderator, f"{page_of(complaint_id)}/give-back")
    assert text_of(session, complaint_id).taken_by is not None
    take(moderator, f"{page_of(complaint_id)}/give-back")
    assert text_of(session, complaint_id).taken_by is None
    assert take(other_moderator).location == page_of(complaint_id)


def test_after_its_fifteen_minutes_another_may_take_the_text_and_the_first_is_told(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText, clock: Clock
) -> None:
    complaint_id = file_text()
    form = open_text(moderator, complaint_id)
    clock.advance(minutes=14)
    assert take(other_moderator).location == QUEUE
    clock.advance(minutes=1)
    assert take(other_moderator).location == page_of(complaint_id)
    response = send(moderator, complaint_id, form, decision="hold", reason="insult", words="Орын")
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Another moderator has this text until" in page
    assert 'value="hold" checked' in page
    assert ">Орын</textarea>" in page.replace("\r\n", "")
    assert text_of(session, complaint_id).state is TextState.WAITING
    assert press(moderator, f"{page_of(complaint_id)}/take").location == page_of(complaint_id)
    assert "Another moderator has this text until" in moderator.get(page_of(complaint_id)).text


def test_after_the_time_is_over_and_nobody_came_the_decision_still_counts(
    session: Session, moderator: CheckedClient, file_text: FileText, clock: Clock
) -> None:
    complaint_id = file_text(PLAIN)
    form = open_text(moderator, complaint_id)
    clock.advance(hours=2)
    assert send(moderator, complaint_id, form, decision="release").status_code == 303
    assert text_of(session, complaint_id).state is TextState.RELEASED


def test_a_decision_about_a_text_that_was_decided_meanwhile_is_refused_and_stays_typed(
    session: Session, moderator: CheckedClient, other_moderator: CheckedClient, file_text: FileText
) -> None:
    complaint_id = file_text(PLAIN)
    form = open_text(moderator, complaint_id)
    take(moderator, f"{page_of(complaint_id)}/give-back")
    decide(other_moderator, complaint_id, decision="hold", reason="insult")
    response = send(moderator, complaint_id, form, decision="blank", reason="threat", words="Хабарландыру")
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Another decision about this text was recorded meanwhile." in page
    assert ">Хабарландыру</textarea>" in page.replace("\r\n", "")
    assert 'value="threat" checked' in page
    assert text_of(session, complaint_id).state is TextState.HELD
    again = send(
        moderator, complaint_id, open_text(moderator, complaint_id), decision="blank", reason="threat", words="кеш"
    )
    assert again.status_code == 303


def test_a_corrected_text_returns_to_the_queue_and_an_old_page_cannot_release_it(
    session: Session, moderator: CheckedClient, file_text: FileText, app: Flask, clock: Clock
) -> None:
    complaint_id = file_text(PLAIN)
    decide(moderator, complaint_id, decision="release")
    form = open_text(moderator, complaint_id)
    correct(app, session, complaint_id, "Енді телефоным 8 701 000 00 01 деп жаздым.", clock)
    assert text_of(session, complaint_id).released is None
    assert page_of(complaint_id) in moderator.get(QUEUE).text
    response = send(moderator, complaint_id, form, decision="release")
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "The filer has corrected the text meanwhile." in page
    assert "8 701 000 00 01" in page
    assert 'name="blanks"' in page
    assert text_of(session, complaint_id).state is TextState.WAITING
    assert "about an earlier wording" in page


def correct(app: Flask, session: Session, complaint_id: UUID, narrative: str, clock: Clock) -> None:
    """What a correction by the filer does to the text."""
    complaint = complaint_of(session, complaint_id)
    with app.app_context():
        sealed = context.cipher().encrypt("complaints", "narrative", complaint.id, narrative)
    complaint.narrative_enc, complaint.version = sealed, complaint.version + 1
    offer_text(session, complaint, now=clock())
    session.commit()


def test_two_moderators_at_once_never_get_the_same_text(
    session: Session, sessions: sessionmaker[Session], sign_in: SignIn, file_text: FileText, clock: Clock
) -> None:
    made = {file_text(PLAIN) for _ in range(12)}
    for _ in range(4):
        sign_in(AccountRole.MODERATOR)
    people = session.scalars(select(Account.id).where(Account.role == AccountRole.MODERATOR)).all()
    session.commit()
    got: list[tuple[UUID, UUID]] = []
    start = threading.Barrier(len(people))

    def work(account_id: UUID) -> None:
        reads_only(False)
        viewer = Viewer(account_id, AccountRole.MODERATOR)
        start.wait()
        for _ in range(3):
            with sessions() as own:
                complaint_id = actions.take_next(own, viewer, queries.Wanted(), now=clock.now)
                own.commit()
                assert complaint_id is not None
                got.append((account_id, complaint_id))
                text = queries.lock_text(own, viewer, complaint_id)
                text.state = TextState.HELD
                own.commit()

    threads = [threading.Thread(target=work, args=(account_id,)) for account_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(one for _, one in got) == sorted(made)


def test_of_two_decisions_at_once_one_is_recorded_and_the_other_refused(
    session: Session, sessions: sessionmaker[Session], app: Flask, sign_in: SignIn, file_text: FileText, clock: Clock
) -> None:
    complaint_id = file_text(PLAIN)
    for _ in range(2):
        sign_in(AccountRole.MODERATOR)
    people = session.scalars(select(Account.id).where(Account.role == AccountRole.MODERATOR)).all()[-2:]
    had_seen = actions.seen(text_of(session, complaint_id))
    session.commit()
    with app.app_context():
        cipher = context.cipher()
    start, ends = threading.Barrier(2), []

    def work(account_id: UUID) -> None:
        reads_only(False)
        viewer = Viewer(account_id, AccountRole.MODERATOR)
        verdict = actions.Verdict(Decision.HOLD, Reason.INSULT)
        start.wait()
        with sessions() as own:
            try:
                actions.decide(
                    own,
                    cipher=cipher,
                    viewer=viewer,
                    complaint_id=complaint_id,
                    had_seen=had_seen,
                    verdict=verdict,
                    now=clock.now,
                )
                own.commit()
                ends.append("recorded")
            except StaleVersion:
                ends.append("refused")

    threads = [threading.Thread(target=work, args=(account_id,)) for account_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(ends) == ["recorded", "refused"]


@pytest.mark.parametrize("seen", ["", "x", "1", "1.1.1", "9" * 5000 + ".1", "-1.1"])
def test_a_decision_that_does_not_say_what_it_is_about_is_refused(
    session: Session, moderator: CheckedClient, file_text: FileText, seen: str
) -> None:
    complaint_id = file_text(PLAIN)
    form = open_text(moderator, complaint_id)
    assert send(moderator, complaint_id, form, decision="release", seen=seen).status_code == 409
    assert text_of(session, complaint_id).state is TextState.WAITING


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_pages_open_in_every_language(moderator: CheckedClient, file_text: FileText, lang: str) -> None:
    complaint_id = file_text()
    assert moderator.get(f"/{lang}/moderation/").status_code == 200
    assert moderator.get(f"/{lang}/moderation/texts/{complaint_id}").status_code == 200


def test_an_address_that_leads_to_no_text_is_not_found(moderator: CheckedClient) -> None:
    assert moderator.get(page_of(new_id())).status_code == 404
