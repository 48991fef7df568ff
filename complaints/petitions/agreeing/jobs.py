"""The mail that asks somebody who joined to agree to a later text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.departures import was_handed_in
from complaints.domain.complaint import LinkPurpose
from complaints.jobs import JobContext, job
from complaints.mail import queue_mail
from complaints.mailed import hand_out, leave_link
from complaints.models.complaints import ContactLink
from complaints.models.petitions import Petition, PetitionVersion, Supporter
from complaints.petitions.agreeing import queries
from complaints.petitions.agreeing.actions import agreement_of
from complaints.petitions.comparing.texts import say_the_same_text
from complaints.petitions.publishing.queries import find_latest
from complaints.petitions.queries import get_version, lock


@job("petitions.ask_again", waits_in_surge=True)
def ask_again(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue a mail for everybody who agreed to an earlier version with another text and was not asked for this one."""
    session = context.session
    petition = session.get(Petition, int(payload["petition_id"]))
    if petition is None:
        return
    lock(session, petition)
    latest = find_latest(session, petition.id)
    if latest is None or latest.ended_at is not None or was_handed_in(session, petition.id):
        return
    version = latest.version
    agreed = queries.list_agreed_versions(session, petition.id)
    others = {number for number in set(agreed.values()) if _is_another(petition, number, version)}
    asked = set(queries.list_asked(session, version.id))
    for supporter in queries.list_askable(session, petition.id):
        number = agreed.get(supporter.id)
        if number in others and number is not None and supporter.email_index not in asked:
            asked.add(supporter.email_index or "")
            _ask(context, supporter, number, version)


def _is_another(petition: Petition, number: int, version: PetitionVersion) -> bool:
    """Whether the version with this number is an earlier one with another text."""
    return number < version.number and not say_the_same_text(get_version(petition, number), version)


def _ask(context: JobContext, supporter: Supporter, agreed: int, version: PetitionVersion) -> None:
    session, cipher, now = context.session, context.cipher, context.now
    agreement_of(session, supporter, version).asked_at = now
    address = cipher.decrypt("supporters", "email", supporter.id, supporter.email_enc or b"")
    link_id = leave_link(session, cipher, LinkPurpose.AGREE, address, now=now, supporter=supporter)
    session.flush()
    queue_mail(
        session,
        cipher=cipher,
        to=address,
        template="agree_again",
        lang=supporter.language.value,
        context={
            "number": supporter.number,
            "petition": supporter.petition_id,
            "kind": supporter.petition.kind.value,
            "agreed": agreed,
            "version": version.number,
        },
        secrets={"token": hand_out(session, session.get_one(ContactLink, UUID(link_id)), now=now)},
        now=now,
    )
