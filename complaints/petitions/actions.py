"""Deeds around a draft: start it, save it; freezing and exporting are in `freezing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaints import merging
from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, StaleVersion
from complaints.domain.petition import (
    Draft,
    Missing,
    PetitionKind,
    missing_before_freeze,
)
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.complaints import Complaint
from complaints.models.petitions import (
    Petition,
    PetitionComplaint,
    PetitionDemand,
    PetitionNorm,
)
from complaints.models.rounds import Round
from complaints.petitions import queries
from complaints.petitions.composing import (
    Chosen,
    own_texts,
    representative,
)
from complaints.petitions.document import Representative
from complaints.petitions.proposing import later_of_one_person, proposed_demands, proposed_norms

Ranked = TypeVar("Ranked", PetitionDemand, PetitionNorm)
TABLE: Final = "petitions"
LANGUAGES: Final = tuple(LetterLanguage)


@dataclass(frozen=True)
class PetitionDraft:
    """What the builder's form holds. Bodies are slugs or empty, complaints are numbers."""

    reviewing_body: str
    challenged_body: str
    languages: tuple[LetterLanguage, ...]
    demands: tuple[str, ...]
    norms: tuple[str, ...]
    complaints: tuple[str, ...]
    representative_name: str
    representative_address: str
    representative_phone: str
    representative_email: str
    letter_dated_on: date | None


def start_petition(
    session: Session, *, viewer: Viewer, group: Group, round_: Round, now: datetime, is_example: bool = False
) -> Petition:
    """A draft with everything proposed: bodies, all demands and norms, all eligible complaints. Raises Forbidden."""
    check_may_edit(viewer, group)
    round_ = session.get_one(Round, merging.standing(session, round_.id))
    eligible = queries.list_eligible(session, round_.id, group.id)
    left_out = later_of_one_person(eligible)
    proposed = [complaint for complaint in eligible if complaint.number not in left_out]
    challenged = round_.authority
    petition = Petition(
        uid=new_id(),
        group_id=group.id,
        round_id=round_.id,
        kind=PetitionKind.COMPLAINT,
        challenged_body_id=challenged.id if challenged else None,
        reviewing_body_id=challenged.superior_id if challenged else None,
        languages=",".join(LANGUAGES),
        letter_dated_on=now.astimezone(ZoneInfo(round_.region.time_zone)).date(),
        created_by=viewer.account_id,
        created_at=now,
        is_example=is_example,
    )
    session.add(petition)
    session.flush()
    _choose(
        petition,
        demands=[code for code, _ in proposed_demands(proposed)],
        norms=[norm.norm_id for norm in proposed_norms(proposed)],
        complaints=proposed,
    )
    session.flush()
    return petition


def save_petition(
    session: Session, *, cipher: Cipher, viewer: Viewer, petition: Petition, draft: PetitionDraft, edit_number: int
) -> None:
    """Replace the draft. What already stands so is no conflict: a save sent twice is saved once.

    Raises StaleVersion when somebody saved something else since this edit began, Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    eligible = queries.list_eligible(session, petition.round_id, petition.group_id, petition_id=petition.id)
    if get_draft(petition, eligible, cipher) == draft:
        return
    if petition.edit_number != edit_number:
        raise StaleVersion(petition.edit_number)
    petition.edit_number += 1
    for side in ("reviewing_body", "challenged_body"):
        body = queries.find_body(session, getattr(draft, side))
        setattr(petition, f"{side}_id", body.id if body else None)
    petition.languages = ",".join(draft.languages)
    petition.letter_dated_on = draft.letter_dated_on
    for column in ("representative_name", "representative_address", "representative_phone", "representative_email"):
        text = getattr(draft, column)
        setattr(petition, f"{column}_enc", cipher.encrypt(TABLE, column, petition.uid, text) if text else None)
    chosen = [complaint for complaint in eligible if complaint.number in set(draft.complaints)]
    _choose(petition, demands=draft.demands, norms=draft.norms, complaints=chosen)
    session.flush()
    session.expire(petition, ["reviewing_body", "challenged_body"])


def get_draft(petition: Petition, eligible: Sequence[Complaint], cipher: Cipher) -> PetitionDraft:
    """The draft as it stands. Complaints that are no longer eligible drop out by themselves."""
    ids = {row.complaint_id for row in petition.chosen}
    person = get_representative(petition, cipher)
    return PetitionDraft(
        reviewing_body=petition.reviewing_body.slug if petition.reviewing_body else "",
        challenged_body=petition.challenged_body.slug if petition.challenged_body else "",
        languages=languages_of(petition),
        demands=tuple(row.code for row in petition.demands),
        norms=tuple(row.norm_id for row in petition.norms),
        complaints=tuple(complaint.number for complaint in eligible if complaint.id in ids),
        representative_name=person.full_name,
        representative_address=person.postal_address,
        representative_phone=person.phone,
        representative_email=person.email,
        letter_dated_on=petition.letter_dated_on,
    )


def _choose(
    petition: Petition, *, demands: Sequence[str], norms: Sequence[str], complaints: Sequence[Complaint]
) -> None:
    """Set the lists of a draft, keeping rows that stay."""
    demand_rows = {row.code: row for row in petition.demands}
    norm_rows = {row.norm_id: row for row in petition.norms}
    complaint_rows = {row.complaint_id: row for row in petition.chosen}
    petition.demands = [
        _at(position, demand_rows.get(code) or PetitionDemand(code=code)) for position, code in enumerate(demands, 1)
    ]
    petition.norms = [
        _at(position, norm_rows.get(norm_id) or PetitionNorm(norm_id=norm_id))
        for position, norm_id in enumerate(norms, 1)
    ]
    petition.chosen = [complaint_rows.get(item.id) or PetitionComplaint(complaint_id=item.id) for item in complaints]


def _at(position: int, row: Ranked) -> Ranked:
    row.position = position
    return row


def get_representative(petition: Petition, cipher: Cipher) -> Representative:
    """The representative as typed so far; parts not typed are empty."""

    def clear(column: str) -> str:
        sealed = getattr(petition, f"{column}_enc")
        return "" if sealed is None else cipher.decrypt(TABLE, column, petition.uid, sealed)

    return representative(
        clear("representative_name"),
        clear("representative_address"),
        clear("representative_phone"),
        clear("representative_email"),
    )


def get_chosen(session: Session, petition: Petition, *, today: date) -> Chosen:
    """The draft as rows, for preview and freeze. Complaints that are no longer eligible drop out by themselves."""
    ids = {row.complaint_id for row in petition.chosen}
    eligible = queries.list_eligible(session, petition.round_id, petition.group_id, petition_id=petition.id)
    return Chosen(
        round=petition.round,
        reviewing=petition.reviewing_body,
        challenged=petition.challenged_body,
        dated_on=petition.letter_dated_on or today,
        demands=[row.code for row in petition.demands],
        norms=[row.norm_id for row in petition.norms],
        complaints=[complaint for complaint in eligible if complaint.id in ids],
        collected=queries.count_by_role(session, petition.round_id),
        kind=petition.kind,
        texts=own_texts(petition),
    )


def languages_of(petition: Petition) -> tuple[LetterLanguage, ...]:
    """The chosen languages of the letter, Kazakh first."""
    return tuple(code for code in LANGUAGES if code in petition.languages.split(","))


def list_missing(petition: Petition, chosen: Chosen, person: Representative) -> list[Missing]:
    """What the draft lacks before it can be frozen, in the order of the page."""
    return missing_before_freeze(
        Draft(
            reviewing_body=chosen.reviewing.slug if chosen.reviewing else None,
            challenged_body=chosen.challenged.slug if chosen.challenged else None,
            languages=len(languages_of(petition)),
            representative_name=person.full_name,
            representative_address=person.postal_address,
            letter_dated_on=petition.letter_dated_on,
            demands=len(chosen.demands),
            norms=len(chosen.norms),
            complaints=len(chosen.complaints),
        )
    )


def check_may_edit(viewer: Viewer, group: Group) -> None:
    if not may_edit_group(viewer, group.id):
        raise Forbidden(group.slug)


def check_may_go_on(viewer: Viewer, petition: Petition) -> None:
    """People agreed to the groups attached to the round: one that is no longer attached takes nobody's complaint."""
    check_may_edit(viewer, petition.group)
    if petition.round not in petition.group.rounds:
        raise Forbidden(petition.group.slug)
