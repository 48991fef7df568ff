"""Names of people: Kazakh alphabetical order, and the Kazakh cases that a letter proposes and its author may edit.

Only the last word of a full name takes the suffix. The names of bodies and regions are stored in every case, never
computed.
"""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ"
_PLACE: Final = {letter: place for place, letter in enumerate(ALPHABET)}
_BEFORE_LETTERS, _DIGITS, _OTHER_LETTERS, _KAZAKH_LETTERS = range(4)

POSSESSIVE: Final = ("ұлы", "қызы")
AFTER_VOICELESS: Final = frozenset("пфкқтсшщчцхһ" + "бвгд")
NASALS: Final = frozenset("мнң")
BACK_VOWELS: Final = frozenset("аоұыяёю")
FRONT_VOWELS: Final = frozenset("әеөүіэ")
RUSSIAN_PATRONYMICS: Final = ("ович", "евич")
RUSSIAN_SURNAMES: Final = ("ов", "ев", "ёв")

SortKey = tuple[tuple[tuple[int, int], ...], str]


def kazakh_sort_key(text: str) -> SortKey:
    """A key for the Kazakh order: signs, digits, other letters, then the alphabet; case decides only between equals."""
    return tuple(_weight(letter) for letter in text.upper()), text


def kazakh_dative(full_name: str) -> str:
    """The name as in «кімге»: Ахметов Ерлан Болатұлына.

    A name that does not end in a Cyrillic letter stays as it is.
    """
    return _with_suffix(full_name, possessive="на", voiceless=("қа", "ке"), nasal=("ға", "ге"), other=("ға", "ге"))


def kazakh_ablative(full_name: str) -> str:
    """The name as in «кімнен»: Ахметов Ерлан Болатұлынан.

    A name that does not end in a Cyrillic letter stays as it is.
    """
    return _with_suffix(
        full_name, possessive="нан", voiceless=("тан", "тен"), nasal=("нан", "нен"), other=("дан", "ден")
    )


def initials_and_surname(full_name: str) -> str:
    """`Ахметов Ерлан Болатұлы` as it stands beside a signature: `Е. Б. Ахметов`. The surname is the first word."""
    words = full_name.split()
    initials = [f"{word[0].upper()}." for word in words[1:]]
    return " ".join([*initials, *words[:1]])


def _weight(letter: str) -> tuple[int, int]:
    if letter in _PLACE:
        return _KAZAKH_LETTERS, _PLACE[letter]
    if letter.isdigit():
        return _DIGITS, ord(letter)
    return (_OTHER_LETTERS if letter.isalpha() else _BEFORE_LETTERS), ord(letter)


def _with_suffix(
    full_name: str, *, possessive: str, voiceless: tuple[str, str], nasal: tuple[str, str], other: tuple[str, str]
) -> str:
    name = full_name.strip()
    word = name.split()[-1].lower() if name else ""
    if not word or word[-1].upper() not in _PLACE:
        return name
    if word.endswith(POSSESSIVE):
        return name + possessive
    pair = voiceless if word[-1] in AFTER_VOICELESS else nasal if word[-1] in NASALS else other
    return name + pair[_is_front(word)]


def _is_front(word: str) -> bool:
    """Vowel harmony: whether the word takes the front form of a suffix."""
    if word.endswith((*RUSSIAN_PATRONYMICS, "ь")):
        return True
    if word.endswith(RUSSIAN_SURNAMES):
        word = word[:-2]
    elif word.endswith("и"):
        word = word[:-1]
    for letter in reversed(word):
        if letter in FRONT_VOWELS or letter == "и":
            return True
        if letter in BACK_VOWELS:
            return False
    return False
