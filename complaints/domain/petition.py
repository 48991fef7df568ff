"""Petitions (people read: collective complaints): what is proposed, what a freeze still needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class PetitionKind(StrEnum):
    """Four kinds of document, each with its own term: see `deadlines`."""

    COMPLAINT = "complaint"
    APPEAL = "appeal"
    INFORMATION_REQUEST = "information_request"
    SUPERIOR_COMPLAINT = "superior_complaint"
    """To the body above, about one that did not answer an earlier document in time, or left demands unmet (Code
    arts. 91 and 100).
    """


TERM_RULES: Final[Mapping[PetitionKind, str]] = {
    PetitionKind.COMPLAINT: "complaint_review",
    PetitionKind.APPEAL: "appeal_review",
    PetitionKind.INFORMATION_REQUEST: "info_request",
    PetitionKind.SUPERIOR_COMPLAINT: "complaint_review",
}
"""Each kind of document has its own term; the book of rules knows both wordings."""


class LetterPart(StrEnum):
    """The parts of a letter that a group may word itself, in the order of the page; everything else stands fixed."""

    SUBJECT = "subject"
    INTRO = "intro"
    EARLIER = "earlier"
    """What was handed in before, to whom and how; only in a document about an earlier one."""
    SILENCE = "silence"
    """The term that passed and that no answer is known, or what was answered to each demand; only in a document about
    an earlier one.
    """
    FACTS = "facts"
    COLLECTED = "collected"
    EVIDENCE = "evidence"
    HARM = "harm"
    ASKED = "asked"
    """What an information request asks for, and a complaint to the superior body before the demands; each paragraph is
    one numbered line.
    """
    GOOD_FAITH = "good_faith"
    REPLY = "reply"


DISPENSABLE: Final = frozenset({LetterPart.GOOD_FAITH})
"""Parts a letter may go without: the others say what the Code asks for (arts. 63 and 93)."""
PART_MAX: Final = 4000
"""The longest own text of a part, in characters: about a page and a half. Our choice."""


class Cut(StrEnum):
    """What a file shows of one and the same list: names, numbers with places and grounds, or numbers only."""

    OFFICIAL = "official"
    PUBLIC = "public"
    COUNTER = "counter"


class Standing(StrEnum):
    """Whether a complaint can stand in a group's collective complaint, and the first reason why not."""

    ELIGIBLE = "eligible"
    ELIGIBLE_LATE = "eligible_late"
    """Filed after the three months: lateness never closes the door (Code art. 92, part 3)."""
    LEFT = "left"
    JOINED = "joined"
    NOT_FORMAL = "not_formal"
    NO_CONSENT = "no_consent"
    OTHER_GROUP = "other_group"
    STEPPED_OUT = "stepped_out"
    NOT_CONFIRMED = "not_confirmed"
    NO_ADDRESS = "no_address"


ELIGIBLE: Final = frozenset({Standing.ELIGIBLE, Standing.ELIGIBLE_LATE})


class ExportState(StrEnum):
    """`removed`: the file is gone because somebody in it left; its hash and size stay."""

    QUEUED = "queued"
    DONE = "done"
    REMOVED = "removed"


class DeskState(StrEnum):
    """Where a document stands, as the group's desk sorts them."""

    DRAFT = "draft"
    FROZEN = "frozen"
    HANDED_IN = "handed_in"
    ANSWERED = "answered"


class Missing(StrEnum):
    """What a draft lacks, in the order of the page."""

    ABOUT_SUBMISSION = "about_submission"
    NOT_SILENT = "not_silent"
    REVIEWING_BODY = "reviewing_body"
    CHALLENGED_BODY = "challenged_body"
    SAME_BODY = "same_body"
    LANGUAGES = "languages"
    REPRESENTATIVE_NAME = "representative_name"
    REPRESENTATIVE_ADDRESS = "representative_address"
    LETTER_DATE = "letter_date"
    DEMANDS = "demands"
    NORMS = "norms"
    COMPLAINTS = "complaints"


