"""The printed letter and register, read back from the PDF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from complaints import data, pdf
from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import NAMES_CHALLENGED, LetterPart, PetitionKind
from complaints.domain.rounds import Span
from complaints.petitions.composing import representative
from complaints.petitions.document import (
    Letter,
    Person,
    Register,
    Representative,
    letter_from_json,
    register_from_json,
    to_json,
)
from complaints.petitions.printing import EXAMPLE_MARKS, TITLES, WORDINGS, Printed, Sheaf
from tests.support.letters import FACTS, REPRESENTATIVE, letter, person, register
from tests.support.pdfs import letters_of, text_of, words_with_places

LANGUAGES = tuple(LetterLanguage)
NAMES = ["Әбдіқалық Ғабит Һамитұлы", "Өтеген Үміт Қайратқызы", "Іңкәр Ұлжан Ңұрланқызы"]
PEOPLE = {f"7K2M-00{place:02d}": person(name, f"Өмірзақ ауылы, {place}-үй") for place, name in enumerate(NAMES, 1)}
BEFORE = Path(__file__).parent / "frozen_before"
"""A letter's JSON and its pages, made by the program as it was before the paragraphs could be edited."""
MARGIN = 14 * 72 / 25.4
"""The narrowest margin of any page is 15 mm; one millimetre is left for the frame of a table, in points."""


def print_public(letter: Letter, register: Register) -> Printed:
    return Sheaf(letter, register).print()


