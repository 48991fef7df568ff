"""Mails about an answer: to those whose complaints it answers, and to the group that handed it in.

The handler's mails commit together with the closing of its job, so a job tried twice queues them once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from complaints import mail
from complaints.domain.complaint import LetterLanguage
from complaints.jobs import JobContext, job
from complaints.models.accounts import Account
from complaints.models.complaints import Complaint
from complaints.models.petitions import Petition
from complaints.responses import queries

LANGUAGES: Final = frozenset(LetterLanguage)


@job("responses.tell")
def tell_about_response(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue one mail for each filer who gave an address and one for each member of the group."""
    response = queries.get_response(context.session, UUID(payload["response_id"]))
    version = response.submission.version
    for complaint in queries.list_filers(context.session, version.id):
        _tell_filer(context, version.petition, complaint)
    for account in queries.list_members(context.session, version.petition.group_id):
        _tell_member(context, version.petition, account)


def _tell_filer(context: JobContext, petition: Petition, complaint: Complaint) -> None:
    if complaint.email_enc is None:
        return
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=context.cipher.decrypt("complaints", "email", complaint.id, complaint.email_enc),
        template="response_recorded",
        lang=complaint.language,
        context={"number": complaint.number, "round": petition.round.slug, "petition": petition.id},
        now=context.now,
    )


def _tell_member(context: JobContext, petition: Petition, account: Account) -> None:
    """Mails exist in Kazakh and Russian; an account in English gets the state language."""
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=context.cipher.decrypt("accounts", "email", account.id, account.email_enc),
        template="response_recorded_group",
        lang=account.language if account.language in LANGUAGES else LetterLanguage.KK,
        context={"group": petition.group.slug, "petition": petition.id},
        now=context.now,
    )
