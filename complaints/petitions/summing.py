"""What the complaints of a petition say together: counted by the database, because a draft may hold thousands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from complaints.domain.complaint import Role
from complaints.models.complaints import Complaint, ComplaintDemand, ComplaintGround


@dataclass(frozen=True)
class Summary:
    roles: Counter[Role] = field(default_factory=Counter)
    grounds: Counter[tuple[str, Role]] = field(default_factory=Counter)
    demands: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.roles.total()

    def of_ground(self, code: str) -> int:
        return sum(self.grounds[code, role] for role in Role)


def summarise(session: Session, condition: ColumnElement[bool]) -> Summary:
    """Complaints by role, by ground and role, and by demand; three statements for any number of complaints."""
    roles = select(Complaint.role, func.count()).where(condition).group_by(Complaint.role)
    grounds = (
        select(ComplaintGround.code, Complaint.role, func.count())
        .join(Complaint, Complaint.id == ComplaintGround.complaint_id)
        .where(condition)
        .group_by(ComplaintGround.code, Complaint.role)
    )
    return Summary(
        Counter(dict(_rows(session, roles))),
        Counter({(code, role): number for code, role, number in _rows(session, grounds)}),
        count_demands(session, condition),
    )


def count_demands(session: Session, condition: ColumnElement[bool]) -> Counter[str]:
    """How many complaints make each demand."""
    demands = (
        select(ComplaintDemand.code, func.count())
        .join(Complaint, Complaint.id == ComplaintDemand.complaint_id)
        .where(condition)
        .group_by(ComplaintDemand.code)
    )
    return Counter(dict(_rows(session, demands)))


def _rows(session: Session, statement: Any) -> Any:
    return session.execute(statement).all()
