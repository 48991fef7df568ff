"""Forms that bring people on paper back: a file, or one row after the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, ValidationError
from wtforms.validators import InputRequired, Optional

from complaints.domain import moments
from complaints.domain.complaint import ADDRESS_MAX, NAME_MAX
from complaints.domain.paper import LAST_SHEET, ROWS_A_SHEET, ListFault, RowReason
from complaints.petitions.paper.importing.reading import Contact, Days, Entry, read_contact
from complaints.petitions.paper.importing.tables import MOST_BYTES
from complaints.web.fields import LIKE_THIS
from complaints.web.labels import LABELS
from complaints.web.parsed import Parsed, at_most
from complaints.web.typed import Unreadable
from complaints.web.words import gettext as _

SHEET: Final = _l("Enter the number of the sheet, as printed on it")
ROW: Final = _l("Enter the number of the row, from 1 to 20")
FAULTS: Final[Mapping[ListFault, Any]] = {
    ListFault.EMPTY: _l("There is nobody in this file: fill the template and choose it again"),
    ListFault.TOO_LARGE: _l("This file is too large: leave only the list in it, at most 5 MB"),
    ListFault.WRONG_KIND: _l("This is no XLSX and no CSV file: save the list as one of them"),
    ListFault.NOT_UNICODE: _l(
        "This CSV file is not in UTF-8, so Kazakh letters are lost: save it as CSV UTF-8 or XLSX"
    ),
    ListFault.BROKEN: _l("This file is damaged: open it on your device, save it anew and choose it again"),
    ListFault.OTHER_COLUMNS: _l("The first row must have the headings of the template: take the template and fill it"),
    ListFault.TOO_MANY_ROWS: _l("There are more than 5,000 rows: cut the list in parts"),
}


class FileForm(FlaskForm):
    file = FileField(
        _l("The filled list"),
        [InputRequired(_l("Choose the file first"))],
        description=_l("XLSX or CSV, at most 5,000 rows and 5 MB. The headings must be those of the template."),
    )

    def content(self) -> bytes:
        """No more than shows that it is too large."""
        return bytes(self.file.data.stream.read(MOST_BYTES + 1))

    def refuse(self, fault: ListFault) -> None:
        self.file.errors = [*self.file.errors, str(FAULTS[fault])]


def whole(most: int) -> Any:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
            raise Unreadable
        return int(text)

    return read


def _day(text: str) -> Any:
    try:
        return moments.read_day(text)
    except moments.Unreadable as error:
        raise Unreadable from error


class RowForm(FlaskForm):
    """A row as it stands on paper."""

    sheet = Parsed(
        _l("Sheet No."), whole(LAST_SHEET), SHEET, validators=[InputRequired(SHEET)], render_kw={"inputmode": "numeric"}
    )
    place = Parsed(
        _l("Row No."), whole(ROWS_A_SHEET), ROW, validators=[InputRequired(ROW)], render_kw={"inputmode": "numeric"}
    )
    full_name = Parsed(
        _l("Full name"),
        at_most(NAME_MAX),
        _l("Shorten this to 200 characters; now it has %(count)s"),
        validators=[InputRequired(_l("Enter the name as it is written"))],
        render_kw={"autocomplete": "off"},
    )
    postal_address = Parsed(
        _l("Address"),
        at_most(ADDRESS_MAX),
        _l("Shorten the address to 300 characters; now it has %(count)s"),
        validators=[InputRequired(_l("Enter the address as it is written"))],
        render_kw={"autocomplete": "off"},
    )
    contact = Parsed(
        _l("Phone, e-mail or IIN"),
        read_contact,
        _l("This is no phone of Kazakhstan, no e-mail address and no IIN: look again or leave it empty"),
        validators=[Optional()],
        render_kw={"autocomplete": "off"},
    )
    signed_on = Parsed(
        _l("Date of signature"),
        _day,
        _l("Enter the day like this: 29.03.2025"),
        validators=[Optional()],
        description=LIKE_THIS,
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )

    def __init__(self, days: Days, **options: Any) -> None:
        super().__init__(**options)
        self._days = days

    def validate_signed_on(self, field: Any) -> None:
        if field.value is not None and (fault := self._days.fault_of(field.value)):
            raise ValidationError(str(LABELS[RowReason, fault.value]))

    def entry(self) -> Entry:
        """What was typed, after validation. Its line is given when it is put on the list."""
        return Entry(
            line=0,
            sheet=self.sheet.value,
            place=self.place.value,
            full_name=self.full_name.value,
            postal_address=self.postal_address.value,
            contact=self.contact.value or Contact(),
            signed_on=self.signed_on.value,
        )

    def refuse_more(self) -> None:
        self.form_errors.append(_("This list has 5,000 rows: accept it first, then go on with another one."))
