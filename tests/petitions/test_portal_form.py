"""The page from which a group fills the form of e-Otinish: every field, in both languages, for owner and editors."""

from __future__ import annotations

from collections.abc import Callable

import html5lib
import pytest
from sqlalchemy.orm import Session

from complaints.domain.petition import PetitionKind
from complaints.models import Complaint, Petition
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.silences import PERSON, draft_at, freeze, hand_in

Values = dict[str, str]


def page_of(number: int, lang: str = "ru", letter: str = "") -> str:
    query = f"?letter={letter}" if letter else ""
    return f"{draft_at(number, lang)}versions/1/e-otinish{query}"


def values_on(client: CheckedClient, address: str) -> Values:
    """What the read-only fields hold, by the name of the field."""
    answer = client.get(address)
    assert answer.status_code == 200
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    found: Values = {}
    for field in [*tree.iter("input"), *tree.iter("textarea")]:
        name = field.get("id") or ""
        if name.startswith("portal-"):
            assert field.get("readonly") is not None
            found[name.removeprefix("portal-")] = field.get("value") or field.text or ""
    return found


@pytest.fixture
def complaint(filed: list[Complaint], owner: CheckedClient, session: Session) -> int:
    assert filed
    return freeze(owner, session, PetitionKind.COMPLAINT)


def test_a_complaint_names_both_bodies_and_says_what_the_letter_says(owner: CheckedClient, complaint: int) -> None:
    values = values_on(owner, page_of(complaint))
    assert values["type"] == "Жалоба"
    assert values["language"] == "Официальный"
    assert values["character"] == "Коллективное"
    assert values["addressee"].startswith("Управление культуры")
    assert values["second_addressee"]
    assert values["name"] == PERSON["representative_name"]
    assert values["address"] == PERSON["representative_address"]
    assert "Просим:\n1. " in values["text"]
    assert "АППК" in values["text"]
    assert len(values["short"]) < len(values["text"])
    assert "Просим:\n1. " in values["short"]
    assert "about" not in values
    assert "category" not in values


def test_the_values_are_in_the_language_of_the_letter_whatever_the_page_is_in(
    owner: CheckedClient, complaint: int
) -> None:
    values = values_on(owner, page_of(complaint, "ru", "kk"))
    assert (values["type"], values["language"]) == ("Шағым", "Мемлекеттік тіл")
    assert "Сұраймыз:\n1. " in values["text"]
    assert "Просим" not in values["text"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [(PetitionKind.APPEAL, "Заявление или Сообщение"), (PetitionKind.INFORMATION_REQUEST, "Запросы о предоставлении")],
)
def test_other_documents_have_one_addressee_and_nothing_complained_of(
    filed: list[Complaint], owner: CheckedClient, session: Session, kind: PetitionKind, words: str
) -> None:
    assert filed
    values = values_on(owner, page_of(freeze(owner, session, kind)))
    assert values["type"].startswith(words)
    assert "second_addressee" not in values


def test_readers_of_the_group_and_strangers_do_not_see_who_signs(
    client: CheckedClient, complaint: int, reader: CheckedClient
) -> None:
    assert reader.get(page_of(complaint)).status_code == 403
    assert "/account/sign-in" in client.get(page_of(complaint)).location


def test_the_last_step_is_the_hand_over_with_its_way_chosen(
    owner: CheckedClient, session: Session, complaint: int, work: Callable[[], int]
) -> None:
    work()
    page = owner.get(page_of(complaint)).text
    assert "official.ru.pdf" in page
    link = f"{draft_at(complaint, 'ru')}submission?channel=eotinish"
    assert link in page
    form = html5lib.parse(owner.get(link).text, namespaceHTMLElements=False)
    chosen = [
        field.get("value")
        for field in form.iter("input")
        if field.get("name") == "channel" and "checked" in field.attrib
    ]
    assert chosen == ["eotinish"]
    hand_in(owner, session, complaint)
    assert "submission?channel" not in owner.get(page_of(complaint)).text


def test_an_older_version_leads_to_the_newest_one(owner: CheckedClient, session: Session, complaint: int) -> None:
    first = page_of(complaint)
    fill_and_send(owner, draft_at(complaint), {"representative_phone": "8 701 000 00 02"})
    page = f"{draft_at(complaint)}freeze"
    assert owner.post(page, data=filled_in(owner.get(page).text, page)).status_code == 303
    assert len(session.get_one(Petition, complaint).versions) == 2
    shown = owner.get(first).text
    assert "submission?channel" not in shown
    assert first.replace("versions/1", "versions/2") in shown


def test_the_dossier_counts_filed_registered_and_answered_each_once(
    client: CheckedClient, owner: CheckedClient, session: Session, complaint: int
) -> None:
    dossier = "/en/rounds/damu-bala-mangystau-2025-03/"
    assert "registered by an authority 0, answered 0" in client.get(dossier).text
    submission = hand_in(owner, session, complaint)
    inside = len(submission.version.included)
    assert inside > 1
    assert f"registered by an authority {inside}, answered 0" in client.get(dossier).text
