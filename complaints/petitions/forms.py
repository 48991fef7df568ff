"""The builder's form and the form that starts a draft; which sentence says what a draft still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from complaints.domain.complaint import ADDRESS_MAX, NAME_MAX, LetterLanguage
from complaints.domain.petition import Missing
from complaints.petitions.actions import PetitionDraft
from complaints.web.cleaning import one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.words import gettext as _

PHONE_MAX: Final = 40
EMAIL_MAX: Final = 254
MISSING: Final[Mapping[Missing, Any]] = MappingProxyType(
    {
        Missing.REVIEWING_BODY: _l("Choose the body that reviews the complaint."),
        Missing.CHALLENGED_BODY: _l("Choose the body complained of."),
        Missing.SAME_BODY: _l("Choose two different bodies: one reviews what the other did."),
        Missing.LANGUAGES: _l("Choose at least one language."),
        Missing.REPRESENTATIVE_NAME: _l("Enter the name of the representative."),
        Missing.REPRESENTATIVE_ADDRESS: _l("Enter the postal address of the representative."),
        Missing.LETTER_DATE: _l("Enter the date of the letter."),
        Missing.DEMANDS: _l("Choose at least one demand."),
        Missing.NORMS: _l("Choose at least one provision of law."),
        Missing.COMPLAINTS: _l("Choose at least one complaint."),
    }
)


class ManyField(SelectMultipleField):
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """A choice that is no longer offered is named in our own words."""
        known = {value for value, *_ in self.iter_choices()}
        if set(self.data or ()) - known:
            raise ValidationError(_("A choice is no longer offered. Check the list and save again."))


class StartForm(FlaskForm):
    """Which round the new collective complaint is about."""

    round = RadioField(_l("Registration round"), validators=[InputRequired(_l("Choose the round."))])


class BuilderForm(FlaskForm):
    """All that a draft holds. Nothing but shape is checked here: a draft may be unfinished."""

    edit_number = HiddenField(validators=[DataRequired(), Length(max=9)])
    challenged_body = SelectField(
        _l("Body complained of"), description=_l("The complaint is handed in there, and it passes it on.")
    )
    reviewing_body = SelectField(
        _l("Body that reviews the complaint"), description=_l("Proposed: the superior of the body complained of.")
    )
    representative_name = StringField(
        _l("Full name"),
        description=_l("The person who signs for all and gets the answer."),
        filters=[one_line],
        validators=[Length(max=NAME_MAX, message=_l("Shorten the name to 200 characters."))],
    )
    representative_address = StringField(
        _l("Postal address"),
        description=_l("Where this person lives and gets mail."),
        filters=[one_line],
        validators=[Length(max=ADDRESS_MAX, message=_l("Shorten the address to 300 characters."))],
    )
    representative_phone = StringField(
        _l("Phone"),
        filters=[one_line],
        validators=[Optional(), Length(max=PHONE_MAX, message=_l("Enter one phone number, like +7 701 000 00 01."))],
    )
    representative_email = StringField(
        _l("E-mail"),
        filters=[one_line],
        validators=[
            Optional(),
            Length(max=EMAIL_MAX, message=_l("Enter one e-mail address, like name@example.com.")),
            Email(_l("Enter an e-mail address like name@example.com, or leave it empty.")),
        ],
    )
    letter_dated_on = DayField(_l("Date of the letter"), description=LIKE_THIS)
    languages = ManyField(_l("Languages of the letter"))
    demands = ManyField(_l("Demands"))
    norms = ManyField(_l("Provisions of law"))
    complaints = ManyField(_l("Complaints in the register"))

    def draft(self) -> PetitionDraft:
        """What was sent, typed, each choice once. Call it after validate()."""
        return PetitionDraft(
            reviewing_body=self.reviewing_body.data or "",
            challenged_body=self.challenged_body.data or "",
            languages=tuple(code for code in LetterLanguage if code in (self.languages.data or ())),
            demands=tuple(dict.fromkeys(self.demands.data or ())),
            norms=tuple(dict.fromkeys(self.norms.data or ())),
            complaints=tuple(self.complaints.data or ()),
            representative_name=self.representative_name.data,
            representative_address=self.representative_address.data,
            representative_phone=self.representative_phone.data,
            representative_email=self.representative_email.data,
            letter_dated_on=self.letter_dated_on.data,
        )
