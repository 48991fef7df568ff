"""The worker prints the files of a frozen version, one job per language and cut."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from complaints.domain.petition import ExportState
from complaints.jobs import JobContext, job
from complaints.models.petitions import Export
from complaints.petitions import queries
from complaints.petitions.freezing.actions import prepare

TABLE = "exports"
COLUMN = "file"


@job("petitions.render")
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
    printed = sheaf.print()
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
