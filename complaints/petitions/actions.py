"""Deeds around a draft: start it, save it; freezing and exporting are in `freezing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaints import merging, supporting
from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, IllegalStep, StaleVersion
from complaints.domain.petition import (
    NAMES_CHALLENGED,
    Draft,
    Missing,
    PetitionKind,
    missing_before_freeze,
)
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.petitions import (
    Petition,
    PetitionDemand,
    PetitionNorm,
)
from complaints.models.places import Authority
from complaints.models.rounds import Round
from complaints.petitions import queries
from complaints.petitions.composing import (
    Chosen,
    own_texts,
    representative,
)
from complaints.petitions.document import Representative
from complaints.petitions.earlier import Treatment, choose, find_earlier, list_open, were_in
from complaints.petitions.proposing import proposed_demands, proposed_norms
from complaints.petitions.registering import put_in
from complaints.petitions.standing import is_chosen, is_eligible, is_repeated
from complaints.petitions.summing import summarise

Ranked = TypeVar("Ranked", PetitionDemand, PetitionNorm)
TABLE: Final = "petitions"
LANGUAGES: Final = tuple(LetterLanguage)


PERSON: Final = (
    "representative_name", "representative_address", "representative_phone", "representative_email",
    "representative_iin", "representative_actual_address", "representative_from_kk", "representative_from_ru",
)  # fmt: skip
"""The encrypted columns of a draft, each without its `_enc`."""


@dataclass(frozen=True)
class PetitionDraft:
    """What the builder's form holds. Bodies are slugs or empty, the submission it is about an id or empty; which
    complaints are in is chosen on its own page.

    `representative_from_*`: the name in its case, empty as long as the proposed one stands.
    """

    kind: PetitionKind
    reviewing_body: str
    challenged_body: str
    about_submission: str
    languages: tuple[LetterLanguage, ...]
    demands: tuple[str, ...]
    norms: tuple[str, ...]
    representative_name: str
    representative_address: str
    representative_phone: str
    representative_email: str
    representative_iin: str
    representative_actual_address: str
    representative_from_kk: str
    representative_from_ru: str
    letter_dated_on: date | None


def start_petition(
    session: Session,
    *,
    viewer: Viewer,
    group: Group,
    round_: Round,
    now: datetime,
    kind: PetitionKind = PetitionKind.COMPLAINT,
    is_example: bool = False,
    about: str = "",
) -> Petition:
    """A draft with everything proposed: bodies, all demands and norms, all eligible complaints but possible duplicates.

    A complaint to the superior body is about the submission with the id `about`, or without one about what is longest
    overdue; it repeats what that one demanded for the same people. A request for information is about it when asked.

    Raises Forbidden.
    """
    check_may_edit(viewer, group)
    round_ = session.get_one(Round, merging.standing(session, round_.id))
    dated_on = now.astimezone(ZoneInfo(round_.region.time_zone)).date()
    earlier = choose(list_open(session, kind, group.id, round_.id, on=dated_on), kind, about)
    reviewing, challenged = propose_bodies(kind, earlier.holder if earlier else round_.authority)
    petition = Petition(
        uid=new_id(),
        group_id=group.id,
        round_id=round_.id,
        kind=kind,
        challenged_body_id=challenged.id if challenged else None,
        reviewing_body_id=reviewing.id if reviewing else None,
        about_submission_id=earlier.submission.id if earlier else None,
        languages=",".join(LANGUAGES),
        letter_dated_on=dated_on,
        created_by=viewer.account_id,
        created_at=now,
        is_example=is_example,
    )
    session.add(petition)
    session.flush()
    _propose_content(session, petition, earlier)
    session.flush()
    return petition


def _propose_content(session: Session, petition: Petition, earlier: Treatment | None) -> None:
    """Who stands in it, what it demands and what it rests on."""
    eligible = is_eligible(petition.round_id, petition.group_id)
    same_people = were_in(earlier) if earlier else None
    repeated = is_repeated(petition.round_id, petition.group_id)
    put_in(session, petition, eligible & (~repeated if same_people is None else same_people))
    if earlier and petition.kind is PetitionKind.INFORMATION_REQUEST:
        _rank(petition, demands=(), norms=earlier.norms_for(petition.kind))
        return
    if earlier:
        norms = dict.fromkeys((*earlier.norms_for(petition.kind), *earlier.earlier_norms))
        _rank(petition, demands=earlier.earlier_demands, norms=list(norms))
        return
    included = summarise(session, is_chosen(petition))
    _rank(
        petition,
        demands=[code for code, _ in proposed_demands(included)],
        norms=[norm.norm_id for norm in proposed_norms(included)],
    )


def propose_bodies(kind: PetitionKind, authority: Authority | None) -> tuple[Authority | None, Authority | None]:
    """The reviewing and the challenged body: a complaint goes to the superior of the body that ran the round (Code
    art. 91); an appeal too, without a challenged one; information is asked of the body itself. Of a document about
    an earlier one `authority` is the body that has that one.
    """
    if authority is None:
        return None, None
    if kind in NAMES_CHALLENGED:
        return authority.superior, authority
    return (authority.superior or authority) if kind is PetitionKind.APPEAL else authority, None


def save_petition(
    session: Session, *, cipher: Cipher, viewer: Viewer, petition: Petition, draft: PetitionDraft, edit_number: int
) -> None:
    """Replace the draft. What already stands so is no conflict: a save sent twice is saved once.

    Raises StaleVersion when somebody saved something else since this edit began, IllegalStep for another kind once a
    version is frozen, Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    if get_draft(petition, cipher) == draft:
        return
    if petition.edit_number != edit_number:
        raise StaleVersion(petition.edit_number)
    if petition.versions and draft.kind is not petition.kind:
        raise IllegalStep(petition.kind, draft.kind)
    petition.edit_number += 1
    petition.kind = draft.kind
    for side in ("reviewing_body", "challenged_body"):
        body = queries.find_body(session, getattr(draft, side))
        setattr(petition, f"{side}_id", body.id if body else None)
    petition.about_submission_id = UUID(draft.about_submission) if draft.about_submission else None
    petition.languages = ",".join(draft.languages)
    petition.letter_dated_on = draft.letter_dated_on
    for column in PERSON:
        text = getattr(draft, column)
        setattr(petition, f"{column}_enc", cipher.encrypt(TABLE, column, petition.uid, text) if text else None)
    _rank(petition, demands=draft.demands, norms=draft.norms)
    session.flush()
    session.expire(petition, ["reviewing_body", "challenged_body"])


