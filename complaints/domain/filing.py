"""What a complaint must hold to be taken. Lateness is no fault: a late complaint is taken and marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from complaints.domain.complaint import Mode, Role
from complaints.domain.errors import DomainError

OTHER_GROUND: Final = "OTHER"


class Fault(StrEnum):
    """What keeps a complaint from being taken, in the order of the form."""

    NO_NAME = "no_name"
    NO_NAME_OR_ORGANISATION = "no_name_or_organisation"
    NO_ADDRESS = "no_address"
    NO_CONTACT = "no_contact"
    NO_GROUND = "no_ground"
    GROUND_OF_THE_OTHER_ROLE = "ground_of_the_other_role"
    LEARNED_IN_FUTURE = "learned_in_future"
    ATTEMPTED_IN_FUTURE = "attempted_in_future"
    NO_WORDS_FOR_OTHER = "no_words_for_other"
    NO_DEMAND = "no_demand"
    NO_CONSENT = "no_consent"


class FilingRefused(DomainError):
    """The complaint cannot be taken as it is."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Filing:
    """What the rules look at. None: not said, or not readable."""

    role: Role | None
    mode: Mode | None
    has_name: bool
    has_organisation: bool
    has_address: bool
    has_contact: bool
    grounds: tuple[str, ...]
    learned_at: datetime | None
    attempted_at: datetime | None
    has_narrative: bool
    demands: tuple[str, ...]
    consents_to_processing: bool


def find_faults(filing: Filing, *, roles_of_grounds: Mapping[str, frozenset[Role]], now: datetime) -> tuple[Fault, ...]:
    """Everything that must be put right, in the order of the form; empty when the complaint can be taken.

    A formal complaint names the person with postal address (Code art. 93; anonymous ones are not considered, art. 88)
    and a way to reach them. That somebody asks for something and says of what they complain is our choice.
    """
    return (*_faults_of_the_person(filing), *_faults_of_the_case(filing, roles_of_grounds, now))


def _faults_of_the_person(filing: Filing) -> Iterator[Fault]:
    if filing.mode is not Mode.FORMAL:
        return
    if filing.role is Role.PROVIDER:
        if not (filing.has_name or filing.has_organisation):
            yield Fault.NO_NAME_OR_ORGANISATION
    elif not filing.has_name:
        yield Fault.NO_NAME
    if not filing.has_address:
        yield Fault.NO_ADDRESS
    if not filing.has_contact:
        yield Fault.NO_CONTACT


def _faults_of_the_case(
    filing: Filing, roles_of_grounds: Mapping[str, frozenset[Role]], now: datetime
) -> Iterator[Fault]:
    if not filing.grounds:
        yield Fault.NO_GROUND
    if filing.role and any(filing.role not in roles_of_grounds.get(code, ()) for code in filing.grounds):
        yield Fault.GROUND_OF_THE_OTHER_ROLE
    if filing.learned_at and filing.learned_at > now:
        yield Fault.LEARNED_IN_FUTURE
    if filing.attempted_at and filing.attempted_at > now:
        yield Fault.ATTEMPTED_IN_FUTURE
    if OTHER_GROUND in filing.grounds and not filing.has_narrative:
        yield Fault.NO_WORDS_FOR_OTHER
    if not filing.demands:
        yield Fault.NO_DEMAND
    if not filing.consents_to_processing:
        yield Fault.NO_CONSENT
