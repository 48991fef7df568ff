"""How much there is of everything, and what waits for the operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from complaints.domain.groups import RequestState
from complaints.domain.moderation import TextState
from complaints.models import (
    Account,
    Authority,
    Complaint,
    Group,
    GroupRequest,
    Job,
    Locality,
    Programme,
    PublicText,
    Round,
)


@dataclass(frozen=True)
class Overview:
    """How many there are of each."""

    accounts: int
    groups: int
    authorities: int
    localities: int
    regions_with_localities: int
    programmes: int
    rounds: int


@dataclass(frozen=True)
class Waiting:
    """What somebody has to do: requests for a group, names to be checked, dead jobs, texts before a moderator."""

    requests: int
    to_be_checked: int
    dead_jobs: int
    texts: int

    @property
    def anything(self) -> bool:
        return any((self.requests, self.to_be_checked, self.dead_jobs, self.texts))


def get_overview(session: Session) -> Overview:
    return Overview(
        accounts=_count(session, Account),
        groups=_count(session, Group),
        authorities=_count(session, Authority),
        localities=_count(session, Locality),
        regions_with_localities=session.scalar(select(func.count(Locality.region_code.distinct()))) or 0,
        programmes=_count(session, Programme),
        rounds=_count(session, Round, Round.merged_into_id.is_(None)),
    )


def get_waiting(session: Session) -> Waiting:
    is_here = exists().where(
        Complaint.id == PublicText.complaint_id, Complaint.withdrawn_at.is_(None), Complaint.erased_at.is_(None)
    )
    return Waiting(
        requests=_count(session, GroupRequest, GroupRequest.state == RequestState.WAITING),
        to_be_checked=_count(session, Authority, Authority.to_be_checked),
        dead_jobs=_count(session, Job, Job.is_dead),
        texts=_count(session, PublicText, PublicText.state == TextState.WAITING, is_here),
    )


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
