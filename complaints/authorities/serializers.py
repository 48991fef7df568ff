"""The same rows as the pages, for a spreadsheet program. No names, no texts."""

from __future__ import annotations

from collections.abc import Sequence

from complaints import spreadsheets
from complaints.authorities.figures import Figures, Line
from complaints.web.filters import label, named
from complaints.web.words import gettext as _


def submissions_as_csv(lines: Sequence[Line]) -> str:
    header = [
        _("Document"), _("Number"), _("Registration round"), _("Region"), _("Authority"), _("Handed in on"),
        _("Registered on"), _("Answer due on"), _("Answered on"), _("Working days to the answer"),
        _("Working days over"), _("State"), _("Refused by silence"),
    ]  # fmt: skip
    return spreadsheets.as_csv(header, [_row(line) for line in lines])


def authorities_as_csv(figures: Sequence[Figures]) -> str:
    header = [
        _("Authority"), _("Submissions"), _("Answered"), _("Answered in time"),
        _("Of which it can be said"), _("Median working days to the answer"), _("Overdue now"),
    ]  # fmt: skip
    rows = [
        [
            named(one.authority),
            *(str(len(counted)) for counted in (one.lines, one.answered, one.in_time, one.judged)),
            "" if one.median_days is None else f"{one.median_days:g}",
            str(len(one.overdue)),
        ]
        for one in figures
    ]
    return spreadsheets.as_csv(header, rows)


def _row(line: Line) -> list[str]:
    clock = line.clock
    submission = clock.submission
    petition = submission.version.petition
    refuses = line.is_late_now and clock.silence_refuses
    return [
        label(petition.kind),
        str(petition.id),
        named(petition.round),
        named(petition.round.region),
        named(line.body) if line.body else _("Another body"),
        submission.handed_in_on.isoformat(),
        clock.course.started_on.isoformat(),
        clock.due_on.isoformat(),
        clock.answer.responded_on.isoformat() if clock.answer else "",
        "" if line.days is None else str(line.days),
        str(clock.days_over) if clock.is_overdue else "",
        label(clock.course.state),
        _("yes") if refuses else "",
    ]
