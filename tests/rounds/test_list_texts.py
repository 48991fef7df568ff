"""The public list of released texts: what it shows, how it is searched, and what never stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import departures, tallies
from complaints.domain.complaint import Departure, LetterLanguage, Role
from complaints.domain.moderation import Decision, Reason, TextState
from complaints.models import Complaint, PublicText
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.planted import ROUND
from tests.support.released import AKTAU, ZHANAOZEN, Filers

LIST = f"/en/rounds/{ROUND}/complaints"
PROVIDER = {"role": Role.PROVIDER, "organisation": "«Мысал» ЖШС", "attempted_at": None, "screen_result": None}
NUMBER = re.compile(r'<article class="card" id="complaint-([0-9A-Z]{4}-[0-9A-Z]{4})"')


@pytest.fixture
def filers(app: Flask, session: Session, clock: Clock) -> Filers:
    return Filers(app, session, clock)


def numbers(client: CheckedClient, query: str = "", lang: str = "en") -> list[str]:
    """The complaints on the page, in its order."""
    answer = client.get(f"/{lang}/rounds/{ROUND}/complaints{query}")
    assert answer.status_code == 200
    return NUMBER.findall(answer.text)


def test_released_texts_stand_newest_first(client: CheckedClient, filers: Filers) -> None:
    complaints = [filers.release(f"Мәтін {position}") for position in range(3)]
    assert numbers(client) == [complaint.number for complaint in reversed(complaints)]


@pytest.mark.parametrize("state", [TextState.WAITING, TextState.HELD])
def test_a_text_that_is_not_released_is_nowhere(
    client: CheckedClient, session: Session, filers: Filers, state: TextState
) -> None:
    complaint = filers.file(narrative="Құпия сөздер", consent_publish=True)
    session.get_one(PublicText, complaint.id).state = state
    session.commit()
    for path in (LIST, f"{LIST}?words=құпия", f"/en/rounds/{ROUND}/"):
        assert "Құпия" not in client.get(path).text


@pytest.mark.parametrize("how", list(Departure))
def test_a_withdrawn_erased_or_joined_complaint_leaves_the_list(
    client: CheckedClient, session: Session, filers: Filers, clock: Clock, how: Departure
) -> None:
    kept, gone = filers.release("Қалатын мәтін"), filers.release("Кететін мәтін")
    departures.leave(session, gone, how, now=clock(), joined_to=kept.id)
    session.commit()
    assert numbers(client) == [kept.number]


def test_a_blank_is_shown_and_read_aloud(client: CheckedClient, filers: Filers) -> None:
    filers.release("Мен ▇▇▇, орын қалмады.")
    page = client.get(LIST).text
    assert '<span aria-hidden="true">▇▇▇</span><span class="unseen">(blanked out)</span>' in page


def test_typed_tags_stay_words(client: CheckedClient, filers: Filers) -> None:
    filers.release("<script>alert(1)</script> & {{ 7*7 }}")
    page = client.get(LIST).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in page


def test_nothing_of_the_person_stands_in_the_list(client: CheckedClient, filers: Filers) -> None:
    filers.release("Орын қалмады.")
    page = client.get(LIST).text
    for secret in ("Мысалова", "7010000001", "Мысал көшесі"):
        assert secret not in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("kk", "авторларда бар мәліметке сәйкес"),
        ("ru", "по имеющимся у авторов сведениям"),
        ("en", "as the authors state"),
    ],
)
def test_a_reason_that_accuses_is_worded_as_what_the_authors_state(
    client: CheckedClient, filers: Filers, lang: str, said: str
) -> None:
    filers.release("Орын қалмады.", grounds=("SHORT_NOTICE",))
    assert said not in client.get(f"/{lang}/rounds/{ROUND}/complaints").text
    filers.release("Тізімдегі балалар бармайды.", grounds=("DEAD_SOULS",))
    assert said in client.get(f"/{lang}/rounds/{ROUND}/complaints").text
    assert said in client.get(f"/{lang}/rounds/{ROUND}/").text


def test_every_filter_narrows_the_list(client: CheckedClient, filers: Filers) -> None:
    one = filers.release("Орын қалмады.", grounds=("SOLD_OUT_FAST",))
    other = filers.release("Места кончились.", language=LetterLanguage.RU, grounds=("LEAK",))
    provider = filers.release("Нам ничего не дали.", language=LetterLanguage.RU, **PROVIDER)
    assert numbers(client, "?ground=LEAK") == [other.number]
    assert numbers(client, "?role=provider") == [provider.number]
    assert numbers(client, "?language=kk") == [one.number]
    assert numbers(client, "?language=ru&role=parent") == [other.number]
    assert numbers(client, "?language=ru&role=parent&ground=SOLD_OUT_FAST") == []
    assert "No published text fits" in client.get(f"{LIST}?language=ru&ground=SOLD_OUT_FAST").text


@pytest.mark.parametrize("query", ["?ground=NOTHING", "?role=king", "?language=xx", "?place=1", "?page=x", "?page=-5"])
def test_what_no_choice_fits_counts_as_not_chosen(client: CheckedClient, filers: Filers, query: str) -> None:
    complaint = filers.release("Орын қалмады.")
    assert numbers(client, query) == [complaint.number]


@pytest.mark.parametrize("words", ["ҚАЛМАДЫ", "калмады", "  орын   қалмады ", "7 минут"])
def test_words_are_found_in_any_case_and_with_russian_letters(
    client: CheckedClient, filers: Filers, words: str
) -> None:
    complaint = filers.release("7 минутта Орын қалмады, деді.")
    filers.release("Басқа мәтін.")
    answer = client.get(LIST, query_string={"words": words})
    assert NUMBER.findall(answer.text) == [complaint.number]


@pytest.mark.parametrize("words", ["%", "_", "\\", "100%"])
def test_signs_of_the_database_are_searched_as_they_stand(client: CheckedClient, filers: Filers, words: str) -> None:
    filers.release("Ештеңе жоқ.")
    assert NUMBER.findall(client.get(LIST, query_string={"words": words}).text) == []
    found = filers.release("Барлығы 100% \\ бір_екі.")
    assert NUMBER.findall(client.get(LIST, query_string={"words": words}).text) == [found.number]


def test_a_place_is_shown_and_found_from_five_complaints_of_one_role_on(client: CheckedClient, filers: Filers) -> None:
    few = filers.release("Жаңаөзеннен.", locality_code=ZHANAOZEN)
    many = filers.release("Ақтаудан.", locality_code=AKTAU)
    for _ in range(3):
        filers.file(locality_code=AKTAU)
        filers.file(locality_code=ZHANAOZEN, **PROVIDER)
    page = client.get(f"/kk/rounds/{ROUND}/complaints").text
    assert "Ақтау қаласы. " not in page
    assert numbers(client, f"?place={AKTAU}") == [many.number, few.number], "no choice yet: as if not chosen"
    filers.file(locality_code=AKTAU)
    page = client.get(f"/kk/rounds/{ROUND}/complaints").text
    assert page.count("Ақтау") > 1
    assert "Жаңаөзен" not in page.replace("Жаңаөзеннен", "")
    assert numbers(client, f"?place={AKTAU}") == [many.number]


def test_how_many_joined_is_told_without_those_who_left(
    client: CheckedClient, session: Session, filers: Filers, clock: Clock
) -> None:
    told = filers.release("Орын қалмады.")
    followers = [filers.file(joins_id=told.id) for _ in range(3)]
    assert "3 more people report the same." in client.get(LIST).text
    departures.leave(session, followers[0], Departure.WITHDRAWN, now=clock())
    session.commit()
    assert "2 more people report the same." in client.get(LIST).text


def test_the_same_happened_to_me_leads_to_the_form(client: CheckedClient, filers: Filers) -> None:
    complaint = filers.release("Орын қалмады.")
    assert f'href="/en/rounds/{ROUND}/complain?join={complaint.number}"' in client.get(LIST).text


def test_pages_have_fifty_texts_and_lose_none(client: CheckedClient, filers: Filers) -> None:
    complaints = [filers.release(f"Мәтін нөмірі {position}") for position in range(51)]
    first, second = numbers(client), numbers(client, "?page=2")
    assert len(first) == 50
    assert first + second == [complaint.number for complaint in reversed(complaints)]
    assert numbers(client, "?page=99") == second
    assert (
        'href="/en/rounds/damu-bala-mangystau-2025-03/complaints?words=%D0%BC%D3%99%D1%82%D1%96%D0%BD&amp;page=2"'
        in (client.get(f"{LIST}?words=мәтін").text)
    )


def test_what_moderators_decided_is_counted_by_reason(client: CheckedClient, session: Session, filers: Filers) -> None:
    round_id = filers.round.id
    for decision, reason in ((Decision.RELEASE, None), (Decision.HOLD, Reason.INSULT), (Decision.HOLD, Reason.THREAT)):
        tallies.move(session, round_id, after=tallies.decided(decision, reason))
    session.commit()
    page = client.get(LIST).text
    assert re.search(r"<dt>Not published</dt>\s*<dd>2", page)
    assert "Insulting words: 1" in page
    assert re.search(r"<dt>Published as written</dt>\s*<dd>1", page)


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_without_texts_the_page_says_what_would_be_here(client: CheckedClient, lang: str) -> None:
    answer = client.get(f"/{lang}/rounds/{ROUND}/complaints")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
    assert client.get(f"/{lang}/rounds/nothing/complaints").status_code == 404


def test_the_dossier_has_the_three_newest_and_a_link(
    client: CheckedClient, filers: Filers, make_round: Callable[..., object]
) -> None:
    complaints: list[Complaint] = [filers.release(f"Мәтін {position}") for position in range(4)]
    page = client.get(f"/en/rounds/{ROUND}/").text
    assert NUMBER.findall(page) == [complaint.number for complaint in reversed(complaints[1:])]
    assert f'href="/en/rounds/{ROUND}/complaints"' in page
