"""The parts of a letter in one language: what is proposed, and what the group says instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from complaints.domain.complaint import LetterLanguage
from complaints.domain.petition import LetterPart
from complaints.models.petitions import Petition
from complaints.petitions.actions import get_chosen
from complaints.petitions.composing import own_texts, propose_texts


@dataclass(frozen=True)
class Wording:
    part: LetterPart
    proposed: str
    own: str | None
    """The group's own text; None: as proposed; empty: the part is left out."""

    @property
    def said(self) -> str:
        return self.proposed if self.own is None else self.own


def list_wordings(session: Session, petition: Petition, language: LetterLanguage, *, today: date) -> Sequence[Wording]:
    """The parts of this kind of letter in the order of the page."""
    proposed = propose_texts(get_chosen(session, petition, today=today), language)
    own = own_texts(petition)
    return [Wording(part, text, own.get((language, part))) for part, text in proposed.items()]
