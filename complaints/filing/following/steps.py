"""What became of a complaint, step by step in plain words, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from complaints import tallies
from complaints.domain.moderation import Decision, TextState
from complaints.filing.following import queries
from complaints.models import Complaint, ModerationDecision, PublicText
from complaints.web.filters import day, label
from complaints.web.words import gettext as _


@dataclass(frozen=True)
class Step:
    """`at` is None when the day is not known."""

    at: datetime | None
    words: str
    more: str = ""


@dataclass(frozen=True)
class Publication:
    """How far the filer's own words are on their way to the public; `text` is None when none are on it."""

    text: PublicText | None
    decisions: Sequence[ModerationDecision]

    @property
    def is_waiting(self) -> bool:
        return self.text is not None and self.text.state is TextState.WAITING

    @property
    def tag(self) -> tuple[str, str] | None:
        """The words and the tone of the tag."""
        if self.text is None:
            return None
        tones = {TextState.WAITING: "plain", TextState.RELEASED: "right", TextState.HELD: "late"}
        words = {
            TextState.WAITING: _("text waits for a moderator"),
            TextState.RELEASED: _("text published"),
            TextState.HELD: _("text not published"),
        }
        return words[self.text.state], tones[self.text.state]


def publication_of(session: Session, complaint: Complaint) -> Publication:
    return Publication(queries.find_public_text(session, complaint), queries.list_decisions(session, complaint))


def list_steps(session: Session, complaint: Complaint, publication: Publication, *, last_day: date) -> list[Step]:
    """Filed, corrected, decided on, waiting, joined, withdrawn. `last_day` is the last one that was in time.

    Whether it was confirmed stands beside, with what to do about it.
    """
    steps = [
        _filed(complaint, last_day),
        *_corrected(complaint),
        *(_decided(decision) for decision in publication.decisions),
        *_waiting(publication.text),
        *_left(session, complaint),
    ]
    return sorted(steps, key=lambda step: step.at or complaint.filed_at)


def _filed(complaint: Complaint, last_day: date) -> Step:
    if tallies.has_left(complaint):
        words = _("We accepted your complaint.")
    else:
        words = _("We accepted your complaint. It is counted in the figures of this round.")
    if not complaint.is_late:
        return Step(complaint.filed_at, words)
    late = _("Marked as late: the three months to complain to the authority ended on %(day)s.", day=day(last_day))
    return Step(complaint.filed_at, words, late)


def _corrected(complaint: Complaint) -> Iterator[Step]:
    for version in complaint.earlier:
        yield Step(
            version.replaced_at,
            _("You corrected it: version %(number)s.", number=version.number + 1),
            _("The earlier version is kept and shown below to you only."),
        )


def _waiting(text: PublicText | None) -> Iterator[Step]:
    if text is not None and text.state is TextState.WAITING:
        yield Step(
            text.queued_at,
            _("Your own words wait for a moderator. Until they are published, the public reads nothing of them."),
        )


def _decided(decision: ModerationDecision) -> Step:
    reason = _("Reason: %(reason)s.", reason=label(decision.reason)) if decision.reason else ""
    words = {
        Decision.RELEASE: _("A moderator published your own words as written, without your name."),
        Decision.BLANK: _("A moderator published your own words with some of them blanked out."),
        Decision.HOLD: _("A moderator did not publish your own words. Your complaint counts all the same."),
    }
    return Step(decision.decided_at, words[decision.decision], reason)


def _left(session: Session, complaint: Complaint) -> Iterator[Step]:
    if complaint.joined_to_id is not None:
        yield Step(
            queries.find_joining(session, complaint),
            _("A moderator found that another complaint is yours too: in the figures the two count as one."),
            _("This one stays open to you, and nothing of it is lost."),
        )
    if complaint.withdrawn_at is not None:
        yield Step(
            complaint.withdrawn_at,
            _("You withdrew it. It is in no figure, no list and no new collective complaint any more."),
            _("What was handed in before stays with the authority; you can still erase what is kept here."),
        )
