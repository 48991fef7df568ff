"""What letters to an authority are made of: bodies in their cases, facts of a round, norms by act. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel, Outcome
from complaints.domain.petition import PetitionKind
from complaints.domain.rounds import DurationFact, Span


@dataclass(frozen=True)
class Body:
    """A state body's name in the cases the letter needs, as stored. Kazakh needs no accusative."""

    nominative: str
    genitive: str
    dative: str
    accusative: str


@dataclass(frozen=True)
class RoleCounts:
    parents: int
    providers: int

    @property
    def total(self) -> int:
        return self.parents + self.providers

    def or_both(self) -> RoleCounts:
        """Itself; for an empty register both roles, so that the sentences of a new draft are whole."""
        return self if self.total else RoleCounts(parents=1, providers=1)


@dataclass(frozen=True)
class RoundFacts:
    """What is known about the round. Each fact is known, known within bounds, or unknown; an unknown one gets no
    sentence.
    """

    platform: str
    region_genitive: str
    held_on: Span[date]
    places: Span[int]
    notice: DurationFact | None
    sold_out: DurationFact | None
    was_edited: bool
    """The announcement is recorded as changed after it was published."""


@dataclass(frozen=True)
class NormLine:
    norm_id: str
    citation: str
    text: str


@dataclass(frozen=True)
class ActNorms:
    """The norms of one act under its full title."""

    act: str
    title: str
    norms: tuple[NormLine, ...]


@dataclass(frozen=True)
class Replied:
    """What the body answered, as one side recorded it."""

    number: str
    on: date
    first_on: date
    """The day of the first answer, when this one came later."""
    days: int
    """Working days from the registration, which is not counted, to the first answer."""
    days_over: int
    """Of them after the last day; 0: in time."""
    is_by_group: bool
    """Recorded by the group: the body itself recorded none."""
    outcomes: tuple[tuple[str, Outcome], ...]
    """Each demand in the letter's language, in the order of the document, and what was said to it."""


@dataclass(frozen=True)
class SentBack:
    """That it was returned, or else left without consideration."""

    is_returned: bool
    on: date
    days: int
    """Working days from the registration, which is not counted."""
    days_over: int
    """Of them after the last day."""


@dataclass(frozen=True)
class Earlier:
    """A document handed in before, as another one about it tells it."""

    kind: PetitionKind
    body: Body
    """To which it was handed in."""
    handed_in_on: date
    channel: Channel
    outside_number: str
    """The authority's number; empty where it is not known."""
    registered_on: date
    length: int
    unit: Unit
    norm: str
    """The norm of the term, cited; empty where it may not be printed."""
    due_on: date
    days_over: int
    """Working days between the last day and the date of the letter."""
    extendable: bool
    refusal: str
    """The norm by which silence counts as a refusal, cited; empty where it is not said of this term."""
    is_silent: bool = True
    """No answer is known and the last day had passed on the date of the letter."""
    reply: Replied | None = None
    """None: no answer is known."""
    sent_back: SentBack | None = None
    passed_on: tuple[date, Body | None] | None = None
    """When it was passed on last, and to whom where that is known here; the term is counted from there."""
    reasons: str = ""
    """The norm by which an answer gives its reasons, cited; empty where none is said."""
    extended_on: date | None = None
    """When the term was extended, where that moved the last day."""


@dataclass(frozen=True)
class Told:
    """What the paragraphs of a group's letter are made of."""

    facts: RoundFacts
    challenged: Body
    collected: RoleCounts
    """All complaints of the round on the site."""
    included: RoleCounts
    """Those in the register."""
    earlier: Earlier | None = None
    """The document that it is about; None also while a draft does not name it."""
