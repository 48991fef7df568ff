"""Every kind of document says the same in Kazakh and in Russian: facts, norms, demands and counts, read back from the
printed files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints import data
from complaints.domain.access import AccountRole
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import Cut, LetterPart, PetitionKind
from complaints.models import Complaint, Petition
from complaints.petitions import queries
from complaints.petitions.document import letter_from_json
from complaints.petitions.freezing.actions import export_petition
from complaints.web import context
from tests.petitions.conftest import SignIn
from tests.support.browserlike import CheckedClient
from tests.support.clock import Clock
from tests.support.pdfs import letters_of, text_of
from tests.support.planted import GROUP
from tests.support.silences import LATER, freeze, leave_unanswered
from tests.support.values import values_in

CITATIONS = {LetterLanguage.KK: data.cite_kk, LetterLanguage.RU: data.cite_ru}


@pytest.fixture
def frozen(
    filed: list[Complaint], owner: CheckedClient, sign_in: SignIn, session: Session, clock: Clock
) -> Callable[[PetitionKind], int]:
    """`frozen(kind)`: the id of a document of this kind with everything proposed, frozen by the forms."""
    assert filed

    def make(kind: PetitionKind) -> int:
        if kind is PetitionKind.SUPERIOR_COMPLAINT:
            submission = leave_unanswered(owner, session, PetitionKind.COMPLAINT)
            clock.set(LATER)
            member = sign_in(AccountRole.ORGANISER, group_slug=GROUP)
            return freeze(member, session, kind, about=str(submission.id))
        return freeze(owner, session, kind)

    return make


def say(app: Flask, session: Session, petition_id: int, cut: Cut, folder: Path) -> dict[LetterLanguage, str]:
    with app.app_context():
        cipher = context.cipher()
        files = {
            language: export_petition(session, petition_id, language, cut, cipher=cipher)[1]
            for language in LetterLanguage
        }
    return {language: text_of(pdf, folder) for language, pdf in files.items()}


def test_the_reading_of_values_sees_another_number_month_act_or_count() -> None:
    russian = "28 или 29 марта 2025 года № 350-VI, 1,5 часа, 12 000 страница 1 из 3"
    kazakh = "2025 жылғы 28 немесе 29 наурызда № 350-VI, 1,5 сағат, 12 000 4 беттің 1-беті"
    said = values_in(russian, LetterLanguage.RU)
    assert said == values_in(kazakh, LetterLanguage.KK)
    for old, new in (("29", "30"), ("наурызда", "сәуірде"), ("350", "351"), ("1,5", "2,5"), ("12 000", "12 001")):
        assert values_in(kazakh.replace(old, new), LetterLanguage.KK) != said, new
    assert values_in(f"{kazakh} 28", LetterLanguage.KK) != said


@pytest.mark.parametrize("cut", Cut)
@pytest.mark.parametrize("kind", PetitionKind)
def test_both_languages_name_the_same_numbers_and_dates(
    kind: PetitionKind,
    cut: Cut,
    app: Flask,
    session: Session,
    frozen: Callable[[PetitionKind], int],
    tmp_path: Path,
) -> None:
    said = say(app, session, frozen(kind), cut, tmp_path)
    in_kazakh, in_russian = (values_in(text, language) for language, text in sorted(said.items()))
    assert in_kazakh == in_russian
    assert len(in_kazakh) > 20


@pytest.mark.parametrize("kind", PetitionKind)
def test_both_languages_print_the_same_norms_demands_and_parts(
    kind: PetitionKind, app: Flask, session: Session, frozen: Callable[[PetitionKind], int], tmp_path: Path
) -> None:
    number = frozen(kind)
    content = queries.newest_version(session, number).content
    letters = {language: letter_from_json(content[language]["letter"]) for language in LetterLanguage}
    kazakh, russian = letters[LetterLanguage.KK], letters[LetterLanguage.RU]
    assert [norm.norm_id for act in kazakh.acts for norm in act.norms] == [
        norm.norm_id for act in russian.acts for norm in act.norms
    ]
    assert [(one.code, one.count) for one in kazakh.demands] == [(one.code, one.count) for one in russian.demands]
    assert {part: len(said) for part, said in kazakh.paragraphs.items()} == {
        part: len(said) for part, said in russian.paragraphs.items()
    }
    petition = session.get_one(Petition, number)
    for language, text in say(app, session, number, Cut.PUBLIC, tmp_path).items():
        printed = letters_of(text)
        for norm in petition.norms:
            assert letters_of(CITATIONS[language](data.norms()[norm.norm_id])) in printed
        for demand in petition.demands if LetterPart.HARM in letters[language].paragraphs else ():
            assert letters_of(data.demands()[demand.code].label[language]) in printed
