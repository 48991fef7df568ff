"""Two complaints side by side, as a moderator may see them: answers of both, words only of who agreed to publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints import data
from complaints.cipher import Cipher
from complaints.models import Complaint, Likeness
from complaints.web.filters import demand_label, label, moment, named, text
from complaints.web.words import gettext as _


@dataclass(frozen=True)
class Answer:
    question: str
    earlier: str
    later: str

    @property
    def differs(self) -> bool:
        return self.earlier != self.later


@dataclass(frozen=True)
class Pair:
    mark: Likeness
    answers: Sequence[Answer]
    earlier_words: str | None
    """None: nothing was written, or the writer did not agree to publish it and the moderator does not read it."""
    later_words: str | None


def pair_of(mark: Likeness, cipher: Cipher) -> Pair:
    earlier, later = _answers(mark.earlier), _answers(mark.complaint)
    return Pair(
        mark=mark,
        answers=[Answer(question, value, other) for (question, value), (_q, other) in zip(earlier, later, strict=True)],
        earlier_words=_words(mark.earlier, cipher),
        later_words=_words(mark.complaint, cipher),
    )


def _answers(complaint: Complaint) -> list[tuple[str, str]]:
    zone = complaint.round.region.time_zone
    return [
        (_("Filed"), moment(complaint.filed_at, zone)),
        (_("Who"), label(complaint.role)),
        (_("Kind"), label(complaint.mode)),
        (_("Confirmed"), label(complaint.confirmation.by) if complaint.confirmation else _("no")),
        (_("Language"), label(complaint.language)),
        (_("City or district"), named(complaint.locality) if complaint.locality else _("Another place")),
        (_("Learned of it"), moment(complaint.learned_at, zone)),
        (_("Learned from"), label(complaint.learned_from)),
        (_("Tried"), moment(complaint.attempted_at, zone) if complaint.attempted_at else "–"),
        (_("The screen showed"), label(complaint.screen_result) if complaint.screen_result else "–"),
        (_("Children"), str(complaint.children_count or "–")),
        (_("Reasons"), "; ".join(_ground(ground.code) for ground in complaint.grounds)),
        (_("Demands"), "; ".join(demand_label(demand.code) for demand in complaint.demands)),
    ]


def _ground(code: str) -> str:
    known = data.grounds().get(code) or data.optional_grounds()[code]
    return text(known.label)


def _words(complaint: Complaint, cipher: Cipher) -> str | None:
    if complaint.narrative_enc is None or not complaint.consent_publish:
        return None
    return cipher.decrypt("complaints", "narrative", complaint.id, complaint.narrative_enc)
