"""The worker prints the files of a frozen version, one job per file, and tells people that they are in it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from complaints.domain.petition import ExportState
from complaints.jobs import JobContext, job
from complaints.mail import queue_mail
from complaints.models.petitions import Export, PetitionVersion
from complaints.petitions import queries
from complaints.petitions.freezing.actions import prepare
from complaints.petitions.freezing.queries import list_newcomers
from complaints.petitions.pressing import press

TABLE = "exports"
COLUMN = "file"


@job("petitions.render", waits_in_surge=True)
def render(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Print, encrypt, store, mark as done. Doing it again for a finished or removed file changes nothing.

    Whoever is in it may leave while it is being printed: then the file is not kept.
    """
    export_id = UUID(payload["export_id"])
    export = context.session.get(Export, export_id)
    if export is None or export.state is ExportState.DONE:
        return
    key = f"exports/{export_id}"
    if export.state is ExportState.REMOVED:  # an earlier try may have died between keeping the file and saying so
        context.let_go()
        context.storage.delete(key)
        return
    sheaf = prepare(context.session, export.version, export.language, export.cut, cipher=context.cipher)
    context.let_go()
    printed = press(sheaf)
    context.storage.put(key, context.cipher.encrypt_bytes(TABLE, COLUMN, export_id, printed.pdf))
    done = queries.hold_export(context.session, export_id)
    if done.state is not ExportState.QUEUED:
        context.storage.delete(key)
        return
    done.state = ExportState.DONE
    done.finished_at = context.now
    done.storage_key = key
    done.sha256 = sha256(printed.pdf).hexdigest()
    done.size_bytes = len(printed.pdf)
    done.pages = printed.pages


@job("petitions.tell_chosen", waits_in_surge=True)
def tell_chosen(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Queue a mail for each person who stands in a petition for the first time: what it is, and how to step out."""
    version = context.session.get(PetitionVersion, UUID(payload["version_id"]))
    if version is None:
        return
    petition = version.petition
    for complaint in list_newcomers(context.session, version):
        if complaint.email_enc is not None:
            queue_mail(
                context.session,
                cipher=context.cipher,
                to=context.cipher.decrypt("complaints", "email", complaint.id, complaint.email_enc),
                template="chosen_for_petition",
                lang=complaint.language,
                context={
                    "number": complaint.number,
                    "group": petition.group.name,
                    "petition": petition.id,
                    "kind": petition.kind.value,
                },
                now=context.now,
            )
