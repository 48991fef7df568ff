"""Where the mailed link goes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Form
from wtforms.validators import DataRequired, Length

from complaints.accounts.forms import EMAIL_MAX


class ForgotPasswordForm(Form):
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Enter the e-mail address of your account.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        description=_l("The address that you sign in with"),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
