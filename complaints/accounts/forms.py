"""Forms of people who are not signed in yet: no cookie, so no CSRF token; web.access checks the origin instead."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, Form, HiddenField, PasswordField, ValidationError
from wtforms.validators import DataRequired, Length

from complaints.accounts.passwords import LONGEST, SHORTEST, PasswordFault, find_fault

EMAIL_MAX = 254
FAULTS = {
    PasswordFault.TOO_SHORT: _l("Choose a password of at least %(least)s characters.", least=SHORTEST),
    PasswordFault.TOO_LONG: _l("Choose a password of at most %(most)s characters.", most=LONGEST),
    PasswordFault.TOO_PLAIN: _l("Choose a password of more varied characters."),
}


class SignInForm(Form):
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Enter the e-mail address of your account.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"), [DataRequired(_l("Enter your password."))], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()

    def refuse(self) -> None:
        """Say that the pair is wrong, and never which of the two."""
        self.email.errors = [
            _l("The e-mail or the password is wrong. Check both, or ask the site administrator for a new link.")
        ]


class SetPasswordForm(Form):
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
