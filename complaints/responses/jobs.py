"""Mails about an answer or its correction: to those whose complaint it answers, to those who joined it, to the group,
and to the authority's officials.

The handler's mails commit together with the closing of its job, so a job tried twice queues them once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from complaints import mail
from complaints.addresses import email_of
from complaints.domain.complaint import LetterLanguage
from complaints.jobs import JobContext, job
from complaints.models.accounts import Account
from complaints.models.complaints import Complaint
from complaints.models.petitions import Supporter
from complaints.models.submissions import Response
from complaints.responses import queries

LANGUAGES: Final = frozenset(LetterLanguage)
Facts = Mapping[str, str | int]


@job("responses.tell", waits_in_surge=True)
def tell_about_response(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue one mail for each person concerned who has an address; who recorded the answer knows it."""
    response = queries.get_response(context.session, UUID(payload["response_id"]))
    submission = response.submission
    version = submission.version
    facts = _facts_of(response)
    for complaint in queries.list_filers(context.session, version.id):
        _tell_filer(context, complaint, facts)
    for supporter in queries.list_supporters(context.session, version.id):
        _tell_supporter(context, supporter, facts)
    for account in queries.list_members(context.session, version.petition.group_id):
        if account.id != response.recorded_by:
            _tell_member(context, account, {**facts, "group": version.petition.group.slug})
    for account in queries.list_officials(context.session, submission.authority_id, submission.held_by_id):
        if account.id != response.recorded_by:
            _tell_official(context, account, {**facts, "submission": str(submission.id)})


def _facts_of(response: Response) -> Facts:
    """What every mail says: which document, who recorded the answer, and whether it puts one right."""
    petition = response.submission.version.petition
    return {
        "round": petition.round.slug,
        "petition": petition.id,
        "recorded_as": response.recorded_as.value,
        "is_correction": int(response.corrects_id is not None),
    }


def _tell_filer(context: JobContext, complaint: Complaint, facts: Facts) -> None:
    if complaint.email_enc is None:
        return
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=context.cipher.decrypt("complaints", "email", complaint.id, complaint.email_enc),
        template="response_recorded",
        lang=complaint.language,
        context={**facts, "number": complaint.number},
        now=context.now,
    )


def _tell_supporter(context: JobContext, supporter: Supporter, facts: Facts) -> None:
    if supporter.email_enc is None:
        return
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=context.cipher.decrypt("supporters", "email", supporter.id, supporter.email_enc),
        template="response_recorded_supporter",
        lang=supporter.language,
        context={**facts, "number": supporter.number},
        now=context.now,
    )


def _tell_member(context: JobContext, account: Account, facts: Facts) -> None:
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=email_of(account, cipher=context.cipher),
        template="response_recorded_group",
        lang=language_of(account),
        context=facts,
        now=context.now,
    )


def _tell_official(context: JobContext, account: Account, facts: Facts) -> None:
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=email_of(account, cipher=context.cipher),
        template="response_recorded_official",
        lang=language_of(account),
        context=facts,
        now=context.now,
    )


def language_of(account: Account) -> str:
    """Mails exist in Kazakh and Russian; an account in English gets the state language."""
    return account.language if account.language in LANGUAGES else LetterLanguage.KK
