"""Which complaints the example has, when each is filed, and what becomes of it.

The first ones, as many as asked for, are formal, confirmed and agreed to: they stand in the frozen collective
complaint. The others show everything else that can become of a complaint. How many there are changes none of them: the
tenth is the same in an example of fifteen and of thousands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from complaints.demo import answers, times
from complaints.demo.answers import Filer
from complaints.demo.narratives import Tone
from complaints.domain.complaint import ConfirmedBy
from complaints.domain.moderation import Decision, Reason
from complaints.filing.draft import ComplaintDraft

SMALL: Final = 15
"""So many are always the same few texts, decided and waiting in turn, to be looked through in a minute."""
OTHERS_SHARE: Final = 10
"""One other complaint to so many of the first kind, unless told otherwise. Our choice."""
SMALL_TONES: Final[dict[int, Tone | Reason]] = {2: Tone.PERSONAL, 6: Reason.CHILD_NAMED, 8: Tone.PERSONAL}
SMALL_DECIDED: Final = frozenset({0, 2, 4, 6, 10})
PUBLISH_SHARE: Final = 0.6
PERSONAL_SHARE, COPIED_SHARE, UNFIT_SHARE = 0.08, 0.09, 0.025
DECIDED_SHARES: Final = {Decision.RELEASE: 0.12, Decision.BLANK: 0.25, Decision.HOLD: 0.5}
CORRECTED_EVERY: Final = 60


class Fate(StrEnum):
    """What becomes of a complaint."""

    STANDS = "stands"
    """Formal, confirmed, agreed to: in the frozen collective complaint."""
    EVIDENCE = "evidence"
    EVIDENCE_WITH_MAIL = "evidence_with_mail"
    LINK_NOT_OPENED = "link_not_opened"
    NOT_CALLED = "not_called"
    CALLED_IN_VAIN = "called_in_vain"
    """A member of the group looked at the phone and reached nobody."""
    ALONE = "alone"
    """Confirmed, but not for a collective complaint."""
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    TWICE = "twice"
    """A second complaint of one person; the moderators have not joined them."""
    JOINED = "joined"
    """A second complaint of one person, joined by a moderator."""
    SAME_HAPPENED = "same_happened"
    """Took over the reasons of one that was released."""
    BUSY_NETWORK = "busy_network"
    LATE = "late"
    LATE_EVIDENCE = "late_evidence"
    SENT_ALONE = "sent_alone"
    """Also went to the authority; the filer wrote down the number given there."""


FREQUENCIES: Final = {
    Fate.EVIDENCE: 36, Fate.EVIDENCE_WITH_MAIL: 8, Fate.LINK_NOT_OPENED: 12, Fate.NOT_CALLED: 8, Fate.CALLED_IN_VAIN: 2,
    Fate.ALONE: 6, Fate.WITHDRAWN: 4, Fate.ERASED: 2, Fate.TWICE: 4, Fate.JOINED: 2, Fate.SAME_HAPPENED: 6,
    Fate.BUSY_NETWORK: 5, Fate.LATE: 3, Fate.LATE_EVIDENCE: 3, Fate.SENT_ALONE: 1,
}  # fmt: skip
UNNAMED: Final = frozenset(
    {Fate.EVIDENCE, Fate.EVIDENCE_WITH_MAIL, Fate.SAME_HAPPENED, Fate.BUSY_NETWORK, Fate.LATE_EVIDENCE, Fate.SENT_ALONE}
)
SECOND: Final = frozenset({Fate.TWICE, Fate.JOINED})
LATE: Final = frozenset({Fate.LATE, Fate.LATE_EVIDENCE})
UNCONFIRMED: Final = frozenset({*UNNAMED, Fate.LINK_NOT_OPENED, Fate.NOT_CALLED, Fate.CALLED_IN_VAIN})


@dataclass(frozen=True)
class Stage:
    """Where it all happens."""

    round_id: UUID
    zone: ZoneInfo


@dataclass(frozen=True)
class _Filed:
    draft: ComplaintDraft
    filed_at: datetime
    fate: Fate


@dataclass(frozen=True)
class Example(_Filed):
    """One complaint to file at `filed_at`, how it is confirmed, what moderators say, and what becomes of it."""

    confirmed_by: ConfirmedBy | None
    confirmed_at: datetime
    decision: Decision | None
    reason: Reason | None
    is_corrected: bool = False


def how_many_others(count: int) -> int:
    """None beside the small example; beside a larger one enough to show every fate."""
    return max(len(FREQUENCIES), count // OTHERS_SHARE) if count > SMALL else 0


def plan_examples(*, count: int, others: int, round_id: UUID, zone: ZoneInfo) -> Sequence[Example]:
    """In the order they are filed."""
    stage = Stage(round_id, zone)
    planned = [_standing(position, stage) for position in range(count)]
    planned += _others(others, count, stage)
    return sorted(planned, key=lambda example: example.filed_at)


def example_draft(position: int, *, round_id: UUID, zone: ZoneInfo) -> ComplaintDraft:
    """The answers of one of those who stand in the collective complaint."""
    return _standing(position, Stage(round_id, zone)).draft


def _standing(position: int, stage: Stage) -> Example:
    chance = _chance("standing", position)
    tone = _tone(chance, position)
    draft = answers.formal_draft(answers.filer_at(position), tone, round_id=stage.round_id, zone=stage.zone)
    if position < SMALL:
        filed = _Filed(replace(draft, consent_publish=position % 2 == 0), times.first_filings(position), Fate.STANDS)
        return _with_future(filed, tone, chance, is_decided=position in SMALL_DECIDED)
    draft = _reachable(replace(draft, consent_publish=chance.random() < PUBLISH_SHARE), chance)
    example = _with_future(_Filed(draft, times.invent_filing(chance, stage.zone), Fate.STANDS), tone, chance)
    return replace(example, is_corrected=position % CORRECTED_EVERY == SMALL)


def _others(how_many: int, count: int, stage: Stage) -> Iterator[Example]:
    """Each fate once, then by chance as frequent as above."""
    fates = list(FREQUENCIES)
    for number in range(how_many):
        chance = _chance("other", number)
        fate = fates[number] if number < len(fates) else answers.pick(chance, FREQUENCIES)
        filer = answers.filer_at(count + number)
        if fate in SECOND:
            filer = _second_filer(filer, number, count)
        yield _other(filer, fate, chance, stage)


def _other(filer: Filer, fate: Fate, chance: random.Random, stage: Stage) -> Example:
    tone = _tone(chance, SMALL)
    draft = answers.formal_draft(filer, tone, round_id=stage.round_id, zone=stage.zone)
    filed_at = times.invent_filing(chance, stage.zone)
    if fate in LATE:
        filed_at = times.invent_late_filing(chance, stage.zone)
    elif fate in SECOND:
        filed_at = times.LAST_FILING + timedelta(minutes=chance.randrange(500))
    return _with_future(_Filed(_fitting(draft, fate, chance), filed_at, fate), tone, chance)


def _second_filer(filer: Filer, number: int, count: int) -> Filer:
    """Somebody who filed before and gave the IIN or BIN, so that it shows."""
    first = answers.filer_at(number * answers.WITH_IIN % count // answers.WITH_IIN * answers.WITH_IIN)
    return replace(first, position=filer.position)


def _fitting(draft: ComplaintDraft, fate: Fate, chance: random.Random) -> ComplaintDraft:
    draft = replace(draft, consent_publish=chance.random() < PUBLISH_SHARE)
    if fate in UNNAMED:
        return answers.as_evidence(draft, email=draft.email if fate is Fate.EVIDENCE_WITH_MAIL else None)
    if fate is Fate.LINK_NOT_OPENED:
        return replace(draft, phone=None)
    if fate in {Fate.NOT_CALLED, Fate.CALLED_IN_VAIN}:
        return replace(draft, email=None)
    return replace(draft, consent_petition=False) if fate is Fate.ALONE else _reachable(draft, chance)


def _reachable(draft: ComplaintDraft, chance: random.Random) -> ComplaintDraft:
    """By phone, by mail or by both."""
    phone, email = chance.choices(((True, False), (False, True), (True, True)), weights=(45, 20, 35))[0]
    return replace(draft, phone=draft.phone if phone else None, email=draft.email if email else None)


def _tone(chance: random.Random, position: int) -> Tone | Reason:
    if position < SMALL:
        return SMALL_TONES.get(position, Tone.PLAIN)
    found = chance.random()
    for share, tone in ((PERSONAL_SHARE, Tone.PERSONAL), (COPIED_SHARE, Tone.COPIED)):
        if found < share:
            return tone
        found -= share
    return chance.choice(list(Reason)) if found < UNFIT_SHARE else Tone.PLAIN


def _with_future(
    filed: _Filed, tone: Tone | Reason, chance: random.Random, *, is_decided: bool | None = None
) -> Example:
    """Whether moderators have decided is left to chance unless told."""
    decision, reason = _verdict(tone)
    if is_decided is None:
        is_decided = chance.random() < DECIDED_SHARES[decision]
    draft = filed.draft
    is_open = bool(draft.consent_publish and draft.narrative)
    by = None if filed.fate in UNCONFIRMED else ConfirmedBy.MAIL_LINK if draft.email else _by_hand(chance)
    return Example(
        draft=draft,
        filed_at=filed.filed_at,
        fate=filed.fate,
        confirmed_by=by,
        confirmed_at=_soon(filed.filed_at, chance),
        decision=decision if is_open and is_decided else None,
        reason=reason,
    )


def _by_hand(chance: random.Random) -> ConfirmedBy:
    return chance.choices((ConfirmedBy.CALL, ConfirmedBy.PAPER), weights=(4, 1))[0]


def _soon(filed_at: datetime, chance: random.Random) -> datetime:
    """Within hours, and before the text is final for who filed before that."""
    soon = filed_at + timedelta(minutes=2 + chance.expovariate(1 / 200))
    return soon if filed_at > times.FROZEN else min(soon, times.FROZEN - timedelta(minutes=1))


def _verdict(tone: Tone | Reason) -> tuple[Decision, Reason | None]:
    """What a careful moderator says about such a text."""
    if isinstance(tone, Reason):
        return Decision.HOLD, tone
    return (Decision.BLANK, Reason.PERSONAL_DATA) if tone is Tone.PERSONAL else (Decision.RELEASE, None)


def _chance(what: str, number: int) -> random.Random:
    return random.Random(f"{what} {number}")  # noqa: S311 (the same example on every machine)
