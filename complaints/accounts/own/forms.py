"""The forms of the own account."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, Form, PasswordField, RadioField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, Length

from complaints.accounts.forms import EMAIL_MAX, FAULTS
from complaints.accounts.passwords import SHORTEST, find_fault
from complaints.accounts.proving.forms import ProofForm
from complaints.domain.complaint import LetterLanguage
from complaints.domain.reminding import Reminding
from complaints.web.labels import choices_of


class ChangeEmailForm(ProofForm):
    email = EmailField(
        _l("New e-mail"),
        [
            DataRequired(_l("Enter the new e-mail address.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        description=_l("We send a link to this address. The change counts once you open it."),
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_email(self, field: Field) -> None:
        try:
            validate_email(field.data.strip(), check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(_l("Enter the e-mail address in full, for example name@example.com")) from None

    def refuse_own(self) -> None:
        self.email.errors = [_l("This is the address of your account already. Enter another one.")]


class ChangePasswordForm(ProofForm):
    password = PasswordField(
        _l("New password"),
        [DataRequired(_l("Choose a password of at least %(least)s characters.", least=SHORTEST))],
        description=_l("At least %(least)s characters. Several words in a row are easy to remember.", least=SHORTEST),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("The same password once more"),
        [DataRequired(_l("Type the same password once more."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Field) -> None:
        if fault := find_fault(field.data):
            raise ValidationError(FAULTS[fault])

    def validate_repeated(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords differ. Type the same one twice."))


class LanguageForm(Form):
    language = RadioField(_l("Language of mails to you"), choices=choices_of(LetterLanguage))


class RemindersForm(Form):
    """Which reminders of last days the person wants."""

    reminders = SelectMultipleField(
        _l("Reminders of last days"),
        choices=choices_of(Reminding),
        description=_l("By e-mail, one at most for each document and day."),
    )
