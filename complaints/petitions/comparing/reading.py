"""Two frozen versions side by side, as values for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import LetterPart
from complaints.models.petitions import PetitionVersion
from complaints.petitions.comparing import queries
from complaints.petitions.comparing.queries import Moved
from complaints.petitions.comparing.texts import (
    letter_in,
    said_in,
    same_but_for_numbers,
    say_the_same_text,
)
from complaints.petitions.document import Letter
from complaints.petitions.lettering.differing import Piece, Stretch, differences, say_the_same


@dataclass(frozen=True)
class Beside:
    """A text as it was and as it is: on the left what stayed and what went, on the right what stayed and what came."""

    left: Sequence[Stretch]
    right: Sequence[Stretch]


@dataclass(frozen=True)
class PartBeside:
    part: LetterPart
    texts: Beside
    only_numbers: bool
    """Nothing but numbers of complaints in the proposed words."""


@dataclass(frozen=True)
class LetterBeside:
    """The letters of one language. One that only one version has is told by `was_there` and `is_there`."""

    language: LetterLanguage
    changed: Sequence[PartBeside]
    unchanged: Sequence[LetterPart]
    was_there: bool = True
    is_there: bool = True
    has_paragraphs: bool = True
    """False: one of the versions was frozen before the paragraphs were kept, so they cannot be compared here."""


@dataclass(frozen=True)
class Item:
    """A demand or a norm: kept, removed or added."""

    piece: Piece
    code: str
    label: str


@dataclass(frozen=True)
class Bodies:
    reviewing: Beside
    challenged: Beside
    differ: bool


@dataclass(frozen=True)
class Difference:
    before: PetitionVersion
    after: PetitionVersion
    language: LetterLanguage
    """Of bodies and norms, as they are named in the letter."""
    letters: Sequence[LetterBeside]
    bodies: Bodies
    demands: Sequence[Item]
    norms: Sequence[Item]
    complaints: Moved
    joined: Moved
    is_same_text: bool

    @property
    def has_register(self) -> bool:
        return bool(self.complaints.before or self.complaints.after or self.joined.before or self.joined.after)


def compare(session: Session, before: PetitionVersion, after: PetitionVersion, lang: str) -> Difference:
    """`lang` is the page's; the letters in it come first."""
    language = _language(before, after, lang)
    old, new = letter_in(before, _code(before, language)), letter_in(after, _code(after, language))
    return Difference(
        before=before,
        after=after,
        language=language,
        letters=[_letters(before, after, code) for code in _codes(before, after, language)],
        bodies=_bodies(old, new),
        demands=_items(_demands(old), _demands(new)),
        norms=_items(_norms(old), _norms(new)),
        complaints=queries.compare_complaints(session, before.id, after.id),
        joined=queries.compare_joined(session, before.id, after.id),
        is_same_text=say_the_same_text(before, after),
    )


def _language(before: PetitionVersion, after: PetitionVersion, lang: str) -> LetterLanguage:
    """The page's language where both letters have it, else one that both have, else the later one's first."""
    wanted = LetterLanguage.KK if lang == "kk" else LetterLanguage.RU
    shared = [code for code in LetterLanguage if code in before.content and code in after.content]
    if wanted in shared:
        return wanted
    return shared[0] if shared else LetterLanguage(next(iter(after.content)))


def _code(version: PetitionVersion, language: LetterLanguage) -> str:
    return language.value if language in version.content else next(iter(version.content))


def _codes(before: PetitionVersion, after: PetitionVersion, first: LetterLanguage) -> Sequence[LetterLanguage]:
    known = [code for code in LetterLanguage if code in before.content or code in after.content]
    return sorted(known, key=lambda code: (code is not first, code))


def _letters(before: PetitionVersion, after: PetitionVersion, language: LetterLanguage) -> LetterBeside:
    was_there, is_there = language in before.content, language in after.content
    if not (was_there and is_there):
        return LetterBeside(language, [], [], was_there=was_there, is_there=is_there)
    old, new = letter_in(before, language), letter_in(after, language)
    if not (old.paragraphs and new.paragraphs):
        return LetterBeside(language, [], [], has_paragraphs=False)
    parts = [part for part in LetterPart if part in old.paragraphs or part in new.paragraphs]
    same = [part for part in parts if say_the_same(said_in(old, part), said_in(new, part))]
    changed = [_part(part, old, new) for part in parts if part not in same]
    return LetterBeside(language, changed, same)


def _part(part: LetterPart, old: Letter, new: Letter) -> PartBeside:
    return PartBeside(
        part, beside(said_in(old, part), said_in(new, part)), only_numbers=same_but_for_numbers(part, old, new)
    )


def beside(old: str, new: str) -> Beside:
    stretches = differences(old, new)
    return Beside(
        left=[stretch for stretch in stretches if stretch.piece is not Piece.ADDED],
        right=[stretch for stretch in stretches if stretch.piece is not Piece.REMOVED],
    )


def _bodies(old: Letter, new: Letter) -> Bodies:
    """A body is another one or the same: its name is not taken apart."""
    differ = (old.reviewing.nominative, old.challenged.nominative) != (
        new.reviewing.nominative,
        new.challenged.nominative,
    )
    return Bodies(
        _whole(old.reviewing.nominative, new.reviewing.nominative),
        _whole(old.challenged.nominative, new.challenged.nominative),
        differ=differ,
    )


def _whole(old: str, new: str) -> Beside:
    if old == new:
        return Beside([Stretch(Piece.SAME, old)], [Stretch(Piece.SAME, new)])
    return Beside([Stretch(Piece.REMOVED, old)], [Stretch(Piece.ADDED, new)])


def _demands(letter: Letter) -> Mapping[str, str]:
    return {line.code: line.label for line in letter.demands}


def _norms(letter: Letter) -> Mapping[str, str]:
    return {norm.norm_id: norm.citation for act in letter.acts for norm in act.norms}


def _items(old: Mapping[str, str], new: Mapping[str, str]) -> Sequence[Item]:
    """Those of the later version in its order, then those that it has no longer."""
    now = [Item(Piece.SAME if code in old else Piece.ADDED, code, label) for code, label in new.items()]
    return [*now, *(Item(Piece.REMOVED, code, label) for code, label in old.items() if code not in new)]
