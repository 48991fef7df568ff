"""What the public pages ask of the database. All of it is public; numbers of complaints come from the tally only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, func, select, union
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from complaints.database import in_kazakh_order
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import NotFound
from complaints.domain.folding import fold
from complaints.models.accounts import Group
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition, PetitionVersion, Publication, VersionComplaint
from complaints.models.places import Authority, Locality, Region
from complaints.models.rounds import RegionNote, Round, Tally
from complaints.models.submissions import HappenedEvent, Response, Submission

Tallies = Mapping[str, Mapping[str, int]]
PAGE: Final = 50
BESIDE: Final = 20


@dataclass(frozen=True)
class Sheet:
    """A page of rounds."""

    rounds: Sequence[Round]
    total: int
    number: int
    pages: int


def list_rounds(session: Session) -> Sequence[Round]:
    """Those that take complaints first, then the newest first."""
    statement = (
        select(Round)
        .where(Round.is_listed)
        .options(joinedload(Round.region))
        .order_by(Round.takes_complaints.desc(), Round.held_on_latest.desc().nulls_last(), Round.slug)
    )
    return session.scalars(statement).all()


def list_rounds_of_region(session: Session, region_code: str) -> Sequence[Round]:
    """Those that take complaints first, then the newest first."""
    return [round_ for round_ in list_rounds(session) if round_.region_code == region_code]


def find_rounds(session: Session, words: str, *, page: int) -> Sheet:
    """A page of the rounds whose name or region has all of these words, in any language. A page too far is the last.

    Rounds are some hundreds: they are looked through here, because SQLite knows no lower case of Cyrillic.
    """
    wanted = [fold(word) for word in words.split()]
    found = [round_ for round_ in list_rounds(session) if all(word in _said_of(round_) for word in wanted)]
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(page, 1), pages)
    return Sheet(found[(number - 1) * PAGE : number * PAGE], len(found), number, pages)


def _said_of(round_: Round) -> str:
    named = (round_, round_.region)
    return fold(" ".join(getattr(row, f"name_{code}") for row in named for code in ("kk", "ru", "en")))


def list_beside(session: Session, round_: Round) -> Sequence[Round]:
    """The round, those that it repeats or that repeat it, then others: of its programme and region first, then of its
    region, then the rest, each the newest first; some twenty at most."""
    linked = {row.id for row in list_linked_rounds(session, round_)}

    def nearness(other: Round) -> int:
        if other.id == round_.id:
            return 0
        if other.id in linked:
            return 1
        in_region = other.region_code == round_.region_code
        return 4 - in_region - (in_region and other.programme_slug == round_.programme_slug)

    return sorted(list_rounds(session), key=nearness)[:BESIDE]


def get_round(session: Session, slug: str) -> Round:
    """With its events, region, programme and authority. Raises NotFound."""
    statement = (
        select(Round)
        .where(Round.slug == slug)
        .options(
            joinedload(Round.region),
            joinedload(Round.programme),
            joinedload(Round.authority),
            selectinload(Round.events),
        )
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound("round", slug)
    return found


def get_target(session: Session, round_: Round) -> Round:
    """The round that this one was merged into, at the end of the chain. Raises NotFound."""
    seen = {round_.id}
    while round_.merged_into_id is not None:
        target = session.get(Round, round_.merged_into_id)
        if target is None or target.id in seen:
            raise NotFound("round", round_.slug)
        seen.add(target.id)
        round_ = target
    return round_


def find_maker(session: Session, round_: Round) -> Group | None:
    """The group that added the round, if one did and is still here."""
    return session.get(Group, round_.created_by_group_id) if round_.created_by_group_id else None


def list_linked_rounds(session: Session, round_: Round) -> Sequence[Round]:
    """The round that this one repeats, and those that repeat it."""
    linked = (Round.id == round_.repeats_id) | (Round.repeats_id == round_.id)
    statement = select(Round).where(linked, Round.is_listed)
    return session.scalars(statement.order_by(Round.held_on_latest.nulls_last())).all()


def get_tallies(session: Session, round_id: UUID) -> Tallies:
    """Dimension -> key -> number of complaints; a dimension without complaints is missing."""
    return get_tallies_by_round(session, [round_id]).get(round_id, {})


def get_tallies_by_round(session: Session, round_ids: Iterable[UUID]) -> Mapping[UUID, Tallies]:
    """The same for several rounds; one without complaints is missing."""
    by_round: dict[UUID, dict[str, dict[str, int]]] = {}
    wanted = select(Tally).where(Tally.round_id.in_(list(round_ids)), Tally.complaints > 0)
    for row in session.scalars(wanted):
        by_round.setdefault(row.round_id, {}).setdefault(row.dimension, {})[row.key] = row.complaints
    return by_round


def get_totals(session: Session) -> Mapping[UUID, int]:
    """How many complaints each round has; a round without any is missing."""
    rows = session.scalars(select(Tally).where(Tally.dimension == "all", Tally.complaints > 0))
    return {row.round_id: row.complaints for row in rows}


def get_localities(session: Session, codes: Iterable[str]) -> Mapping[str, Locality]:
    """By code."""
    return {row.code: row for row in session.scalars(select(Locality).where(Locality.code.in_(list(codes))))}


def list_versions(session: Session, round_id: UUID) -> Sequence[PetitionVersion]:
    """The newest frozen version of each collective complaint of the round, by number. Drafts are nobody's business."""
    newest = (
        select(PetitionVersion.petition_id, func.max(PetitionVersion.number).label("number"))
        .group_by(PetitionVersion.petition_id)
        .subquery()
    )
    statement = (
        select(PetitionVersion)
        .join(newest, newest.c.petition_id == PetitionVersion.petition_id)
        .where(newest.c.number == PetitionVersion.number)
        .join(Petition, Petition.id == PetitionVersion.petition_id)
        .where(Petition.round_id == round_id)
        .options(defer(PetitionVersion.content), joinedload(PetitionVersion.petition).joinedload(Petition.group))
        .order_by(Petition.id)
    )
    return session.scalars(statement).all()


