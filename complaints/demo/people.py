"""People who do not exist: their names say so, their addresses are in a street called Example, their identification
numbers are those of people born in the 1800s, and their phones are the samples reserved for trials.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count
from typing import Final

from complaints.domain.complaint import LetterLanguage
from complaints.domain.identifiers import check_digit

PHONES: Final = ("+77010000001", "+77470000001", "+77292300001", "+77272500001")
PHONES_AS_TYPED: Final = (
    "8 701 000 00 01",
    "87470000001",
    "7010000001",
    "8 (7292) 30-00-01",
    "+7 727 250 0001",
)
SURNAMES: Final = {
    # example, pattern, specimen, trial, fantasy, legend, fairy tale
    LetterLanguage.KK: (
        "Мысалов", "Мысалбаев", "Мысалғалиев", "Үлгібаев", "Үлгіев", "Өрнекбаев", "Нұсқабаев", "Сынақбаев", "Сынақов",
        "Қиялбаев", "Қиялов", "Аңызбаев", "Аңызов", "Ертегиев",
    ),
    LetterLanguage.RU: (
        "Примеров", "Примеренко", "Образчиков", "Выдумкин", "Небылицын", "Условнов", "Мысалов", "Мысалбаев",
    ),
}  # fmt: skip
WOMEN: Final = {
    LetterLanguage.KK: (
        "Әсел", "Гүлнұр", "Ақтоты", "Қарлығаш", "Үміт", "Айгүл", "Жанар", "Ұлпан", "Інжу", "Әйгерім", "Меруерт",
        "Сәуле", "Назгүл", "Балжан", "Шынар", "Һәдия", "Раушан", "Жібек",
    ),
    LetterLanguage.RU: (
        "Анна", "Ольга", "Марина", "Светлана", "Ирина", "Елена", "Динара", "Айгерим", "Гульнара", "Асель",
    ),
}  # fmt: skip
MEN: Final = {
    LetterLanguage.KK: (
        "Ғани", "Нұрлан", "Өмірбек", "Ілияс", "Һамит", "Қуаныш", "Әділет", "Бауыржан", "Ерлан", "Жандос", "Үсен",
        "Талғат",
    ),
    LetterLanguage.RU: ("Сергей", "Андрей", "Олег", "Руслан", "Ерлан", "Тимур", "Павел"),
}  # fmt: skip
FATHERS: Final = {
    LetterLanguage.KK: ("Серік", "Болат", "Марат", "Қайрат", "Ерлан", "Асқар", "Ғалым", "Өтеген", "Нұржан", "Әбдіғали"),
    LetterLanguage.RU: ("Иван", "Олег", "Виктор", "Роман", "Марат", "Болат", "Серик"),
}
GIRLS: Final = {
    LetterLanguage.KK: ("Айару", "Інжу", "Аружан", "Ақниет", "Әмина"),
    LetterLanguage.RU: ("Лена", "Амина", "Соня", "Даша", "Аружан"),
}
BOYS: Final = {
    LetterLanguage.KK: ("Алихан", "Нұрасыл", "Дамир", "Ерасыл", "Әлихан"),
    LetterLanguage.RU: ("Миша", "Артём", "Тимур", "Дамир", "Алихан"),
}
ACCUSED: Final = {
    LetterLanguage.KK: ("Мысалова", "Қиялбаева Е.", "Үлгіева Ж."),
    LetterLanguage.RU: ("Примерова", "Образчикова Ж.", "Выдумкина Е."),
}
FEMALE: Final = (0.78, 0.45)
"""The share of women among parents and among providers: mothers file."""


@dataclass(frozen=True)
class Person:
    """`number` names the person: the same number is the same person."""

    number: int
    is_woman: bool
    full_name: str
    iin: str
    bin: str
    phone: str
    phone_as_typed: str
    email: str
    postal_address: str
    organisation: str


def invent(number: int, language: LetterLanguage, *, is_provider: bool) -> Person:
    """The person with this number, always the same."""
    chance = random.Random(f"person {number} {language}")  # noqa: S311 (the same example on every machine)
    is_woman = chance.random() < FEMALE[is_provider]
    return Person(
        number=number,
        is_woman=is_woman,
        full_name=_full_name(chance, language, is_woman=is_woman),
        iin=_iin(chance, is_woman=is_woman),
        bin=_bin(chance),
        phone=chance.choice(PHONES),
        phone_as_typed=chance.choice(PHONES_AS_TYPED),
        email=f"filer{number + 1}@example.com",
        postal_address=_address(chance, language),
        organisation=f"«Мысал {number + 1}» {chance.choice(('ЖК', 'ЖШС'))}"
        if language is LetterLanguage.KK
        else f"{chance.choice(('ИП', 'ТОО'))} «Пример {number + 1}»",
    )


def _full_name(chance: random.Random, language: LetterLanguage, *, is_woman: bool) -> str:
    surname = chance.choice(SURNAMES[language])
    given = chance.choice((WOMEN if is_woman else MEN)[language])
    father = chance.choice(FATHERS[language])
    if surname.endswith(("в", "н")):
        surname += "а" if is_woman else ""
    if language is LetterLanguage.KK:
        return f"{surname} {given} {father}{'қызы' if is_woman else 'ұлы'}"
    return f"{surname} {given} {father}{'овна' if is_woman else 'ович'}"


def _address(chance: random.Random, language: LetterLanguage) -> str:
    house, flat = chance.randrange(1, 90), chance.randrange(1, 120)
    if language is LetterLanguage.KK:
        return f"Мысал көшесі, {house}-үй" + chance.choice(("", f", {flat}-пәтер"))
    return f"улица Примерная, дом {house}" + chance.choice(("", f", квартира {flat}"))


def _iin(chance: random.Random, *, is_woman: bool) -> str:
    """A number with the right check digit and a date of the 1800s: nobody who lives has it."""
    for _ in count():
        day = f"{chance.randrange(50, 100):02}{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
        digits = f"{day}{2 if is_woman else 1}{chance.randrange(10_000):04}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits}{last}"
    raise AssertionError


def _bin(chance: random.Random) -> str:
    """A number with the right check digit, of a company registered decades from now."""
    for _ in count():
        digits = f"{chance.randrange(40, 70)}{chance.randrange(1, 13):02}40{chance.randrange(100_000):05}"
        last = check_digit(digits)
        if last is not None:
            return f"{digits}{last}"
    raise AssertionError
