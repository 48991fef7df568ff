"""A group words its letter: each part in each language, what differs shown, back in one click, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import PART_MAX, Cut, LetterPart, PetitionKind
from complaints.models import Complaint, Petition, PetitionVersion
from complaints.models.petitions import PetitionText
from complaints.petitions.freezing.actions import export_petition
from complaints.petitions.lettering.differing import Piece, differences, say_the_same
from complaints.web import context
from tests.petitions.test_prepare_petition import DRAFT, PERSON, START, freeze
from tests.support.browserlike import CheckedClient
from tests.support.forms import fill_and_send, filled_in
from tests.support.planted import GROUP

RU, KK = f"{DRAFT}text/ru", f"{DRAFT}text/kk"
OWN = "Мы узнали об этом слишком поздно.\n\nВторой абзац\nс новой строки."


@pytest.fixture
def draft(owner: CheckedClient, filed: list[Complaint], session: Session) -> Petition:
    assert fill_and_send(owner, START, {}).status_code == 303
    return session.scalars(select(Petition)).one()


def texts(session: Session) -> dict[tuple[str, str], str]:
    session.expire_all()
    rows = session.scalars(select(PetitionText)).all()
    assert all(row.part.startswith("complaint.") for row in rows)
    return {(row.language.value, row.part.removeprefix("complaint.")): row.text for row in rows}


def shown(page: str, part: LetterPart) -> str:
    """The page's section of one part."""
    found = re.search(rf'<section[^>]*id="part-{part}">.*?</section>', page, re.DOTALL)
    assert found
    return found.group()


@pytest.mark.usefixtures("draft")
def test_every_part_is_proposed_and_saving_it_untouched_keeps_nothing(owner: CheckedClient, session: Session) -> None:
    for path in (RU, KK):
        page = owner.get(path).get_data(as_text=True)
        fields = filled_in(page, path)
        of_others = {LetterPart.ASKED, LetterPart.EARLIER, LetterPart.SILENCE}
        assert all(fields[part] for part in set(LetterPart) - of_others)
        assert not of_others & set(fields)
        assert fill_and_send(owner, path, {}).status_code == 303
    assert texts(session) == {}


@pytest.mark.usefixtures("draft")
def test_own_text_is_kept_for_its_language_only_and_stands_in_the_letter(
    owner: CheckedClient, session: Session
) -> None:
    assert fill_and_send(owner, RU, {"intro": OWN.replace("\n", "\r\n")}).status_code == 303
    assert texts(session) == {("ru", "intro"): OWN}
    letter = owner.get(f"{DRAFT}?letter=ru").get_data(as_text=True)
    assert '<p class="prose said">Мы узнали об этом слишком поздно.</p>' in letter
    assert '<p class="prose said">Второй абзац\nс новой строки.</p>' in letter
    assert "обжалуем действия" not in letter
    assert "шағым жасаймыз" in owner.get(f"{DRAFT}?letter=kk").get_data(as_text=True)


@pytest.mark.usefixtures("draft")
def test_what_differs_is_shown_word_by_word_in_words_too(owner: CheckedClient) -> None:
    proposed = filled_in(owner.get(RU).get_data(as_text=True), RU)["evidence"]
    fill_and_send(owner, RU, {"evidence": proposed.replace("материалами", "снимками")})
    part = shown(owner.get(RU).get_data(as_text=True), LetterPart.EVIDENCE)
    removed, added = (re.search(rf"<{tag}>(.*?)</{tag}>", part, re.DOTALL) for tag in ("del", "ins"))
    assert removed
    assert added
    assert removed.group(1).endswith("материалами,")
    assert added.group(1).endswith("снимками,")
    assert all('class="unseen"' in found.group(1) for found in (removed, added))
    assert "<del>" not in shown(owner.get(RU).get_data(as_text=True), LetterPart.HARM)


@pytest.mark.usefixtures("draft")
def test_one_button_takes_one_part_back_and_saves_the_others(owner: CheckedClient, session: Session) -> None:
    fill_and_send(owner, RU, {"intro": OWN, "harm": "Свой текст."})
    answer = fill_and_send(owner, RU, {"evidence": "Тоже свой текст.", "back": "intro"})
    assert answer.status_code == 303
    assert answer.location.endswith("#part-intro")
    assert texts(session) == {("ru", "harm"): "Свой текст.", ("ru", "evidence"): "Тоже свой текст."}


