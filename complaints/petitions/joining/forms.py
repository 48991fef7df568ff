"""The form by which somebody joins a collective complaint, and the one behind the mailed link.

The browser checks nothing and the form carries no cookie, as the complaint form does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from complaints.domain.complaint import ADDRESS_MAX, NAME_MAX, LetterLanguage
from complaints.petitions.joining.actions import Person
from complaints.web import typed
from complaints.web.labels import choices_of
from complaints.web.parsed import EmailInput, Parsed, TelInput, at_most, lines

CHOOSE_LANGUAGE: Final = _l("Choose the language of our mails to you")
AGREE: Final = _l("Without this consent you cannot join: tick the box")


class JoinForm(Form):
    """Who joins. `version` is the one that was read."""

    token = HiddenField()
    version = HiddenField()
    language = RadioField(
        _l("In which language shall we write to you?"),
        [InputRequired(CHOOSE_LANGUAGE)],
        choices=choices_of(LetterLanguage),
        invalid_choice_message=CHOOSE_LANGUAGE,
    )
    full_name = Parsed(
        _l("Full name"),
        at_most(NAME_MAX),
        _l("Shorten this to 200 characters; now it has %(count)s"),
        validators=[InputRequired(_l("Enter your full name: who has no name cannot stand in it"))],
        description=_l("Surname, given name and patronymic, as in your identity card"),
        render_kw={"autocomplete": "name"},
    )
    iin = Parsed(
        _l("IIN"),
        typed.read_iin,
        _l("Check the 12 digits of the IIN or leave it empty"),
        validators=[Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    postal_address = lines(
        _l("Postal address"),
        ADDRESS_MAX,
        _l("Shorten the address to 300 characters; now it has %(count)s"),
        validators=[InputRequired(_l("Enter your postal address: without it the authority does not consider it"))],
        description=_l("Where the authority can send its answer: street, house, flat, town"),
        render_kw={"autocomplete": "street-address"},
    )
    phone = Parsed(
        _l("Phone"),
        typed.parse_phone,
        _l("Enter a phone number of Kazakhstan, for example +7 701 000 00 01"),
        widget=TelInput(),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = Parsed(
        _l("E-mail"),
        typed.parse_email,
        _l("Enter the e-mail address in full, for example name@example.com"),
        widget=EmailInput(),
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    consent_processing = BooleanField(validators=[InputRequired(AGREE)])
    consent_petition = BooleanField(validators=[InputRequired(AGREE)])

    def __init__(self, formdata: Any, *, asks_language: bool) -> None:
        super().__init__(formdata)
        if not asks_language:
            del self.language

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = bool(super().validate(extra_validators))
        if not (self.phone.typed or self.email.typed):
            self.phone.errors = [*self.phone.errors, _("Enter a phone number or an e-mail address")]
            return False
        return is_good

    def person(self, lang: str) -> Person:
        """Who was typed, after validation."""
        return Person(
            full_name=self.full_name.value,
            postal_address=self.postal_address.value,
            iin=self.iin.value,
            phone=self.phone.value,
            email=self.email.value,
            language=LetterLanguage(self.language.data if "language" in self else lang),
        )

    def refuse_token(self) -> None:
        self.form_errors.append(
            _("This form was open for too long. Nothing you typed is lost: look it through and send it again.")
        )

    def tell_new_version(self) -> None:
        self.form_errors.append(
            _(
                "Meanwhile the group published another version. "
                "Read it: you agree to the new text when you send the form again."
            )
        )


class ConfirmForm(Form):
    """Which of those that wait with an address are meant."""

    numbers = SelectMultipleField(
        _l("What did you join?"),
        [InputRequired(_l("Tick at least one line"))],
        choices=[],
        validate_choice=False,  # what was confirmed meanwhile is simply done
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.numbers.choices = list(choices)
