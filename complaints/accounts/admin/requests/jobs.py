"""Forgetting who asked for a group, some time after the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from complaints.accounts.admin.requests.actions import forget_person
from complaints.jobs import JobContext, job
from complaints.models import GroupRequest


@job("group_requests.forget")
def forget(context: JobContext, payload: Mapping[str, Any]) -> None:
    request = context.session.get(GroupRequest, UUID(payload["request_id"]))
    if request is not None:
        forget_person(request)
