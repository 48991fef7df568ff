"""The forms of reaching a filer by mail."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectMultipleField
from wtforms.validators import InputRequired

from complaints.web import typed
from complaints.web.parsed import EmailInput, Parsed


class Deed(StrEnum):
    """What the two buttons of the page behind a mailed link do with the ticked complaints."""

    CONFIRM = "confirm"
    DISOWN = "disown"


class ConfirmForm(Form):
    """Which of the complaints that wait with an address are meant."""

    numbers = SelectMultipleField(
        _l("Which of these complaints did you file?"),
        [InputRequired(_l("Tick at least one complaint"))],
        choices=[],
        validate_choice=False,  # what was confirmed meanwhile is simply done
    )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.numbers.choices = list(choices)


class LostCodeForm(Form):
    """Where the link goes that replaces a lost code."""

    email = Parsed(
        _l("E-mail"),
        typed.parse_email,
        _l("Enter the e-mail address in full, for example name@example.com"),
        validators=[InputRequired(_l("Enter the e-mail address that you gave in your complaint"))],
        description=_l("The address that you gave in your complaint"),
        widget=EmailInput(),
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )

    def refuse_for_now(self) -> None:
        self.form_errors.append(_("Too many tries. Wait ten minutes and try again."))


def deed_of(sent: Any) -> Deed:
    """Confirming is what the form does when no button is named: the key Enter sends it so."""
    return Deed.DISOWN if sent.get("do") == Deed.DISOWN else Deed.CONFIRM
