"""Deeds of the group's desk: start a draft, save it, freeze it, hand out its PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from complaints import jobs
from complaints.cipher import Cipher
from complaints.domain.access import Viewer, may_edit_group
from complaints.domain.complaint import LetterLanguage
from complaints.domain.errors import Forbidden, NotFound, NotReady, SomebodyLeft, StaleVersion
from complaints.domain.petition import (
    Cut,
    Draft,
    ExportState,
    Missing,
    PetitionKind,
    missing_before_freeze,
)
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.complaints import Complaint
from complaints.models.petitions import (
    Export,
    Petition,
    PetitionComplaint,
    PetitionDemand,
    PetitionNorm,
    PetitionVersion,
    VersionComplaint,
)
from complaints.models.rounds import Round
from complaints.petitions import printing, queries
from complaints.petitions.composing import (
    Chosen,
    compose_letter,
    compose_register,
    open_representative,
    own_texts,
    people_of,
    representative,
    seal_representative,
)
from complaints.petitions.document import Representative, letter_from_json, register_from_json, to_json
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
    _check_may_edit(viewer, group)
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
    _check_may_go_on(viewer, petition)
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


def freeze_petition(
    session: Session, *, cipher: Cipher, viewer: Viewer, petition: Petition, now: datetime
) -> PetitionVersion:
    """An immutable version of the draft, its files queued. A draft that did not change gives its newest version again.

    Raises NotReady with what is missing, Forbidden.
    """
    _check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    queries.hold_chosen(session, petition)
    chosen = get_chosen(session, petition, today=now.date())
    person = get_representative(petition, cipher)
    if missing := list_missing(petition, chosen, person):
        raise NotReady(tuple(missing))
    content = {
        code.value: {
            "letter": to_json(compose_letter(chosen, code)),
            "register": to_json(compose_register(chosen, code)),
        }
        for code in languages_of(petition)
    }
    digest = sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    newest = petition.versions[-1] if petition.versions else None
    if newest and newest.content_sha256 == digest and _says_the_same(session, newest, chosen, person, cipher):
        return newest
    version = _new_version(petition, content, digest, viewer=viewer, now=now)
    version.representative_enc = seal_representative(person, version.id, cipher)
    session.flush()
    for position, complaint in enumerate(chosen.complaints, start=1):
        session.add(
            VersionComplaint(
                version_id=version.id,
                complaint_id=complaint.id,
                complaint_version=complaint.version,
                position=position,
            )
        )
    _queue_exports(session, version, languages_of(petition), now=now)
    return version


def _says_the_same(
    session: Session, version: PetitionVersion, chosen: Chosen, person: Representative, cipher: Cipher
) -> bool:
    """Whether it holds the same people with the same wordings, and nobody has left it."""
    included = queries.list_included(session, version.id)
    frozen = [(row.complaint_id, row.complaint_version) for row in included if row.left_at is None]
    now_chosen = [(complaint.id, complaint.version) for complaint in chosen.complaints]
    return frozen == now_chosen and open_representative(version, cipher) == person


def _new_version(
    petition: Petition, content: dict[str, Any], digest: str, *, viewer: Viewer, now: datetime
) -> PetitionVersion:
    version = PetitionVersion(
        id=new_id(),
        petition_id=petition.id,
        number=len(petition.versions) + 1,
        frozen_at=now,
        frozen_by=viewer.account_id,
        content=content,
        content_sha256=digest,
    )
    petition.versions.append(version)
    return version


def _queue_exports(
    session: Session, version: PetitionVersion, languages: Sequence[LetterLanguage], *, now: datetime
) -> None:
    for language in languages:
        for cut in Cut:
            export = Export(
                id=new_id(), version_id=version.id, language=language, cut=cut, state=ExportState.QUEUED, queued_at=now
            )
            session.add(export)
            session.flush()
            jobs.enqueue(session, "petitions.render", {"export_id": str(export.id)}, now=now, key=f"render:{export.id}")


def freeze_example(
    session: Session, *, cipher: Cipher, viewer: Viewer, group: Group, round_: Round, now: datetime
) -> PetitionVersion:
    """A frozen example with a representative who does not exist."""
    petition = start_petition(session, viewer=viewer, group=group, round_=round_, now=now, is_example=True)
    example = {
        "representative_name": "Мысал Әсел Маратқызы",
        "representative_address": "130000, Маңғыстау облысы, Ақтау қаласы, Мысал көшесі, 1-үй",
        "representative_phone": "+7 701 000 00 01",
        "representative_email": "asel@example.com",
    }
    for column, text in example.items():
        setattr(petition, f"{column}_enc", cipher.encrypt(TABLE, column, petition.uid, text))
    return freeze_petition(session, cipher=cipher, viewer=viewer, petition=petition, now=now)


def export_petition(
    session: Session, petition_id: int, lang: LetterLanguage, cut: Cut, *, cipher: Cipher
) -> tuple[str, bytes]:
    """File name and PDF of the newest frozen version, printed anew.

    Raises NotFound, and SomebodyLeft for the official cut of a version that a person has left.
    """
    version = queries.newest_version(session, petition_id)
    printed = prepare(session, version, lang, cut, cipher=cipher).print()
    return file_name(version, lang, cut), printed.pdf


def prepare(
    session: Session, version: PetitionVersion, lang: LetterLanguage, cut: Cut, *, cipher: Cipher
) -> printing.Sheaf:
    """Everything one PDF needs as plain values, so that no transaction waits for the printing.

    Raises NotFound, and SomebodyLeft for the official cut of a version that a person has left.
    """
    if lang not in version.content:
        raise NotFound("language", lang)
    content = version.content[lang]
    letter, register = letter_from_json(content["letter"]), register_from_json(content["register"])
    if cut is Cut.PUBLIC:
        return printing.Sheaf(letter, register, is_example=version.petition.is_example)
    included = queries.list_included(session, version.id)
    if any(row.left_at for row in included):
        raise SomebodyLeft
    people = people_of(included, cipher)
    person = open_representative(version, cipher)
    return printing.Sheaf(letter, register, person, people, is_example=version.petition.is_example)


def file_name(version: PetitionVersion, language: LetterLanguage, cut: Cut) -> str:
    """No personal data: kind, number, version, language and cut."""
    kind = PetitionKind(version.content[language]["letter"].get("kind", PetitionKind.COMPLAINT))
    return f"{printing.FILE_STEMS[kind]}-{version.petition_id}-v{version.number}-{cut}.{language}.pdf"


def _check_may_edit(viewer: Viewer, group: Group) -> None:
    if not may_edit_group(viewer, group.id):
        raise Forbidden(group.slug)


def _check_may_go_on(viewer: Viewer, petition: Petition) -> None:
    """People agreed to the groups attached to the round: one that is no longer attached takes nobody's complaint."""
    _check_may_edit(viewer, petition.group)
    if petition.round not in petition.group.rounds:
        raise Forbidden(petition.group.slug)
