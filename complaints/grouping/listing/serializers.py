"""The list as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from complaints import data, spreadsheets
from complaints.domain.complaint import Mode
from complaints.domain.moderation import LikenessKind
from complaints.grouping.listing.queries import Line
from complaints.web.filters import demand_label, label, named, text
from complaints.web.words import gettext as _


def as_csv(lines: Iterable[Line], zone: ZoneInfo) -> str:
    """With a header in the page's language."""
    return spreadsheets.as_csv(_header(), (_cells(line, zone) for line in lines))


def _header() -> Sequence[str]:
    return (
        _("Number"),
        _("Day of filing"),
        _("Who"),
        _("Kind"),
        _("Language"),
        _("City or district"),
        _("Reasons"),
        _("Demands"),
        _("Confirmed"),
        _("Filed late"),
        _("Busy network"),
        _("Perhaps the same person as another complaint"),
        _("Complaints with the same text"),
        _("Joined with another complaint of the person"),
        _("Published text"),
    )


def _cells(line: Line, zone: ZoneInfo) -> Sequence[str]:
    complaint = line.complaint
    return (
        complaint.number,
        complaint.filed_at.astimezone(zone).date().isoformat(),
        label(complaint.role),
        label(complaint.mode),
        label(complaint.language),
        named(complaint.locality) if complaint.locality else _("Another place"),
        "; ".join(ground_label(ground.code) for ground in complaint.grounds),
        "; ".join(demand_label(demand.code) for demand in complaint.demands),
        "" if complaint.mode is Mode.EVIDENCE else _yes_or_no(complaint.confirmation is not None),
        _yes_or_no(complaint.is_late),
        _yes_or_no(complaint.from_busy_network),
        _yes_or_no(LikenessKind.SAME_PERSON in line.like),
        str(line.same_text or ""),
        _yes_or_no(complaint.joined_to_id is not None),
        line.released or "",
    )


def ground_label(code: str) -> str:
    """Also of one that no form offers any more."""
    known = data.grounds().get(code) or data.optional_grounds()[code]
    return text(known.label)


def _yes_or_no(claim: object) -> str:
    return _("Yes") if claim else _("No")
