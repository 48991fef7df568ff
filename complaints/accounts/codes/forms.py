"""The code that proves that the person's app has the secret."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.validators import DataRequired

from complaints.accounts.proving.forms import CodeField


class ConfirmCodesForm(Form):
    code = CodeField(
        _l("The code that your app shows now"),
        [DataRequired(_l("Enter the six digits that your app shows now."))],
        description=_l("Six digits"),
    )

    def refuse(self) -> None:
        self.code.errors = [
            _l("This code is not right. Check that the clock of your phone is right, and type the code shown now.")
        ]