def with_bodies_of_kind(session: Session, petition: Petition, draft: PetitionDraft, *, today: date) -> PetitionDraft:
    """The draft with the bodies we propose for its kind, for when the kind, or what it is about, was changed in the
    form. A complaint to the superior body is then about what was chosen or is longest overdue.
    """
    authority, about = petition.round.authority, ""
    earlier = choose(list_choices(session, petition, draft.kind, today=today), draft.kind, draft.about_submission)
    if earlier is not None:
        authority, about = earlier.holder, str(earlier.submission.id)
    reviewing, challenged = propose_bodies(draft.kind, authority)
    return replace(
        draft,
        reviewing_body=reviewing.slug if reviewing else "",
        challenged_body=challenged.slug if challenged else "",
        about_submission=about,
    )


def list_choices(session: Session, petition: Petition, kind: PetitionKind, *, today: date) -> Sequence[Treatment]:
    """What the draft could be about if it were of this kind, the longest overdue first."""
    return list_open(session, kind, petition.group_id, petition.round_id, on=today, but=petition.id)


def propose_superior(session: Session, *, viewer: Viewer, petition: Petition) -> None:
    """The superior of the body complained of reviews (Code art. 91). Without one nothing changes. Raises Forbidden."""
    check_may_go_on(viewer, petition)
    challenged = petition.challenged_body
    if challenged is None or challenged.superior_id in (None, petition.reviewing_body_id):
        return
    petition.reviewing_body_id = challenged.superior_id
    petition.edit_number += 1
    session.flush()
    session.expire(petition, ["reviewing_body"])


def get_draft(petition: Petition, cipher: Cipher) -> PetitionDraft:
    """The draft as it stands."""
    return PetitionDraft(
        kind=petition.kind,
        reviewing_body=petition.reviewing_body.slug if petition.reviewing_body else "",
        challenged_body=petition.challenged_body.slug if petition.challenged_body else "",
        about_submission=str(petition.about_submission_id or ""),
        languages=languages_of(petition),
        demands=tuple(row.code for row in petition.demands),
        norms=tuple(row.norm_id for row in petition.norms),
        letter_dated_on=petition.letter_dated_on,
        **_typed(petition, cipher),
    )


def _typed(petition: Petition, cipher: Cipher) -> dict[str, str]:
    """What was typed about the representative; parts not typed are empty."""
    sealed = {column: getattr(petition, f"{column}_enc") for column in PERSON}
    return {
        column: "" if value is None else cipher.decrypt(TABLE, column, petition.uid, value)
        for column, value in sealed.items()
    }


def _rank(petition: Petition, *, demands: Sequence[str], norms: Sequence[str]) -> None:
    """Set the ordered lists of a draft, keeping rows that stay."""
    demand_rows = {row.code: row for row in petition.demands}
    norm_rows = {row.norm_id: row for row in petition.norms}
    petition.demands = [
        _at(position, demand_rows.get(code) or PetitionDemand(code=code)) for position, code in enumerate(demands, 1)
    ]
    petition.norms = [
        _at(position, norm_rows.get(norm_id) or PetitionNorm(norm_id=norm_id))
        for position, norm_id in enumerate(norms, 1)
    ]


def _at(position: int, row: Ranked) -> Ranked:
    row.position = position
    return row


def get_representative(petition: Petition, cipher: Cipher) -> Representative:
    """The representative as the letter would name the person now."""
    typed = _typed(petition, cipher)
    return representative(
        typed["representative_name"],
        typed["representative_address"],
        typed["representative_phone"],
        typed["representative_email"],
        iin=typed["representative_iin"],
        actual_address=typed["representative_actual_address"],
        from_kk=typed["representative_from_kk"],
        from_ru=typed["representative_from_ru"],
    )


def get_chosen(session: Session, petition: Petition, *, today: date) -> Chosen:
    """The draft for preview and freeze. Complaints that are no longer eligible drop out by themselves."""
    return Chosen(
        round=petition.round,
        reviewing=petition.reviewing_body,
        challenged=petition.challenged_body,
        dated_on=petition.letter_dated_on or today,
        demands=[row.code for row in petition.demands],
        norms=[row.norm_id for row in petition.norms],
        included=summarise(session, is_chosen(petition)),
        collected=queries.count_by_role(session, petition.round_id),
        kind=petition.kind,
        texts=own_texts(petition),
        joined=count_joined(session, petition),
        earlier=find_earlier(session, petition, on=petition.letter_dated_on or today),
    )


def count_joined(session: Session, petition: Petition) -> int:
    """How many who joined without an own complaint would be frozen with it now."""
    return 0 if petition.kind is PetitionKind.INFORMATION_REQUEST else supporting.count_counted(session, petition.id)


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
            complaints=chosen.included.total,
            kind=chosen.kind,
            about_submission=chosen.earlier is not None,
            is_complainable=chosen.earlier is not None and chosen.earlier.is_complainable,
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