@dataclass(frozen=True)
class ProposedNorm:
    """A norm, and the codes of the grounds it is proposed for."""

    norm_id: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What `missing_before_freeze` looks at: plain facts about a draft. Bodies are their slugs."""

    reviewing_body: str | None
    challenged_body: str | None
    languages: int
    representative_name: str
    representative_address: str
    letter_dated_on: date | None
    demands: int
    norms: int
    complaints: int
    kind: PetitionKind = PetitionKind.COMPLAINT
    about_submission: bool = False
    """Whether the earlier document is named."""
    is_complainable: bool = False
    """Whether that one has no answer and its term had passed on the date of the letter."""


ABOUT_EARLIER: Final = frozenset({PetitionKind.SUPERIOR_COMPLAINT, PetitionKind.INFORMATION_REQUEST})
"""The kinds that can be about a document handed in before; a complaint to the superior body must be."""
EARLIER_ONLY: Final = frozenset({Missing.ABOUT_SUBMISSION, Missing.NOT_SILENT})
NOT_NEEDED: Final[Mapping[PetitionKind, frozenset[Missing]]] = {
    PetitionKind.COMPLAINT: EARLIER_ONLY,
    PetitionKind.APPEAL: EARLIER_ONLY | {Missing.CHALLENGED_BODY, Missing.SAME_BODY, Missing.NORMS},
    PetitionKind.INFORMATION_REQUEST: EARLIER_ONLY
    | {Missing.CHALLENGED_BODY, Missing.SAME_BODY, Missing.DEMANDS, Missing.NORMS, Missing.COMPLAINTS},
    PetitionKind.SUPERIOR_COMPLAINT: frozenset({Missing.DEMANDS}),
}
"""What a kind can do without: only a complaint names the body complained of (Code art. 93); an appeal says what it asks
(art. 63); an information request asks in its own paragraphs and for nobody in particular; a complaint to the superior
body asks in its own paragraphs to answer and consider, and may repeat demands."""
NAMES_CHALLENGED: Final = frozenset({PetitionKind.COMPLAINT, PetitionKind.SUPERIOR_COMPLAINT})
"""Complaints name the body complained of and are handed in there (Code art. 91, part 4, and art. 93)."""


def propose_norms(ground_codes: Iterable[str], norms: Mapping[str, Sequence[str]]) -> list[ProposedNorm]:
    """The norms behind these grounds, those behind most grounds first.

    `norms` gives the ids for each ground; the caller passes printable ones only (`data.printable_norms_of_grounds`).
    """
    grounds_of: dict[str, list[str]] = {}
    for ground in dict.fromkeys(ground_codes):
        for norm_id in norms.get(ground, ()):
            grounds_of.setdefault(norm_id, []).append(ground)
    proposed = [ProposedNorm(norm_id, tuple(grounds)) for norm_id, grounds in grounds_of.items()]
    return sorted(proposed, key=lambda norm: -len(norm.grounds))


def propose_demands(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The demands people made with how many made each, most asked first; equal ones keep the order given."""
    asked = [(code, count) for code, count in counts.items() if count > 0]
    return sorted(asked, key=lambda item: -item[1])


def missing_before_freeze(draft: Draft) -> list[Missing]:
    """What must be added before the freeze (Code arts. 63 and 93), in the order of the page; empty when nothing is."""
    lacks = {
        Missing.ABOUT_SUBMISSION: not draft.about_submission,
        Missing.NOT_SILENT: draft.about_submission and not draft.is_complainable,
        Missing.REVIEWING_BODY: draft.reviewing_body is None,
        Missing.CHALLENGED_BODY: draft.challenged_body is None,
        Missing.SAME_BODY: draft.reviewing_body is not None and draft.reviewing_body == draft.challenged_body,
        Missing.LANGUAGES: draft.languages == 0,
        Missing.REPRESENTATIVE_NAME: not draft.representative_name.strip(),
        Missing.REPRESENTATIVE_ADDRESS: not draft.representative_address.strip(),
        Missing.LETTER_DATE: draft.letter_dated_on is None,
        Missing.DEMANDS: draft.demands == 0,
        Missing.NORMS: draft.norms == 0,
        Missing.COMPLAINTS: draft.complaints == 0,
    }
    needed = [missing for missing in lacks if missing not in NOT_NEEDED[draft.kind]]
    return [missing for missing in needed if lacks[missing]]
