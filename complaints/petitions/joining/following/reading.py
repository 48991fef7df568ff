"""What somebody who joined sees: the own data, where it stands, who looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints import supporting
from complaints.cipher import Cipher
from complaints.models.petitions import PetitionVersion, Supporter
from complaints.models.submissions import Submission
from complaints.petitions.agreeing.reading import Asked, ask
from complaints.petitions.joining.actions import TABLE
from complaints.petitions.joining.following import queries
from complaints.petitions.joining.following.queries import LookOfGroup
from complaints.petitions.publishing.queries import find_latest
from complaints.petitions.queries import find_submission
from complaints.web.clocks import Clock, clock_of

ANSWERS: Final = ("full_name", "iin", "postal_address", "phone", "email")


@dataclass(frozen=True)
class Place:
    """A frozen version that the person stands in, or stood in until `left_at`."""

    version: PetitionVersion
    left_at: datetime | None
    was_handed_in: bool


@dataclass(frozen=True)
class Followed:
    supporter: Supporter
    answers: Mapping[str, str]
    """What was typed; what was not is not here."""
    places: Sequence[Place]
    looks: Sequence[LookOfGroup]
    submission: Submission | None
    clock: Clock | None
    is_published: bool
    asked: Asked

    @property
    def is_waiting(self) -> bool:
        return supporting.is_waiting(self.supporter)

    @property
    def is_handed_in(self) -> bool:
        """Whether it was handed in with this person."""
        return any(place.was_handed_in for place in self.places)


def follow(session: Session, supporter: Supporter, *, cipher: Cipher, now: datetime) -> Followed:
    submission = find_submission(session, supporter.petition_id)
    latest = find_latest(session, supporter.petition_id)
    places = [
        Place(version, row.left_at, submission is not None and submission.version_id == version.id)
        for version, row in queries.list_places(session, supporter)
    ]
    return Followed(
        supporter=supporter,
        answers=read_answers(supporter, cipher),
        places=places,
        looks=queries.list_looks(session, supporter),
        submission=submission,
        clock=clock_of(submission, now) if submission else None,
        is_published=latest is not None and latest.ended_at is None,
        asked=ask(session, supporter),
    )


def read_answers(supporter: Supporter, cipher: Cipher) -> Mapping[str, str]:
    sealed = {name: getattr(supporter, f"{name}_enc") for name in ANSWERS}
    return {name: cipher.decrypt(TABLE, name, supporter.id, value) for name, value in sealed.items() if value}


def collect(followed: Followed, *, now: datetime) -> dict[str, Any]:
    """Everything held, as plain values in English codes; times in UTC, ISO 8601. Marks of possible duplicates are not
    told: they would say whether somebody else joined.
    """
    one = followed.supporter
    return {
        "format": 1,
        "downloaded_at": now.isoformat(),
        "number": one.number,
        "petition": one.petition_id,
        "joined_at": one.joined_at.isoformat(),
        "language": one.language.value,
        "answers": dict(followed.answers),
        "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
        "confirmed_by": one.confirmed_by.value if one.confirmed_by else None,
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "versions": [
            {
                "version": place.version.number,
                "frozen_at": place.version.frozen_at.isoformat(),
                "left_at": place.left_at.isoformat() if place.left_at else None,
                "handed_in": place.was_handed_in,
            }
            for place in followed.places
        ],
        "agreed": [{"version": agreed.version.number, "at": agreed.at.isoformat()} for agreed in followed.asked.agreed],
        "looks": [
            {
                "group": look.group_name,
                "authority": look.authority.slug if look.authority else None,
                "what": look.what.value,
                "at": look.at.isoformat(),
            }
            for look in followed.looks
        ],
    }
