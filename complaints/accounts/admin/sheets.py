"""Lists of the operator: 50 a page, in an order that stays, found by words in Kazakh or Russian."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from complaints.domain.folding import fold

PAGE: Final = 50
Line = TypeVar("Line")
Other = TypeVar("Other")


@dataclass(frozen=True)
class Sheet(Generic[Line]):
    """One page of a list; pages are counted from 1. A page too far is the last."""

    lines: Sequence[Line]
    total: int
    number: int
    pages: int

    def of(self, lines: Sequence[Other]) -> Sheet[Other]:
        """The same page with other lines."""
        return Sheet(lines, self.total, self.number, self.pages)


def sheet_of(session: Session, statement: Select[Any], page: int) -> Sheet[Any]:
    """A page of the rows of an ordered statement."""
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number, pages = _place(total, page)
    return Sheet(session.scalars(statement.limit(PAGE).offset((number - 1) * PAGE)).all(), total, number, pages)


def cut(lines: Sequence[Line], page: int) -> Sheet[Line]:
    """A page of what is in hand already."""
    number, pages = _place(len(lines), page)
    return Sheet(lines[(number - 1) * PAGE : number * PAGE], len(lines), number, pages)


def with_words(lines: Iterable[Line], words: str, names: Callable[[Line], Iterable[str]]) -> list[Line]:
    """Those whose names have every word typed, however they are capitalised. SQLite folds Latin letters only, so it is
    done here: these lists have hundreds of lines, not thousands.
    """
    wanted = fold(words).split()
    return [line for line in lines if all(word in fold(" ".join(names(line))) for word in wanted)]


def _place(total: int, page: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages
