"""What letters to an authority are made of: bodies in their cases, facts of a round, norms by act. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from complaints.domain.deadlines import Unit
from complaints.domain.lifecycle import Channel
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
class Earlier:
    """A document handed in before whose term passed, as a complaint to the superior body tells it."""

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
    """What was not answered; None also while a draft does not name it."""
