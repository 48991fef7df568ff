"""The fields that ask again who somebody is."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, PasswordField, StringField
from wtforms.validators import DataRequired

CODE_MAX = 40


class CodeField(StringField):
    """A code of the app or a printed one; browsers of phones offer the digits first."""

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        looks = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "size": CODE_MAX}
        super().__init__(label, validators, render_kw=looks, **options)


class ProofForm(Form):
    """The password once more, and a one-time code where the account has them."""

    current_password = PasswordField(
        _l("Your current password"),
        [DataRequired(_l("Enter your current password."))],
        render_kw={"autocomplete": "current-password"},
    )
    code = CodeField(
        _l("One-time code"),
        [DataRequired(_l("Enter the code that your app shows now, or a printed one."))],
        description=_l(
            "Six digits from your app. A code that you used to sign in does not work again: wait for the next."
        ),
    )

    def ask_no_code(self) -> None:
        """The account has no one-time codes."""
        del self.code

    def refuse_password(self) -> None:
        self.current_password.errors = [_l("This is not your password. Type the one that you sign in with.")]

    def refuse_code(self) -> None:
        self.code.errors = [_l("This code is not right or was used already. Wait for the next one and type that.")]
