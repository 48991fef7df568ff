"""The worker prints the files of a frozen version, one job per language and cut."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from complaints.domain.petition import ExportState
from complaints.jobs import JobContext, job
from complaints.models.petitions import Export
from complaints.petitions.actions import prepare

TABLE = "exports"
COLUMN = "file"


@job("petitions.render")
def render(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Print, encrypt, store, mark as done. Doing it again for a finished file changes nothing."""
    export_id = UUID(payload["export_id"])
    export = context.session.get(Export, export_id)
    if export is None or export.state is ExportState.DONE:
        return
    sheaf = prepare(context.session, export.version, export.language, export.cut, cipher=context.cipher)
    context.let_go()
    printed = sheaf.print()
    key = f"exports/{export_id}"
    context.storage.put(key, context.cipher.encrypt_bytes(TABLE, COLUMN, export_id, printed.pdf))
    done = context.session.get_one(Export, export_id)
    done.state = ExportState.DONE
    done.finished_at = context.now
    done.storage_key = key
    done.sha256 = sha256(printed.pdf).hexdigest()
    done.size_bytes = len(printed.pdf)
    done.pages = printed.pages
