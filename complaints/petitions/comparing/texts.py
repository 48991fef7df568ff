"""Whether two frozen letters say the same to a person who is to agree to them.

Our choice: the proposed paragraphs count complaints, so they differ whenever somebody came or went. Such a number is no
other text, else everybody would be asked again with every freeze. A paragraph in the group's own words, a fact of the
round, a body, a norm or a demand is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from complaints.domain.petition import LetterPart
from complaints.models.petitions import PetitionVersion
from complaints.petitions.composing import BLANK_LINES, PROPOSED
from complaints.petitions.document import Letter, letter_from_json
from complaints.petitions.lettering.differing import say_the_same
from complaints.phrases.values import RoleCounts, Told

ANY_COUNTS: Final = RoleCounts(parents=1, providers=1)
"""In place of every number of complaints when texts are compared."""


def say_the_same_text(one: PetitionVersion, other: PetitionVersion) -> bool:
    """Whether both are in the same languages and ask the same of the same bodies with the same words."""
    if one.id == other.id:
        return True
    if set(one.content) != set(other.content):
        return False
    return all(_essence(letter_in(one, code)) == _essence(letter_in(other, code)) for code in one.content)


def same_but_for_numbers(part: LetterPart, one: Letter, other: Letter) -> bool:
    """Whether a part says the same when the numbers of complaints are left aside."""
    return say_the_same(_without_numbers(one).get(part, ""), _without_numbers(other).get(part, ""))


def letter_in(version: PetitionVersion, code: str) -> Letter:
    return letter_from_json(version.content[code]["letter"])


def said_in(letter: Letter, part: LetterPart) -> str:
    """The paragraphs of a part, a blank line between them; empty: the letter goes without it."""
    return "\n\n".join(letter.paragraphs.get(part, ()))


def _essence(letter: Letter) -> Any:
    said = {part: " ".join(text.split()) for part, text in _without_numbers(letter).items()}
    norms = [norm.norm_id for act in letter.acts for norm in act.norms]
    demands = [demand.code for demand in letter.demands]
    return letter.kind, letter.reviewing.nominative, letter.challenged.nominative, norms, demands, said


def _without_numbers(letter: Letter) -> Mapping[LetterPart, str]:
    """What each part says; one that stands as it was proposed, with any numbers of complaints instead of its own."""
    own, neutral = _proposed(letter, letter.collected, letter.included), _proposed(letter, ANY_COUNTS, ANY_COUNTS)
    return {
        part: neutral[part] if part in own and say_the_same(said, own[part]) else said
        for part in letter.paragraphs
        if (said := said_in(letter, part))
    }


def _proposed(letter: Letter, collected: RoleCounts, included: RoleCounts) -> Mapping[LetterPart, str]:
    told = Told(facts=letter.facts, challenged=letter.challenged, collected=collected, included=included)
    proposed = PROPOSED[letter.language](letter.kind, told)
    return {part: "\n\n".join(filter(None, map(str.strip, BLANK_LINES.split(text)))) for part, text in proposed.items()}
