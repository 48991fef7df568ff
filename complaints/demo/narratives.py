"""What people tell, in the words of kk.yaml, ru.yaml and mixed.yaml: short and long, neat and in a hurry, fitting what
they answered. Some copy one text from a chat, some name people, some should never be published.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from complaints.demo import handwriting, people
from complaints.demo.grammar import Writer, expand, wording
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Role, ScreenResult
from complaints.domain.moderation import Reason

LENGTHS: Final = (8, 24, 40, 20, 8)
"""How often a text is one sentence, a few, the course of events, a letter, a long story."""
MIXED_SHARE: Final = 0.14
CITIES: Final = frozenset({"471000000", "471800000"})
"""Aktau and Zhanaozen; from the other places it is far to a club."""
QUEUE_ENDS: Final = "1234578"
"""Numbers whose Kazakh ordinal ends in -ші."""
NUMBERS: Final = {
    LetterLanguage.KK: ("", "екі ", "үш ", "төрт ", "бес ", "алты "),
    LetterLanguage.RU: ("", "двоих", "троих", "четверых", "пятерых", "шестерых"),
}
SHORT_NUMBERS: Final = ("", "двое", "трое", "четверо", "пятеро", "шестеро")
FEW: Final = {
    LetterLanguage.KK: ("бес", "алты", "жеті", "сегіз"),
    LetterLanguage.RU: ("пять", "шесть", "семь", "восемь"),
}


class Tone(StrEnum):
    """What kind of text it is. Those that must not be published are named by the reason."""

    PLAIN = "plain"
    PERSONAL = "personal"
    """Tells what happened, and names people, phones or addresses in between."""
    COPIED = "copied"
    """A text that went round in a chat, with small changes."""


@dataclass(frozen=True)
class Case:
    """What the narrative must fit. `place` is a code of a locality or `other`; times are as shown on a clock."""

    role: Role
    language: LetterLanguage
    grounds: tuple[str, ...]
    demands: tuple[str, ...]
    learned_from: LearnedFrom
    learned: str
    tried: str | None
    screen_result: ScreenResult | None
    children_count: int | None
    place: str
    person: people.Person


def tell(case: Case, tone: Tone | Reason, chance: random.Random) -> str:
    """A narrative of this case. The same chance gives the same words."""
    words = wording(case.language)
    writer = _writer(case, words, chance)
    if isinstance(tone, Reason):
        return expand(chance.choice(words["held"][tone]), writer, chance)
    if tone is Tone.COPIED:
        return _copied(words, case, writer, chance)
    teller = _Teller(words, case, writer, chance, names_people=tone is Tone.PERSONAL)
    lengths = (teller.tiny, teller.short, teller.middle, teller.long, teller.whole_story)
    text = chance.choices(lengths, weights=LENGTHS)[0]()
    hands = handwriting.KAZAKH_HANDS if case.language is LetterLanguage.KK else handwriting.HANDS
    return handwriting.pick(hands, chance)(text, chance)


@dataclass(frozen=True)
class _Teller:
    words: Mapping[str, Any]
    case: Case
    writer: Writer
    chance: random.Random
    names_people: bool

    def tiny(self) -> str:
        """One sentence."""
        return " ".join(self._with_names(self._some("short", 1)))

    def short(self) -> str:
        """Two or three short sentences and perhaps what is asked."""
        told = self._some("short", self.chance.randint(2, 3))
        if self.chance.random() < 0.4:
            told.append(self._ask())
        return " ".join(self._with_names(told))

    def middle(self) -> str:
        """What happened, in the order it happened."""
        told = [*self._what_happened(), *self._reasons(2)]
        told.append(self.chance.choice((self._ask, self._effect))())
        return " ".join(self._with_names(told))

    def long(self) -> str:
        told = [self._one(self.words["greeting"]), self._of_role("who"), *self._what_happened(), *self._reasons(4)]
        told += [self._effect(), *self._asks(), self._one(self.words["closing"])]
        return " ".join(self._with_names(told))

    def whole_story(self) -> str:
        """Paragraphs, up to a page and a half."""
        stories = [*self._mine("story"), *(() if self.case.place in CITIES else self._mine("far"))]
        told = [self._expand(stories[place]) for place in self._places_in(stories)]
        opening = [self._one(self.words["greeting"]), self._of_role("who"), *self._what_happened()]
        reasons = [*self._reasons(9), self._effect(), self._of_role("extra")]
        ending = [*self._asks(), self._one(self.words["closing"])]
        return "\n\n".join([" ".join(self._with_names(opening)), *told, " ".join(reasons), " ".join(ending)])

    def _places_in(self, stories: Sequence[str]) -> Sequence[int]:
        """One story or a few, all of them seldom, in the order they are told."""
        how_many = min(self.chance.choice((1, 1, 2, 2, 3, 4, len(stories))), len(stories))
        return sorted(self.chance.sample(range(len(stories)), how_many))

    def _what_happened(self) -> list[str]:
        told = [self._one(self._mine("learned")[self.case.learned_from])]
        if self.case.screen_result is not None:
            told.append(self._one(self._mine("screen")[self.case.screen_result]))
        return told

    def _reasons(self, most: int) -> list[str]:
        grounds = self._mine("grounds")
        told = [code for code in self.case.grounds if code in grounds]
        return [self._one(grounds[code]) for code in self.chance.sample(told, min(most, len(told)))]

    def _asks(self) -> list[str]:
        return [self._one(self.words["ask"][code]) for code in self.case.demands]

    def _ask(self) -> str:
        return self._one(self.words["ask"][self.chance.choice(self.case.demands)])

    def _effect(self) -> str:
        return self._of_role("effect")

    def _of_role(self, part: str) -> str:
        return self._one(self._mine(part))

    def _some(self, part: str, how_many: int) -> list[str]:
        """Different sentences. Some Kazakh speakers mix Russian words in."""
        source = self._mine(part)
        if self.case.language is LetterLanguage.KK and self.chance.random() < MIXED_SHARE:
            source = wording("mixed")[self.case.role][part]
        return [self._expand(pattern) for pattern in self.chance.sample(source, how_many)]

    def _with_names(self, told: list[str]) -> list[str]:
        if not self.names_people:
            return told
        named = self.chance.sample(self.words["personal"], self.chance.randint(1, 2))
        place = self.chance.randint(0, len(told))
        return [*told[:place], *(self._expand(pattern) for pattern in named), *told[place:]]

    def _mine(self, part: str) -> Any:
        return self.words[self.case.role][part]

    def _one(self, patterns: Sequence[str]) -> str:
        return self._expand(self.chance.choice(patterns))

    def _expand(self, pattern: str) -> str:
        return expand(pattern, self.writer, self.chance)


def _copied(words: Mapping[str, Any], case: Case, writer: Writer, chance: random.Random) -> str:
    """The text that went round, as it is or with a word of one's own before or after it, a slip, or a shorter end."""
    text = expand(chance.choice(words["chat"][case.role]), writer, chance)
    own = expand(chance.choice(words["copied"]), writer, chance)
    return chance.choice(
        (
            text,
            f"{own} {text}",
            f"{text} {own}",
            handwriting.crying(text, chance),
            handwriting.slipping(text, chance),
            text.replace("3500", "3 500").replace("7 ", "7-8 ", 1),
            ". ".join(text.split(". ")[:-1]) + ".",
            f"{handwriting.slipping(text, chance)} {own}",
        )
    )


