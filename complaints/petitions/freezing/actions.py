"""Deeds around a frozen version: freeze the draft, queue its files, hand out its PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from complaints import jobs, supporting
from complaints.cipher import Cipher
from complaints.domain.access import Viewer
from complaints.domain.complaint import LetterLanguage, LookedAt
from complaints.domain.errors import Forbidden, NotFound, NotReady, SomebodyLeft, StaleVersion
from complaints.domain.petition import Cut, ExportState, PetitionKind
from complaints.models.accounts import Group
from complaints.models.base import new_id
from complaints.models.complaints import Complaint, Look
from complaints.models.petitions import Export, Petition, PetitionVersion, VersionComplaint, VersionSupporter
from complaints.models.rounds import Round
from complaints.petitions import printing, queries
from complaints.petitions.actions import (
    TABLE,
    check_may_go_on,
    get_chosen,
    get_representative,
    languages_of,
    list_missing,
    start_petition,
)
from complaints.petitions.agreeing.queries import list_agreed_versions
from complaints.petitions.annexes import annexes_from_json
from complaints.petitions.composing import (
    compose_letter,
    compose_register,
    open_representative,
    people_of,
    seal_representative,
)
from complaints.petitions.document import Representative, letter_from_json, register_from_json, to_json
from complaints.petitions.gathering import gather, released_texts, signers_of


def freeze_petition(
    session: Session,
    *,
    cipher: Cipher,
    viewer: Viewer,
    petition: Petition,
    now: datetime,
    edit_number: int | None = None,
    site: str = "",
) -> PetitionVersion:
    """An immutable version of the draft, its files queued. A draft that did not change gives its newest version again.

    `site` is the address that readers know the site by: the printed code leads there.

    Raises NotReady with what is missing, StaleVersion when `edit_number` is given and somebody saved the draft since,
    Forbidden.
    """
    check_may_go_on(viewer, petition)
    queries.lock(session, petition)
    if edit_number not in (None, petition.edit_number):
        raise StaleVersion(petition.edit_number)
    queries.hold_chosen(session, petition)
    chosen = get_chosen(session, petition, today=now.date())
    person = get_representative(petition, cipher)
    if missing := list_missing(petition, chosen, person):
        raise NotReady(tuple(missing))
    complaints = queries.list_chosen(session, petition)
    supporters = supporting.list_counted(session, petition.id) if chosen.joined else []
    chosen = replace(chosen, joined=len(supporters))  # somebody may have been confirmed in between
    listed: dict[str, Any] = {
        "texts": released_texts(session, petition),
        "agreed_to": list_agreed_versions(session, petition.id),
    }
    content = {
        code.value: {
            "letter": to_json(compose_letter(chosen, code)),
            "register": to_json(compose_register(chosen, complaints, supporters, code, **listed)),
            "annexes": to_json(gather(session, petition, complaints, code, site=site)),
        }
        for code in languages_of(petition)
    }
    digest = sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    newest = petition.versions[-1] if petition.versions else None
    if newest and newest.content_sha256 == digest and _says_the_same(session, newest, complaints, person, cipher):
        return newest
    version = _new_version(petition, content, digest, viewer=viewer, now=now)
    version.representative_enc = seal_representative(person, version.id, cipher)
    session.flush()
    for position, complaint in enumerate(complaints, start=1):
        session.add(
            VersionComplaint(
                version_id=version.id,
                complaint_id=complaint.id,
                complaint_version=complaint.version,
                position=position,
            )
        )
    for position, supporter in enumerate(supporters, start=1):
        session.add(VersionSupporter(version_id=version.id, supporter_id=supporter.id, position=position))
    _queue_exports(session, version, now=now)
    key = f"petitions.tell_chosen:{version.id}"
    jobs.enqueue(session, "petitions.tell_chosen", {"version_id": str(version.id)}, now=now, key=key)
    return version


def note_download(
    session: Session, *, viewer: Viewer, version: PetitionVersion, language: LetterLanguage, now: datetime
) -> None:
    """Write down that a member took the copy with names: the owner and everybody in it can see that. Raises Forbidden
    for nobody's account.
    """
    if viewer.account_id is None:
        raise Forbidden(str(version.petition_id))
    session.add(
        Look(
            id=new_id(),
            account_id=viewer.account_id,
            group_id=version.petition.group_id,
            what=LookedAt.OFFICIAL_FILE,
            language=language,
            at=now,
            version_id=version.id,
        )
    )
    session.flush()


def _says_the_same(
    session: Session,
    version: PetitionVersion,
    complaints: Sequence[Complaint],
    person: Representative,
    cipher: Cipher,
) -> bool:
    """Whether it holds the same people with the same wordings, and nobody has left it."""
    included = queries.list_included(session, version.id)
    frozen = [(row.complaint_id, row.complaint_version) for row in included if row.left_at is None]
    now_chosen = [(complaint.id, complaint.version) for complaint in complaints]
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


def _queue_exports(session: Session, version: PetitionVersion, *, now: datetime) -> None:
    """Each cut in each language; a document without annexes has nothing to count."""
    has_register = version.petition.kind is not PetitionKind.INFORMATION_REQUEST
    for language in languages_of(version.petition):
        for cut in Cut if has_register else (Cut.OFFICIAL, Cut.PUBLIC):
            export = Export(
                id=new_id(), version_id=version.id, language=language, cut=cut, state=ExportState.QUEUED, queued_at=now
            )
            session.add(export)
            session.flush()
            jobs.enqueue(session, "petitions.render", {"export_id": str(export.id)}, now=now, key=f"render:{export.id}")


def freeze_example(
    session: Session, *, cipher: Cipher, viewer: Viewer, group: Group, round_: Round, now: datetime, site: str = ""
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
    return freeze_petition(session, cipher=cipher, viewer=viewer, petition=petition, now=now, site=site)


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
    plain = printing.Sheaf(
        letter_from_json(content["letter"]),
        register_from_json(content["register"]),
        is_example=version.petition.is_example,
        cut=cut,
        annexes=annexes_from_json(content["annexes"]) if "annexes" in content else None,
        version=version.number,
        content_sha256=version.content_sha256,
    )
    if cut is not Cut.OFFICIAL:
        return plain
    included = queries.list_included(session, version.id)
    joined = queries.list_joined(session, version.id)
    if any(row.left_at for row in included) or any(row.left_at for row in joined):
        raise SomebodyLeft
    people = people_of(included, [row.supporter for row in joined], cipher)
    person = open_representative(version, cipher)
    signers = signers_of(session, version.petition_id, cipher)
    return replace(plain, representative=person, people=people, signers=signers)


def file_name(version: PetitionVersion, language: LetterLanguage, cut: Cut, form: str = "pdf") -> str:
    """No personal data: kind, number, version, language and cut."""
    kind = PetitionKind(version.content[language]["letter"].get("kind", PetitionKind.COMPLAINT))
    return f"{printing.FILE_STEMS[kind]}-{version.petition_id}-v{version.number}-{cut}.{language}.{form}"