def is_published(session: Session, petition_id: int) -> bool:
    """Whether a version of a collective complaint stands on its public page now."""
    running = select(Publication.id).where(Publication.petition_id == petition_id, Publication.ended_at.is_(None))
    return session.scalar(running.limit(1)) is not None


def list_demand_codes(session: Session, version_id: UUID) -> Sequence[str]:
    """What a frozen version asks for, in its order: read out of the letter, whose register may be long."""
    letters = [PetitionVersion.content[(language.value, "letter", "demands")] for language in LetterLanguage]
    row = session.execute(select(*letters).where(PetitionVersion.id == version_id)).one()
    return [demand["code"] for demand in next(filter(None, row), ())]


def count_included(session: Session, version_id: UUID) -> int:
    """How many complaints stand in the register of a frozen version."""
    statement = select(func.count()).select_from(VersionComplaint).where(VersionComplaint.version_id == version_id)
    return session.scalar(statement) or 0


def list_submissions(session: Session, round_id: UUID) -> Sequence[Submission]:
    """What was handed in about a round, with its answers; oldest first."""
    ordered = (Submission.handed_in_on, Submission.recorded_at, Submission.id)
    return session.scalars(_submissions().where(Petition.round_id == round_id).order_by(*ordered)).all()


def list_newest_submissions(session: Session, limit: int) -> Sequence[Submission]:
    """What was handed in last about any listed round, with its answers; oldest first."""
    latest = (Submission.handed_in_on.desc(), Submission.recorded_at.desc(), Submission.id.desc())
    listed = _submissions().join(Petition.round).where(Round.is_listed)
    return session.scalars(listed.order_by(*latest).limit(limit)).all()[::-1]


def _submissions() -> Select[Submission]:
    return (
        select(Submission)
        .join(Submission.version)
        .join(PetitionVersion.petition)
        .options(
            joinedload(Submission.authority),
            joinedload(Submission.version).defer(PetitionVersion.content),
            joinedload(Submission.version).joinedload(PetitionVersion.petition).joinedload(Petition.round),
            selectinload(Submission.responses).selectinload(Response.outcomes),
            selectinload(Submission.events).joinedload(HappenedEvent.body),
            selectinload(Submission.remarks),
            selectinload(Submission.attachments),
        )
    )


def list_regions(session: Session, language: str) -> Sequence[Region]:
    """In the Kazakh order of their names in this language."""
    return session.scalars(select(Region).order_by(in_kazakh_order(getattr(Region, f"name_{language}")))).all()


def get_region(session: Session, slug: str) -> Region:
    """Raises NotFound."""
    found = session.scalar(select(Region).where(Region.slug == slug))
    if found is None:
        raise NotFound("region", slug)
    return found


def list_localities(session: Session, region_code: str, language: str) -> Sequence[Locality]:
    """In the Kazakh order of their names; on English pages the Russian names."""
    name = Locality.name_kk if language == "kk" else Locality.name_ru
    statement = select(Locality).where(Locality.region_code == region_code).order_by(in_kazakh_order(name))
    return session.scalars(statement).all()


def list_authorities(session: Session, region_code: str, language: str) -> Sequence[Authority]:
    """In the Kazakh order of their names."""
    name = Authority.kk_nominative if language == "kk" else Authority.ru_nominative
    statement = select(Authority).where(Authority.region_code == region_code).order_by(in_kazakh_order(name))
    return session.scalars(statement).all()


def list_notes(session: Session, region_code: str | None) -> Sequence[RegionNote]:
    """Notes of a region, or with None those of the whole country; newest first."""
    place = RegionNote.region_code.is_(None) if region_code is None else RegionNote.region_code == region_code
    statement = select(RegionNote).where(place).order_by(RegionNote.day_latest.desc().nulls_last(), RegionNote.slug)
    return session.scalars(statement).all()


@dataclass(frozen=True)
class Ways:
    """How far the complaints about a round came, each counted once. `filed`: those that count on this site."""

    filed: int
    registered: int
    answered: int


def count_ways(session: Session, round_id: UUID, filed: int) -> Ways:
    """Registered: the filer noted an own number, or the complaint stands in a version that got one; answered: it stands
    in a version to which an answer is recorded. Only these are looked at: most complaints are neither.
    """
    own = select(Complaint.id).where(Complaint.round_id == round_id, Complaint.own_registered_on.is_not(None))
    handed_in = (
        select(VersionComplaint.complaint_id)
        .join(Submission, Submission.version_id == VersionComplaint.version_id)
        .join(Submission.version)
        .join(PetitionVersion.petition)
        .where(Petition.round_id == round_id, VersionComplaint.left_at.is_(None))
    )
    with_number = handed_in.where(Submission.outside_number != "")
    with_answer = handed_in.where(Submission.responses.any())
    return Ways(filed, _count(session, union(own, with_number)), _count(session, union(with_answer)))


def _count(session: Session, ids: CompoundSelect[UUID]) -> int:
    """How many of these complaints are in the figures."""
    here = (Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None), Complaint.joined_to_id.is_(None))
    found = ids.subquery()
    counted = select(func.count()).select_from(found).join(Complaint, Complaint.id == found.c[0])
    return session.scalar(counted.where(*here)) or 0
