"""The deed of wording a letter oneself. Views commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from complaints.domain.access import Viewer
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import StaleVersion
from complaints.domain.petition import DISPENSABLE, LetterPart
from complaints.models.petitions import Petition, PetitionText
from complaints.petitions import queries
from complaints.petitions.actions import check_may_go_on
from complaints.petitions.composing import kept_as, own_texts
from complaints.petitions.lettering.differing import say_the_same
from complaints.petitions.lettering.queries import Wording


def save_text(
    session: Session,
    *,
    viewer: Viewer,
    petition: Petition,
    language: LetterLanguage,
    wordings: Sequence[Wording],
    typed: Mapping[LetterPart, str | None],
    edit_number: int,
) -> None:
    """Keep what the group says itself in this language; None or the proposed words: as proposed; empty: left out.

    What already stands so is no conflict: a save sent twice is saved once. Raises StaleVersion when somebody saved
    something else since this edit began, Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    session.refresh(petition, ["texts"])
    wanted = {wording.part: _own(wording, typed.get(wording.part)) for wording in wordings}
    now_own = own_texts(petition)
    if all(now_own.get((language, part)) == text for part, text in wanted.items()):
        return
    if petition.edit_number != edit_number:
        raise StaleVersion(petition.edit_number)
    petition.edit_number += 1
    _replace(petition, language, wanted)
    session.flush()


def _own(wording: Wording, text: str | None) -> str | None:
    """What is to be kept of what was typed for this part; None: nothing, the proposed text stands."""
    if text is None or say_the_same(text, wording.proposed):
        return None
    return text if text or wording.part in DISPENSABLE else None


def _replace(petition: Petition, language: LetterLanguage, wanted: Mapping[LetterPart, str | None]) -> None:
    rows = {row.part: row for row in petition.texts if row.language is language}
    for part, text in wanted.items():
        name = kept_as(petition.kind, part)
        row = rows.get(name)
        if text is None and row is not None:
            petition.texts.remove(row)
        elif text is not None and row is not None:
            row.text = text
        elif text is not None:
            petition.texts.append(PetitionText(language=language, part=name, text=text))
