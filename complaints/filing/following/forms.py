"""The forms of following a complaint."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form
from wtforms.validators import InputRequired

from complaints.web import typed
from complaints.web.parsed import Parsed


class TrackForm(Form):
    """Number and secret code, typed as people type them."""

    number = Parsed(
        _l("Number of the complaint"),
        typed.read_number,
        _l("Enter the 8 letters and digits of the number, for example 7K3M-Q2XA"),
        validators=[InputRequired(_l("Enter the number from your receipt"))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    code = Parsed(
        _l("Secret code"),
        typed.read_code,
        _l("Enter the 26 letters and digits of the secret code; hyphens and spaces do not matter"),
        validators=[InputRequired(_l("Enter the secret code from your receipt"))],
        description=_l("It is on your receipt, under the number"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def refuse_pair(self) -> None:
        """The same words whether the number is unknown or the code is wrong."""
        self.code.errors = [_("No complaint has this number and code. Compare both with your receipt and try again.")]

    def refuse_for_now(self) -> None:
        self.form_errors.append(_("Too many tries. Wait ten minutes and try again."))
