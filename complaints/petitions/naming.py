"""The name of a person as it stands after «От кого» and «Кімнен»: a proposal that the group may put right.

In Kazakh only the last word takes the ending (`domain.names`). In Russian every part is declined, differently for men
and women: the gender is told from the patronymic, and where it cannot be told the nominative stays, because a wrong
case offends more than none. The rules of Russian names are those of the library pytrovich.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from complaints.domain.complaint import LetterLanguage
from complaints.domain.names import kazakh_ablative

PARTS: Final = (NamePart.LASTNAME, NamePart.FIRSTNAME, NamePart.MIDDLENAME)
MALE: Final = ("ич", "улы", "ұлы", "оглы")
FEMALE: Final = ("на", "кызы", "қызы")
OF_KAZAKH_OR_TURKIC: Final = ("улы", "ұлы", "оглы", "кызы", "қызы")
"""Patronymics that Russian does not decline: «Касымова Данияра Серикулы»."""
CYRILLIC: Final = re.compile(r"[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+(?:-[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]+)*")


def propose_from(full_name: str, language: LetterLanguage) -> str:
    """The name in the case of «Кімнен» (ablative) or «От кого» (genitive); the nominative where we cannot tell.

    `full_name` begins with the surname, as forms ask for it.
    """
    name = " ".join(full_name.split())
    return kazakh_ablative(name) if language is LetterLanguage.KK else _russian_genitive(name)


def _russian_genitive(name: str) -> str:
    words = name.split()
    if len(words) != len(PARTS) or not all(CYRILLIC.fullmatch(word) for word in words):
        return name
    gender = _gender(words[-1].lower())
    if gender is None:
        return name
    return " ".join(_declined(part, gender, word) for part, word in zip(PARTS, words, strict=True))


def _gender(patronymic: str) -> Gender | None:
    if patronymic.endswith(MALE):
        return Gender.MALE
    return Gender.FEMALE if patronymic.endswith(FEMALE) else None


def _declined(part: NamePart, gender: Gender, word: str) -> str:
    if part is NamePart.MIDDLENAME and word.lower().endswith(OF_KAZAKH_OR_TURKIC):
        return word
    is_upper = len(word) > 1 and word.isupper()
    said = str(_maker().make(part, gender, Case.GENITIVE, word.title() if is_upper else word))
    return said.upper() if is_upper else said


@functools.cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()
