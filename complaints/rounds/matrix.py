"""Each demand of each submission of a round over time: what was asked where, what was answered, what both sides say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaints.answers import standing
from complaints.domain.lifecycle import Outcome, RecordedBy
from complaints.happenings import newest_remarks, replaced_remarks
from complaints.models.submissions import Remark, Response
from complaints.rounds.collective import CollectiveComplaint


@dataclass(frozen=True)
class Cell:
    """One demand of one submission. `told`: each standing answer with what it says to the demand, oldest first."""

    item: CollectiveComplaint
    told: Sequence[tuple[Response, Outcome]]
    remarks: Mapping[RecordedBy, Remark]
    earlier_remarks: Sequence[Remark]


@dataclass(frozen=True)
class Line:
    """A demand; None where a submission does not make it."""

    demand_code: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Matrix:
    columns: Sequence[CollectiveComplaint]
    lines: Sequence[Line]


def matrix_of(collective: Iterable[CollectiveComplaint]) -> Matrix:
    """Of what was handed in, in that order, each version that was handed in for itself."""
    columns = [one for item in collective for one in (*item.earlier, item) if one.clock is not None]
    codes = dict.fromkeys(asked.demand_code for item in columns for asked in item.asked)
    return Matrix(columns, [Line(code, [_cell(item, code) for item in columns]) for code in codes])


def _cell(item: CollectiveComplaint, code: str) -> Cell | None:
    if item.clock is None or code not in {asked.demand_code for asked in item.asked}:
        return None
    submission = item.clock.submission
    told = [
        (response, row.outcome)
        for response in standing(submission.responses)
        for row in response.outcomes
        if row.demand_code == code
    ]
    remarks = newest_remarks(submission).get(code, {})
    return Cell(item, told, remarks, replaced_remarks(submission, code))