@pytest.mark.usefixtures("draft")
def test_an_empty_field_goes_back_and_only_what_the_law_lets_go_can_be_left_out(
    owner: CheckedClient, session: Session
) -> None:
    fill_and_send(owner, RU, {"intro": OWN})
    fill_and_send(owner, RU, {"intro": " \n", "without_good_faith": "y", "without_reply": "y"})
    assert texts(session) == {("ru", "good_faith"): ""}
    assert "не ухудшать положение" not in owner.get(f"{DRAFT}?letter=ru").get_data(as_text=True)
    fill_and_send(owner, RU, {"back": "good_faith"})
    assert texts(session) == {}


@pytest.mark.usefixtures("draft")
def test_what_cannot_be_seen_is_taken_out_and_markup_stays_text(owner: CheckedClient, session: Session) -> None:
    fill_and_send(owner, RU, {"harm": "\u202eТекст\u200b <b>{{ 7*7 }}</b>\x07\x00"})
    assert texts(session) == {("ru", "harm"): "Текст <b>{{ 7*7 }}</b>"}
    assert "Текст &lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in owner.get(f"{DRAFT}?letter=ru").get_data(as_text=True)


@pytest.mark.usefixtures("draft")
def test_too_long_a_part_is_refused_beside_its_field_and_all_is_kept(owner: CheckedClient, session: Session) -> None:
    answer = fill_and_send(owner, RU, {"intro": "ұ" * (PART_MAX + 1), "harm": "Сохранённый текст."})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'id="intro-error"' in shown(page, LetterPart.INTRO)
    assert "ұ" * (PART_MAX + 1) in page
    assert "Сохранённый текст." in shown(page, LetterPart.HARM)
    assert texts(session) == {}
    assert fill_and_send(owner, RU, {"intro": "ұ" * PART_MAX}).status_code == 303


@pytest.mark.usefixtures("draft")
def test_signs_that_the_letter_cannot_print_are_named_and_refused(owner: CheckedClient, session: Session) -> None:
    answer = fill_and_send(owner, RU, {"harm": "Дети 🙂 не попали 漢 ₸ – «әғқ»"})
    assert answer.status_code == 422
    part = shown(answer.get_data(as_text=True), LetterPart.HARM)
    assert "🙂 漢" in part.partition('class="error"')[2].partition("</span>")[2].partition("</span>")[0]
    assert texts(session) == {}


@pytest.mark.usefixtures("draft")
def test_of_two_editors_the_later_keeps_the_typed_and_sees_the_saved(owner: CheckedClient, session: Session) -> None:
    stale = filled_in(owner.get(RU).get_data(as_text=True), RU)
    fill_and_send(owner, RU, {"intro": "Текст первого.", "harm": "Ещё текст первого."})
    stale.setlist("intro", ["Текст второго."])
    stale.setlist("harm", ["Ещё текст первого."])
    answer = owner.post(RU, data=stale)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    part = shown(page, LetterPart.INTRO)
    assert "Текст второго." in part
    assert "Текст первого." in part.partition('class="notice late"')[2]
    assert "notice late" not in shown(page, LetterPart.HARM)
    assert texts(session)["ru", "intro"] == "Текст первого."
    assert owner.post(RU, data=filled_in(page, RU)).status_code == 303
    assert texts(session)["ru", "intro"] == "Текст второго."


@pytest.mark.usefixtures("draft")
def test_a_save_sent_twice_is_saved_once(owner: CheckedClient, session: Session) -> None:
    sent = filled_in(owner.get(RU).get_data(as_text=True), RU)
    sent.setlist("intro", [OWN])
    assert [owner.post(RU, data=sent).status_code for _ in range(2)] == [303, 303]
    assert texts(session) == {("ru", "intro"): OWN}


def test_own_text_stays_when_the_proposal_changes_and_the_page_shows_the_new_one(
    owner: CheckedClient, draft: Petition, session: Session
) -> None:
    own = filled_in(owner.get(RU).get_data(as_text=True), RU)["facts"] + " Это подтвердили соседи."
    fill_and_send(owner, RU, {"facts": own})
    session.refresh(draft)
    draft.round.places_announced = 4100
    session.commit()
    part = shown(owner.get(RU).get_data(as_text=True), LetterPart.FACTS)
    assert "</span>4100,</del>" in part
    assert "</span>3500,</ins>" in part
    assert texts(session) == {("ru", "facts"): own}


@pytest.mark.usefixtures("draft")
def test_a_frozen_version_keeps_its_words_and_prints_them_to_the_same_bytes(
    app: Flask, owner: CheckedClient, session: Session
) -> None:
    fill_and_send(owner, RU, {"intro": OWN})
    assert freeze(owner, **PERSON).status_code == 303
    with app.app_context():
        cipher = context.cipher()

    def export() -> tuple[str, bytes]:
        made = export_petition(session, 1, LetterLanguage.RU, Cut.PUBLIC, cipher=cipher)
        session.commit()
        return made

    printed = export()
    fill_and_send(owner, RU, {"intro": "Уже другой текст."})
    assert export() == printed
    content = session.scalars(select(PetitionVersion.content)).one()
    assert content["ru"]["letter"]["paragraphs"]["intro"] == OWN.split("\n\n")
    session.commit()
    assert freeze(owner).status_code == 303
    assert session.scalars(select(PetitionVersion.number)).all() == [1, 2]


@pytest.mark.parametrize("kind", PetitionKind)
@pytest.mark.parametrize("path", [RU, KK])
def test_each_kind_has_its_own_parts(
    kind: PetitionKind, path: str, owner: CheckedClient, draft: Petition, session: Session
) -> None:
    draft.kind = kind
    session.commit()
    fields = set(filled_in(owner.get(path).get_data(as_text=True), path)) & set(LetterPart)
    of_silence = {LetterPart.EARLIER, LetterPart.SILENCE}
    other = {
        PetitionKind.COMPLAINT: {LetterPart.ASKED, *of_silence},
        PetitionKind.APPEAL: {LetterPart.ASKED, *of_silence},
        PetitionKind.INFORMATION_REQUEST: {LetterPart.EVIDENCE, LetterPart.HARM, LetterPart.GOOD_FAITH, *of_silence},
        PetitionKind.SUPERIOR_COMPLAINT: set(),
    }
    assert fields == set(LetterPart) - other[kind]


def test_what_was_written_for_one_kind_never_stands_in_another(
    owner: CheckedClient, draft: Petition, session: Session
) -> None:
    fill_and_send(owner, RU, {"subject": "на действия управления"})
    for kind, stands in ((PetitionKind.APPEAL, False), (PetitionKind.COMPLAINT, True)):
        session.refresh(draft)
        draft.kind = kind
        session.commit()
        assert ("на действия управления" in owner.get(RU).get_data(as_text=True)) is stands
        assert ("на действия управления" in owner.get(f"{DRAFT}?letter=ru").get_data(as_text=True)) is stands


@pytest.mark.usefixtures("draft")
def test_a_reader_sees_the_text_and_changes_nothing(reader: CheckedClient, session: Session) -> None:
    page = reader.get(RU).get_data(as_text=True)
    assert "обжалуем действия" in shown(page, LetterPart.INTRO)
    assert "<textarea" not in page
    assert reader.post(RU, data={"edit_number": "1", "intro": OWN}).status_code in (400, 403)
    assert texts(session) == {}


@pytest.mark.usefixtures("draft")
def test_strangers_officials_and_other_groups_see_nothing(
    client: CheckedClient, sign_in: Callable[..., CheckedClient]
) -> None:
    assert client.get(RU).status_code in (302, 303, 401)
    assert sign_in(AccountRole.OFFICIAL, authority_slug="mangystau-culture").get(RU).status_code in (403, 404)
    assert sign_in(AccountRole.ORGANISER).get(RU).status_code == 404


def test_the_builder_leads_to_the_text(owner: CheckedClient, draft: Petition) -> None:
    saved = fill_and_send(owner, DRAFT, {"do": "text"}, to=f"{DRAFT}?letter=ru")
    assert saved.location == f"/kk/groups/{GROUP}/petitions/{draft.id}/text/ru"


def test_words_are_compared_not_how_their_lines_break() -> None:
    assert say_the_same("1\u2011қосымша,\u00a0бар\n\nЕкі", "1-қосымша, бар \n\n\n Екі")
    assert not say_the_same("Бір\nекі", "Бір екі")
    assert [(found.piece, found.text) for found in differences("бір екі\n\nүш төрт", "бір бес\n\nүш")] == [
        (Piece.SAME, "бір"),
        (Piece.REMOVED, "екі"),
        (Piece.ADDED, "бес"),
        (Piece.SAME, "\n\nүш"),
        (Piece.REMOVED, "төрт"),
    ]
