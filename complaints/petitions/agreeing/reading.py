"""What somebody who joined reads about the text: which one was agreed to, and what the public one says instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from complaints.departures import was_handed_in
from complaints.models.petitions import PetitionVersion, Publication, Supporter
from complaints.petitions.agreeing import queries
from complaints.petitions.agreeing.queries import Agreed
from complaints.petitions.comparing.reading import Difference, compare
from complaints.petitions.comparing.texts import say_the_same_text
from complaints.petitions.publishing.queries import list_publications
from complaints.supporting import FEW, has_left


class Question(StrEnum):
    """How it stands with agreeing to the public text."""

    OPEN = "open"
    """It is another text: the person is asked."""
    AGREED = "agreed"
    LEFT = "left"
    TAKEN_OFF = "taken off"
    HANDED_IN = "handed in"


@dataclass(frozen=True)
class Asked:
    question: Question
    agreed: Sequence[Agreed]
    """The latest version first."""
    public: PetitionVersion | None
    taken_off: Publication | None
    """Why the text agreed to is not to be shown any more, if that was so."""

    @property
    def latest(self) -> Agreed | None:
        return next(iter(self.agreed), None)


@dataclass(frozen=True)
class AgreedCount:
    """How many agreed to a version. `is_few` and `is_many`: the number is not told, only that it is less or not less
    than five.
    """

    version: int
    people: int
    is_few: bool = False
    is_many: bool = False


def ask(session: Session, supporter: Supporter) -> Asked:
    publications = list_publications(session, supporter.petition_id)
    agreed = queries.list_agreed(session, supporter)
    public = publications[0].version if publications and publications[0].ended_at is None else None
    latest = agreed[0].version if agreed else None
    about = next((one for one in publications if latest and one.version_id == latest.id), None)
    return Asked(
        question=_question(session, supporter, latest, public),
        agreed=agreed,
        public=public,
        taken_off=about if about and about.reason else None,
    )


def _question(
    session: Session, supporter: Supporter, agreed: PetitionVersion | None, public: PetitionVersion | None
) -> Question:
    if has_left(supporter):
        return Question.LEFT
    if was_handed_in(session, supporter.petition_id):
        return Question.HANDED_IN
    if public is None:
        return Question.TAKEN_OFF
    is_behind = agreed is None or (agreed.number < public.number and not say_the_same_text(agreed, public))
    return Question.OPEN if is_behind else Question.AGREED


def compare_texts(session: Session, asked: Asked, lang: str) -> Difference | None:
    """From the text agreed to, to the public one; None where the former is not to be shown."""
    if asked.latest is None or asked.public is None or asked.taken_off is not None:
        return None
    return compare(session, asked.latest.version, asked.public, lang)


def tell_group(counts: Mapping[int, int]) -> Sequence[AgreedCount]:
    return [AgreedCount(version, people) for version, people in counts.items()]


def tell_everybody(counts: Mapping[int, int]) -> Sequence[AgreedCount]:
    """Nothing for one version: the total says it. If few agreed to one of them, no number is told, because the total is
    public and the rest would give it away.
    """
    if len(counts) < 2:
        return []
    is_veiled = any(people < FEW for people in counts.values())
    return [
        AgreedCount(version, people, is_few=is_veiled and people < FEW, is_many=is_veiled and people >= FEW)
        for version, people in counts.items()
    ]
