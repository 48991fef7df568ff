"""What happens to unfinished forms by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.filing import drafts
from complaints.jobs import JobContext, job


@job("filing.purge_draft")
def purge_draft(context: JobContext, payload: Mapping[str, Any]) -> None:
    """A form that was never filed is forgotten."""
    drafts.purge(context.session, UUID(payload["row_id"]))