def _writer(case: Case, words: Mapping[str, Any], chance: random.Random) -> Writer:
    person, place = case.person, words["places"].get(case.place, words["places"]["other"])
    children = case.children_count or 1
    kk = case.language is LetterLanguage.KK
    slots: dict[str, str | Sequence[str]] = {
        **words["slots"],
        **{f"place_{case_}": form for case_, form in place.items()},
        **_numbers(case.language, children, chance),
        "learned": case.learned,
        "tried": case.tried or case.learned,
        "full_name": person.full_name,
        "phone": person.phone_as_typed,
        "email": person.email,
        "address": person.postal_address,
        "iin": person.iin,
        "girl": people.GIRLS[case.language],
        "boy": people.BOYS[case.language],
        "child": (*people.GIRLS[case.language], *people.BOYS[case.language]),
        "accused": people.ACCUSED[case.language],
        "school": _school(kk, chance),
        "role_word": _role_word(case, kk=kk),
    }
    return Writer(is_woman=person.is_woman, has_many=children > 1, slots=slots)


def _numbers(language: LetterLanguage, children: int, chance: random.Random) -> dict[str, str]:
    """Only numbers after which the Russian word for what is counted stands in the plural: 5, 20, not 21."""
    many = NUMBERS[language][min(children, len(SHORT_NUMBERS)) - 1]
    return {
        "n": many,
        "n_full": many or "бір ",
        "kids_gen": many,
        "kids_short": SHORT_NUMBERS[min(children, len(SHORT_NUMBERS)) - 1],
        "error": chance.choice(("502", "503", "504", "500")),
        "tries": str(chance.randrange(5, 21)),
        "minutes": str(chance.randrange(5, 21)),
        "queue": f"{chance.randrange(40, 900)}{chance.choice(QUEUE_ENDS)}",
        "queue2": f"{chance.randrange(900, 2000)}{chance.choice(QUEUE_ENDS)}",
        "km": str(chance.randrange(5, 36) * 5),
        "age": str(chance.randrange(5, 15)),
        "money": f"{chance.randrange(10, 41)} 000",
        "pupils": str(chance.randrange(4, 26) * 5),
        "few": chance.choice(FEW[language]),
        "few_parents": str(chance.randrange(25, 31)),
        "years": str(chance.randrange(5, 16)),
    }


def _school(kk: bool, chance: random.Random) -> str:
    """A number above those of the region's schools."""
    number, form, letter = chance.randrange(101, 130), chance.randrange(1, 10), chance.choice("АБВ")
    if kk:
        return chance.choice((f"№{number} мектепте", f"№{number} мектептің {form} «{letter}» сыныбында"))
    return chance.choice((f"школе № {number}", f"{number}-й школе", f"школе № {number}, {form} «{letter}» класс"))


def _role_word(case: Case, *, kk: bool) -> str:
    if case.role is Role.PROVIDER:
        return "үйірме жетекшісі" if kk else "руководитель кружка"
    return "бір ата-ана" if kk else "один из родителей"
