"""The log of changes, newest first, with who made each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.accounts.admin.sheets import Sheet, sheet_of
from complaints.domain.changes import Subject
from complaints.models import Account, Change


@dataclass(frozen=True)
class Entry:
    """One change and the account that made it; none: a command of the operator."""

    change: Change
    account: Account | None

    @property
    def values(self) -> list[tuple[str, Any, Any]]:
        """Each thing that differs: its name, before, after."""
        before, after = self.change.before or {}, self.change.after or {}
        return [(name, before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after])]


def list_changes(
    session: Session, subject: Subject | None, day: date | None, *, zone: ZoneInfo, page: int
) -> Sheet[Entry]:
    """A page of the changes of one kind of thing and one day, or of all."""
    wanted = select(Change)
    if subject is not None:
        wanted = wanted.where(Change.subject == subject)
    if day is not None:
        starts = datetime.combine(day, time(), zone)
        wanted = wanted.where(Change.at >= starts, Change.at < starts + timedelta(days=1))
    sheet = sheet_of(session, wanted.order_by(Change.at.desc(), Change.id.desc()), page)
    ids = {change.account_id for change in sheet.lines if change.account_id}
    accounts = {account.id: account for account in session.scalars(select(Account).where(Account.id.in_(ids)))}
    return sheet.of([Entry(change, accounts.get(change.account_id)) for change in sheet.lines])
