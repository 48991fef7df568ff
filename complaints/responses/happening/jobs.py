"""Mails about what happened to a submission: to the group and to the authority's officials, but not to the recorder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints import mail
from complaints.addresses import email_of
from complaints.jobs import JobContext, job
from complaints.models.accounts import Account
from complaints.models.submissions import HappenedEvent, Submission
from complaints.responses import queries
from complaints.responses.jobs import language_of


@job("responses.tell_event", waits_in_surge=True)
def tell_about_event(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue one mail for each member of the group and each official; filers read it on their page."""
    session = context.session
    entry = session.get_one(HappenedEvent, UUID(payload["event_id"]))
    submission = session.get_one(Submission, entry.submission_id)
    petition = submission.version.petition
    facts: dict[str, str | int] = {
        "petition": petition.id,
        "event": entry.event.value,
        "happened_on": entry.happened_on.isoformat(),
        "recorded_as": entry.recorded_as.value,
        "is_correction": int(entry.corrects_id is not None),
        "is_dispute": int(entry.disputes_id is not None),
    }
    in_group = f"groups/{petition.group.slug}/petitions/{petition.id}/submission"
    for account in queries.list_members(session, petition.group_id):
        _tell(context, account, entry, {**facts, "page": in_group, "is_official": 0})
    for account in queries.list_officials(session, submission.authority_id, submission.held_by_id):
        _tell(context, account, entry, {**facts, "page": f"desk/{submission.id}/", "is_official": 1})


def _tell(context: JobContext, account: Account, entry: HappenedEvent, facts: Mapping[str, str | int]) -> None:
    if account.id == entry.recorded_by:
        return
    mail.queue_mail(
        context.session,
        cipher=context.cipher,
        to=email_of(account, cipher=context.cipher),
        template="event_recorded",
        lang=language_of(account),
        context=facts,
        now=context.now,
    )
