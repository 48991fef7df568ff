"""Forgetting a kept form after a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.jobs import JobContext, job
from complaints.models import KeptForm


@job("accounts.forget_kept_form")
def forget_kept_form(context: JobContext, payload: Mapping[str, Any]) -> None:
    kept = context.session.get(KeptForm, UUID(payload["kept_id"]))
    if kept is not None:
        context.session.delete(kept)