def print_official(letter: Letter, register: Register, people: dict[str, Person]) -> Printed:
    return Sheaf(letter, register, REPRESENTATIVE, people).print()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_official_cut_has_the_representative_and_each_person(language: LetterLanguage, tmp_path: Path) -> None:
    made = print_official(letter(language), register(language, PEOPLE), PEOPLE)
    text = text_of(made.pdf, tmp_path)
    for expected in [*NAMES, *PEOPLE, REPRESENTATIVE.full_name, REPRESENTATIVE.phone, REPRESENTATIVE.signature_name]:
        assert letters_of(expected) in letters_of(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_cut_has_numbers_and_no_person(language: LetterLanguage, tmp_path: Path) -> None:
    text = letters_of(text_of(print_public(letter(language), register(language, PEOPLE)).pdf, tmp_path))
    assert all(letters_of(number) in text for number in PEOPLE)
    for planted in [*NAMES, "Өмірзақ", REPRESENTATIVE.full_name, REPRESENTATIVE.phone, REPRESENTATIVE.email]:
        assert letters_of(planted) not in text


def test_both_letters_name_the_same_facts_norms_demands_and_counts(tmp_path: Path) -> None:
    said = {lang: text_of(print_public(letter(lang), register(lang, PEOPLE)).pdf, tmp_path) for lang in LANGUAGES}
    for shared in ["3500", "1,5", "«Даму Бала»", "– 22", "– 12", "– 3", "91–93", "Текст нормы", "Требование", "13)"]:
        assert [shared in text for text in said.values()] == [True, True], shared
    assert "28 или 29 марта 2025 года" in said[LetterLanguage.RU]
    assert "2025 жылғы 28 немесе 29 наурызда" in said[LetterLanguage.KK]


@pytest.mark.parametrize(
    ("language", "title"), [(LANGUAGES[0], "ҰЖЫМДЫҚ ШАҒЫМ"), (LANGUAGES[1], "КОЛЛЕКТИВНАЯ ЖАЛОБА")]
)
def test_it_is_a_collective_complaint_and_claims_no_signatures(
    language: LetterLanguage, title: str, tmp_path: Path
) -> None:
    text = text_of(print_public(letter(language), register(language, PEOPLE)).pdf, tmp_path)
    assert title in text
    assert not [word for word in ("петици", "нижеподписавшиеся", "подписной", "төменде қол") if word in text.lower()]
    assert "без подписи" in text or "қол қойылмаған" in text


def test_long_words_names_and_addresses_stay_on_the_page(tmp_path: Path) -> None:
    long = {"7K2M-0001": person("Ә" * 200, "Ж" * 300), "7K2M-0002": person("Қожабекұлы " * 18, "ш. ауданы " * 30)}
    made = print_official(letter(LetterLanguage.KK), register(LetterLanguage.KK, long), long)
    words = words_with_places(made.pdf, tmp_path)
    assert sum(word.count("Ә") for word, *_ in words if set(word) == {"Ә"}) == 200
    assert sum(word.count("Ж") for word, *_ in words if set(word) == {"Ж"}) == 300
    assert not [word for word, left, right, width in words if left < MARGIN or right > width - MARGIN]


def test_the_letter_names_the_sheets_of_its_register(tmp_path: Path) -> None:
    many = {f"7K2M-{place:04d}": person(f"Адам {place}") for place in range(60)}
    made = print_official(letter(LetterLanguage.RU), register(LetterLanguage.RU, many), many)
    text = text_of(made.pdf, tmp_path)
    sheets = made.pages - text.count("страница") + text.count("приложение 1, страница")
    assert sheets > 1
    assert f"на {sheets} л." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_text_is_never_interpreted(language: LetterLanguage, tmp_path: Path) -> None:
    typed = '<b>{{ 7*7 }}</b><img src="file:///etc/hostname"> =1+1 &amp; url(x)'
    people = {"7K2M-0001": person(typed)}
    made = print_official(letter(language), register(language, people), people)
    assert letters_of(typed) in letters_of(text_of(made.pdf, tmp_path))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_kept_as_json_prints_to_the_same_bytes(language: LetterLanguage) -> None:
    frozen, rows = letter(language), register(language, PEOPLE)
    again = letter_from_json(to_json(frozen)), register_from_json(to_json(rows))
    assert again == (frozen, rows)
    assert print_public(*again).pdf == print_public(frozen, rows).pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_example_data_says_so_and_no_page_of_a_real_letter(
    language: LetterLanguage, tmp_path: Path
) -> None:
    values = letter(language), register(language, PEOPLE), REPRESENTATIVE, PEOPLE
    example, real = Sheaf(*values, is_example=True).print(), Sheaf(*values).print()
    mark = EXAMPLE_MARKS[language]
    assert text_of(example.pdf, tmp_path).count(mark) == example.pages
    assert mark not in text_of(real.pdf, tmp_path)


def test_a_letter_about_a_round_of_an_unknown_day_leaves_no_comma_behind(tmp_path: Path) -> None:
    undated = letter(LetterLanguage.RU, facts=replace(FACTS, held_on=Span()))
    said = {
        "(административный акт), и на действия": letter(LetterLanguage.RU),
        "(административный акт) и на действия": undated,
    }
    for subject, values in said.items():
        assert subject in " ".join(text_of(print_public(values, register(LetterLanguage.RU, {})).pdf, tmp_path).split())


@pytest.mark.parametrize(
    ("language", "label"), [(LANGUAGES[0], "Телефоны, электрондық"), (LANGUAGES[1], "Телефон, электронная")]
)
def test_a_representative_without_phone_and_mail_leaves_no_empty_line(
    language: LetterLanguage, label: str, tmp_path: Path
) -> None:
    silent = replace(REPRESENTATIVE, phone="", email="")
    for person_, shows in ((REPRESENTATIVE, True), (silent, False)):
        made = Sheaf(letter(language), register(language, PEOPLE), person_, PEOPLE).print()
        assert (letters_of(label) in letters_of(text_of(made.pdf, tmp_path))) is shows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cut", ["official", "public"])
def test_what_was_frozen_before_the_paragraphs_were_kept_prints_as_it_did(language: LetterLanguage, cut: str) -> None:
    kept = json.loads((BEFORE / f"{language}.json").read_text(encoding="utf-8"))
    speaks_for_all = Representative(**kept["representative"]) if cut == "official" else None
    page = pdf.fill(
        f"documents/petition.{language}.html",
        letter=letter_from_json(kept["letter"]),
        words=WORDINGS[language],
        title=TITLES[PetitionKind.COMPLAINT, language],
        mark=None,
        representative=speaks_for_all,
        sheets=1,
    )
    assert page.split() == (BEFORE / f"{cut}.{language}.html").read_text(encoding="utf-8").split()


KINDS = {
    PetitionKind.COMPLAINT: ("КОЛЛЕКТИВНАЯ ЖАЛОБА", "ҰЖЫМДЫҚ ШАҒЫМ", "91–93"),
    PetitionKind.APPEAL: ("КОЛЛЕКТИВНОЕ ОБРАЩЕНИЕ (ЗАЯВЛЕНИЕ)", "ҰЖЫМДЫҚ ЖОЛДАНЫМ (АРЫЗ)", "76"),
    PetitionKind.INFORMATION_REQUEST: ("ЗАПРОС о предоставлении", "Ақпарат беру туралы СҰРАУ САЛУ", "401-V"),
    PetitionKind.SUPERIOR_COMPLAINT: ("ЖАЛОБА В ВЫШЕСТОЯЩИЙ ОРГАН", "ЖОҒАРЫ ТҰРҒАН ОРГАНҒА ШАҒЫМ", "91–93"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PetitionKind)
def test_each_kind_has_its_title_its_law_and_its_addressee(
    kind: PetitionKind, language: LetterLanguage, tmp_path: Path
) -> None:
    made = print_official(letter(language, kind=kind), register(language, PEOPLE), PEOPLE)
    text = letters_of(text_of(made.pdf, tmp_path))
    in_russian, in_kazakh, law = KINDS[kind]
    assert letters_of(in_kazakh if language is LetterLanguage.KK else in_russian) in text
    assert letters_of(law) in text
    assert (letters_of("через Управление") in text or letters_of("Управление арқылы") in text) is (
        kind in NAMES_CHALLENGED
    )
    assert (letters_of("91–93") in text) is (kind in NAMES_CHALLENGED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_for_information_names_nobody_but_its_sender(language: LetterLanguage, tmp_path: Path) -> None:
    asks = letter(language, kind=PetitionKind.INFORMATION_REQUEST)
    text = letters_of(text_of(print_official(asks, register(language, PEOPLE), PEOPLE).pdf, tmp_path))
    assert letters_of(REPRESENTATIVE.full_name) in text
    assert not [planted for planted in [*NAMES, *PEOPLE] if letters_of(planted) in text]
    assert all(letters_of(line.rstrip(";.")) in text for line in asks.paragraphs[LetterPart.ASKED])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_names_the_sender_in_the_case_both_addresses_and_the_number(
    language: LetterLanguage, tmp_path: Path
) -> None:
    speaks_for_all = representative(
        "Жумабай Марат Сагынович", "Ақтау, 5-үй", "", "", iin="850101300123", actual_address="Өмірзақ, 7-үй"
    )
    made = Sheaf(letter(language), register(language, PEOPLE), speaks_for_all, PEOPLE).print()
    text = letters_of(text_of(made.pdf, tmp_path))
    sender = "Жумабай Марат Сагыновичтен" if language is LetterLanguage.KK else "Жумабая Марата Сагыновича"
    for expected in [sender, "Жумабай Марат Сагынович", "Ақтау, 5-үй", "Өмірзақ, 7-үй", "850101300123"]:
        assert letters_of(expected) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sender_in_no_known_case_stands_only_in_the_safe_line(language: LetterLanguage, tmp_path: Path) -> None:
    speaks_for_all = representative("Smith John", "Ақтау", "", "")
    made = Sheaf(letter(language), register(language, PEOPLE), speaks_for_all, PEOPLE).print()
    assert letters_of(text_of(made.pdf, tmp_path)).count(letters_of("Smith John")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_paragraphs_print_as_typed_and_stay_on_the_page(language: LetterLanguage, tmp_path: Path) -> None:
    typed = "ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёё Latin 100% <b>{{ 7*7 }}</b>"
    own = dict.fromkeys(letter(language).paragraphs, (f"{typed}\nекінші жол", "Ұ" * 300, "Сөз сөйлем. " * 300))
    made = print_official(letter(language, paragraphs=own), register(language, PEOPLE), PEOPLE)
    assert letters_of(text_of(made.pdf, tmp_path)).count(letters_of(typed)) == len(own)
    words = words_with_places(made.pdf, tmp_path)
    assert not [word for word, left, right, width in words if left < MARGIN or right > width - MARGIN]


CITED = {
    "appk": r"статьями? ([^А-Я(]+?) АППК|статей ([^А-Я(]+?) Админ",
    "info": r"стать(?:ями|и|ёй) ([^А-Я(]+?) Закона",
}


@pytest.mark.parametrize("kind", PetitionKind)
def test_the_fixed_text_cites_only_articles_that_were_read_in_the_law(kind: PetitionKind, tmp_path: Path) -> None:
    bare = letter(LetterLanguage.RU, kind=kind, acts=())
    text = " ".join(text_of(print_public(bare, register(LetterLanguage.RU, {})).pdf, tmp_path).split())
    read = {(norm.act, norm.article) for norm in data.norms().values() if norm.printable}
    act = "info" if kind is PetitionKind.INFORMATION_REQUEST else "appk"
    cited = {article for found in re.findall(CITED[act], text) for article in articles_in("".join(found))}
    assert cited
    assert {(act, article) for article in cited} <= read


def articles_in(text: str) -> list[str]:
    """The numbers of articles in a list such as «22, 91–93 и 100»."""
    text = re.sub(r"(\d+)–(\d+)", lambda span: " ".join(map(str, range(int(span[1]), int(span[2]) + 1))), text)
    return re.findall(r"\d+", text)


@pytest.mark.parametrize(
    ("language", "annexed"), [(LANGUAGES[0], "ұжымдық жолданымға"), (LANGUAGES[1], "к коллективному обращению от")]
)
def test_the_register_of_an_appeal_is_annexed_to_an_appeal(
    language: LetterLanguage, annexed: str, tmp_path: Path
) -> None:
    appeal = letter(language, kind=PetitionKind.APPEAL)
    text = " ".join(text_of(print_public(appeal, register(language, PEOPLE)).pdf, tmp_path).split())
    assert annexed in text
    assert not [said for said in ("коллективной жалоб", "коллективную жалоб", "ұжымдық шағым") if said in text]
