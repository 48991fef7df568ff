"""The form by which a petition is taken off its public page."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from complaints.petitions.publishing.actions import REASON_MAX, REASON_MIN
from complaints.web.cleaning import many_lines

WRITE: Final = _l("Write the reason in 10 to 500 characters: everybody will read it")


class UnpublishForm(FlaskForm):
    reason = TextAreaField(
        _l("Why is it taken off?"),
        [InputRequired(WRITE), Length(REASON_MIN, REASON_MAX, WRITE)],
        filters=[many_lines],
        description=_l("Everybody who opens the page reads it. No names, no phones."),
    )
