"""Looking for complaints that may be one, after each filing and each correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from complaints.cipher import Cipher
from complaints.jobs import JobContext, job
from complaints.moderation.duplicates import actions, queries
from complaints.moderation.duplicates.likeness import ALIKE, bands, comparable, percent_alike
from complaints.moderation.duplicates.queries import Subject

PURPOSE: Final = "likeness"
TABLE: Final = "complaints"
COLUMN: Final = "narrative"


@job("moderation.compare", waits_in_surge=True)
def compare(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Mark the complaint against earlier ones that are like it, and later ones against it.

    The texts are compared while nobody waits for the database; candidates that came meanwhile are compared too.
    """
    subject = queries.find_subject(context.session, UUID(payload["complaint_id"]))
    if subject is None:
        return
    context.let_go()
    words = _words(context.cipher, subject)
    key = context.cipher.derived_key(f"{PURPOSE}:{subject.round_id}")
    values = bands(words, key=key) if words else ()
    percents: dict[UUID, int] = {}
    while new := _not_compared(context, subject, values, percents):
        context.let_go()
        percents |= {other.id: _percent(context.cipher, words or "", other) for other in new}
    _mark(context, subject, values, percents)


def _not_compared(
    context: JobContext, subject: Subject, values: Sequence[str], percents: Mapping[UUID, int]
) -> Sequence[Subject]:
    """Asked under the round's lock: when nothing is new, what was found can be written at once."""
    queries.lock_round(context.session, subject.round_id)
    new = set(queries.list_candidates(context.session, subject, values)) - percents.keys()
    return queries.list_subjects(context.session, new) if new else ()


def _mark(context: JobContext, subject: Subject, values: Sequence[str], percents: Mapping[UUID, int]) -> None:
    now_stands = queries.find_subject(context.session, subject.id)
    if now_stands is None or now_stands.version != subject.version:
        return  # corrected meanwhile: a later job compares what it says now
    if now_stands.has_left:
        actions.forget(context.session, now_stands, now=context.now)
        return
    alike = {other: percent for other, percent in percents.items() if percent >= ALIKE}
    actions.mark_likeness(context.session, now_stands, bands=values, alike=alike, now=context.now)


def _percent(cipher: Cipher, words: str, other: Subject) -> int:
    others = _words(cipher, other)
    return percent_alike(words, others) if others else 0


def _words(cipher: Cipher, subject: Subject) -> str | None:
    if subject.narrative_enc is None or subject.has_left:
        return None
    return comparable(cipher.decrypt(TABLE, COLUMN, subject.id, subject.narrative_enc))
