"""The builder's form and the form that starts a draft; which sentence says what a draft still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from complaints.domain.complaint import ADDRESS_MAX, NAME_MAX, LetterLanguage
from complaints.domain.errors import InvalidIdentifier
from complaints.domain.identifiers import parse_iin
from complaints.domain.petition import ABOUT_EARLIER, NAMES_CHALLENGED, Missing, PetitionKind
from complaints.petitions.actions import PetitionDraft
from complaints.petitions.naming import propose_from
from complaints.web.cleaning import one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

PHONE_MAX: Final = 40
EMAIL_MAX: Final = 254
MISSING: Final[Mapping[Missing, Any]] = MappingProxyType(
    {
        Missing.REVIEWING_BODY: _l("Choose the body it is addressed to."),
        Missing.CHALLENGED_BODY: _l("Choose the body complained of."),
        Missing.SAME_BODY: _l("Choose two different bodies: one reviews what the other did."),
        Missing.ABOUT_SUBMISSION: _l(
            "Choose the document that was not answered in time or whose answer leaves demands unmet."
        ),
        Missing.NOT_SILENT: _l(
            "The answer to the document chosen leaves no demand unmet, or its term had not passed on the date of the "
            "letter. Choose another one or change the date."
        ),
        Missing.LANGUAGES: _l("Choose at least one language."),
        Missing.REPRESENTATIVE_NAME: _l("Enter the name of the representative."),
        Missing.REPRESENTATIVE_ADDRESS: _l("Enter the postal address of the representative."),
        Missing.LETTER_DATE: _l("Enter the date of the letter."),
        Missing.DEMANDS: _l("Choose at least one demand."),
        Missing.NORMS: _l("Choose at least one provision of law."),
        Missing.COMPLAINTS: _l("Choose at least one complaint."),
    }
)
FIELD_OF: Final[Mapping[Missing, str]] = MappingProxyType(
    {
        Missing.REVIEWING_BODY: "reviewing_body",
        Missing.CHALLENGED_BODY: "challenged_body",
        Missing.SAME_BODY: "reviewing_body",
        Missing.ABOUT_SUBMISSION: "about_submission",
        Missing.NOT_SILENT: "about_submission",
        Missing.LANGUAGES: "languages-0",
        Missing.REPRESENTATIVE_NAME: "representative_name",
        Missing.REPRESENTATIVE_ADDRESS: "representative_address",
        Missing.LETTER_DATE: "letter_dated_on",
        Missing.DEMANDS: "demands-0",
        Missing.NORMS: "norms-0",
        Missing.COMPLAINTS: "register",
    }
)
"""Where on the page each is put right."""
KINDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        PetitionKind.COMPLAINT: _l(
            "Against the results and what the body did. Answer within 20 working days, not extended."
        ),
        PetitionKind.APPEAL: _l(
            "Asks to check and put right; no term of three months. Answer within 15 working days, may be extended."
        ),
        PetitionKind.INFORMATION_REQUEST: _l(
            "Asks for the log and the numbers. Answer within 15 calendar days, extended once by 15."
        ),
        PetitionKind.SUPERIOR_COMPLAINT: _l(
            "When a document handed in before was not answered in time. Answer within 20 working days, not extended."
        ),
    }
)
"""What each kind is for, and its term as the Code has it now."""
ABOUT: Final[Mapping[PetitionKind, Any]] = MappingProxyType(
    {
        PetitionKind.SUPERIOR_COMPLAINT: _l(
            "What this group handed in and what was not answered in time, or was answered with demands left unmet. "
            "Nothing else is listed."
        ),
        PetitionKind.INFORMATION_REQUEST: _l(
            "Name what this group handed in, and the request also asks how it was treated."
        ),
    }
)
"""What can be chosen as the earlier document."""
ADDRESSED: Final[Mapping[PetitionKind, Any]] = MappingProxyType(
    {
        PetitionKind.COMPLAINT: _l("Body that reviews the complaint"),
        PetitionKind.APPEAL: _l("Body it is addressed to"),
        PetitionKind.INFORMATION_REQUEST: _l("Body that has the information"),
        PetitionKind.SUPERIOR_COMPLAINT: _l("Superior body that reviews the complaint"),
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


def _kind_field() -> RadioField:
    return RadioField(
        _l("What kind of document?"), [InputRequired(_l("Choose the kind."))], choices=choices_of(PetitionKind)
    )


class StartForm(FlaskForm):
    """Which round the new document is about, and its kind."""

    round = RadioField(_l("Registration round"), validators=[InputRequired(_l("Choose the round."))])
    kind = _kind_field()
    about = HiddenField(validators=[Length(max=40)])
    """The submission that the new document is about."""


class BuilderForm(FlaskForm):
    """All that a draft holds but the register. Nothing but shape is checked here: a draft may be unfinished."""

    edit_number = HiddenField(validators=[DataRequired(), Length(max=9)])
    kind = _kind_field()
    kind_was = HiddenField()
    """The kind that the page was made for: its bodies are typed below."""
    about_submission = SelectField(_l("Earlier document it is about"))
    about_was = HiddenField()
    """What the page was made for, as with the kind."""
    challenged_body = SelectField(
        _l("Body complained of"), description=_l("The complaint is handed in there, and it passes it on.")
    )
    reviewing_body = SelectField(_l("Body that reviews the complaint"))
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
    representative_iin = StringField(_l("IIN"), filters=[one_line], validators=[Optional()])
    representative_actual_address = StringField(
        _l("Where the representative lives, if it is another address"),
        filters=[one_line],
        validators=[Optional(), Length(max=ADDRESS_MAX, message=_l("Shorten the address to 300 characters."))],
    )
    representative_from_kk = StringField(
        _l("The name after «Кімнен»"),
        description=_l("Proposed from the name; put it right if the ending is wrong. Empty: proposed again."),
        filters=[one_line],
        validators=[Optional(), Length(max=NAME_MAX + 10, message=_l("Shorten the name to 200 characters."))],
    )
    representative_from_ru = StringField(
        _l("The name after «От кого»"),
        description=_l("Proposed from the name; put it right if the ending is wrong. Empty: proposed again."),
        filters=[one_line],
        validators=[Optional(), Length(max=NAME_MAX + 10, message=_l("Shorten the name to 200 characters."))],
    )
    letter_dated_on = DayField(_l("Date of the letter"), description=LIKE_THIS)
    languages = ManyField(_l("Languages of the letter"))
    demands = ManyField(_l("Demands"))
    norms = ManyField(_l("Provisions of law"))

    def validate_representative_iin(self, field: Field) -> None:
        if field.data:
            try:
                field.data = parse_iin(field.data)
            except InvalidIdentifier:
                raise ValidationError(_("Check the 12 digits of the IIN or leave it empty")) from None

    def draft(self, known_name: str = "") -> PetitionDraft:
        """What was sent, typed, each choice once. Call it after validate().

        A case that only repeats the proposal for the name, the one before included, is kept as not typed.
        """
        kind = PetitionKind(self.kind.data)
        names = (self.representative_name.data, known_name)
        return PetitionDraft(
            kind=kind,
            reviewing_body=self.reviewing_body.data or "",
            challenged_body=(self.challenged_body.data or "") if kind in NAMES_CHALLENGED else "",
            about_submission=(self.about_submission.data or "") if kind in ABOUT_EARLIER else "",
            languages=tuple(code for code in LetterLanguage if code in (self.languages.data or ())),
            demands=tuple(dict.fromkeys(self.demands.data or ())),
            norms=tuple(dict.fromkeys(self.norms.data or ())),
            representative_name=self.representative_name.data or "",
            representative_address=self.representative_address.data or "",
            representative_phone=self.representative_phone.data or "",
            representative_email=self.representative_email.data or "",
            representative_iin=self.representative_iin.data or "",
            representative_actual_address=self.representative_actual_address.data or "",
            representative_from_kk=_own_case(self.representative_from_kk.data, names, LetterLanguage.KK),
            representative_from_ru=_own_case(self.representative_from_ru.data, names, LetterLanguage.RU),
            letter_dated_on=self.letter_dated_on.data,
        )


def _own_case(typed: str | None, names: Iterable[str | None], language: LetterLanguage) -> str:
    proposed = {propose_from(name or "", language) for name in names}
    return "" if not typed or typed in proposed else typed
