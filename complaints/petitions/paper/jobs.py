"""The worker prints blank sheets, and forgets lists of people that nobody accepted."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from complaints.domain.paper import PaperState
from complaints.domain.petition import ExportState
from complaints.jobs import JobContext, job
from complaints.models.paper import PaperImport, PaperSheets
from complaints.petitions.paper.document import sheets_of, signed_of
from complaints.petitions.paper.importing.actions import forget
from complaints.petitions.paper.printing import print_sheets

TABLE = "paper_sheets"
COLUMN = "file"


@job("petitions.print_sheets", waits_in_surge=True)
def render_sheets(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Print, encrypt, store, mark as done. Doing it again for finished ones changes nothing."""
    sheets_id = UUID(payload["sheets_id"])
    order = context.session.get(PaperSheets, sheets_id)
    if order is None or order.state is not ExportState.QUEUED:
        return
    signed = signed_of(order.version, order.language)
    sheets = sheets_of(signed, first=order.first, count=order.count, public_url=context.settings.public_url)
    context.let_go()
    made = print_sheets(signed, sheets)
    key = f"paper-sheets/{sheets_id}"
    context.storage.put(key, context.cipher.encrypt_bytes(TABLE, COLUMN, sheets_id, made))
    done = context.session.get_one(PaperSheets, sheets_id, populate_existing=True, with_for_update=True)
    done.state, done.finished_at, done.storage_key = ExportState.DONE, context.now, key
    done.sha256, done.size_bytes = sha256(made).hexdigest(), len(made)


@job("petitions.forget_paper")
def forget_paper(context: JobContext, payload: Mapping[str, Any]) -> None:
    """A list that still waits after its time is thrown away with the people in it."""
    made = context.session.get(PaperImport, UUID(payload["import_id"]), with_for_update=True)
    if made is not None and made.state is PaperState.WAITING:
        forget(context.session, made)
