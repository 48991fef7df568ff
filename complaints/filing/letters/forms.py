"""The form for the own number: its shape, and the sentence for everything that must be put right."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from complaints.domain.complaint import OwnKind
from complaints.filing.letters.own import OwnNumber
from complaints.web.cleaning import one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

NUMBER_MAX: Final = 40
CHOOSE_KIND: Final = _l("Choose what you sent: a complaint or an appeal")


class OwnNumberForm(Form):
    """What e-Otinish or the office of the authority gave the filer."""

    own_kind = RadioField(
        _l("What did you send to the authority?"),
        [InputRequired(CHOOSE_KIND)],
        choices=choices_of(OwnKind),
        invalid_choice_message=CHOOSE_KIND,
        description=_l("It says so on the coupon. Each has its own term."),
    )
    own_number = StringField(
        _l("Number that the authority gave it"),
        [
            DataRequired(_l("Enter the number from e-Otinish or from the coupon")),
            Length(max=NUMBER_MAX, message=_l("Shorten the number to 40 characters")),
        ],
        filters=[one_line],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
        description=_l("Copy it as it stands there."),
    )
    own_registered_on = DayField(
        _l("Day of registration there"),
        [InputRequired(_l("Enter the day on which it was registered"))],
        description=LIKE_THIS,
    )

    def __init__(self, formdata: Any = None, *, today: date, own: OwnNumber | None = None) -> None:
        kept = (
            {"own_kind": own.kind.value, "own_number": own.number, "own_registered_on": own.registered_on}
            if own
            else {}
        )
        super().__init__(formdata, data=kept)
        self._today = today

    def validate_own_registered_on(self, field: DayField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the day on which it was registered"))

    @property
    def kind(self) -> OwnKind:
        """What a valid form says was sent."""
        return OwnKind(self.own_kind.data)
