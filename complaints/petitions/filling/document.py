"""A frozen letter as the portal's form takes it: plain text, and the value of each field in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import NAMES_CHALLENGED, LetterPart
from complaints.petitions.document import Letter, Representative
from complaints.portal import Filled, PortalLetter, fill

BEFORE: Final = (
    LetterPart.INTRO, LetterPart.EARLIER, LetterPart.SILENCE, LetterPart.FACTS, LetterPart.COLLECTED, LetterPart.HARM,
)  # fmt: skip
SHORT: Final = (LetterPart.INTRO, LetterPart.EARLIER, LetterPart.SILENCE, LetterPart.FACTS)
AFTER: Final = (LetterPart.GOOD_FAITH, LetterPart.REPLY)
WORDS: Final = {
    LetterLanguage.KK: ("Сұраймыз:", "Негізі:", "Толық мәтіні мен қосымшалары қоса берілген PDF файлында."),
    LetterLanguage.RU: ("Просим:", "Основание:", "Полный текст и приложения – в приложенном файле PDF."),
}


def fill_letter(letter: Letter, person: Representative, region: str) -> list[Filled]:
    """In the letter's language; fields that this document does not have are left out."""
    bodies = (letter.challenged, letter.reviewing) if letter.kind in NAMES_CHALLENGED else (letter.reviewing,)
    return fill(
        PortalLetter(
            language=letter.language,
            kind=letter.kind.value,
            region=region,
            addressees=[body.nominative for body in bodies],
            text=whole_text(letter),
            is_collective=True,
            name=person.full_name,
            address=person.actual_address or person.postal_address,
            phone=person.phone,
        )
    )


def whole_text(letter: Letter) -> str:
    """The letter without its header, tables and annexes."""
    said = [*_said(letter, BEFORE), *_asked(letter), *_norms(letter), *_said(letter, AFTER)]
    return "\n\n".join([*said, _attached(letter)])


def short_text(letter: Letter) -> str:
    """The essentials, for when the portal takes no longer text: who, what happened, what is asked."""
    return "\n\n".join([*_said(letter, SHORT), *_asked(letter), _attached(letter)])


def _said(letter: Letter, parts: Sequence[LetterPart]) -> Iterator[str]:
    for part in parts:
        yield from letter.paragraphs.get(part, ())


def _asked(letter: Letter) -> Iterator[str]:
    lines = [*letter.paragraphs.get(LetterPart.ASKED, ()), *(demand.label for demand in letter.demands)]
    if lines:
        yield "\n".join([WORDS[letter.language][0], *(f"{n}. {line}" for n, line in enumerate(lines, 1))])


def _norms(letter: Letter) -> Iterator[str]:
    cited = [norm.citation for act in letter.acts for norm in act.norms]
    if cited:
        yield f"{WORDS[letter.language][1]} {'; '.join(cited)}."


def _attached(letter: Letter) -> str:
    return WORDS[letter.language][2]
