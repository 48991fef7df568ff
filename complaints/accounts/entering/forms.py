"""The form of the second step of signing in. It carries no CSRF token: nobody is signed in yet."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField
from wtforms.validators import DataRequired

from complaints.accounts.proving.forms import CodeField


class CodeForm(Form):
    code = CodeField(
        _l("One-time code"),
        [DataRequired(_l("Enter the code that your app shows now, or a printed one."))],
        description=_l("Six digits from the app on your phone, or one of your printed codes."),
    )
    next = HiddenField()

    def refuse(self) -> None:
        self.code.errors = [_l("This code is not right or was used already. Wait for the next one and type that.")]
