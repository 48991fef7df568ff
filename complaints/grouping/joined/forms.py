"""The form by which a member of a group records how somebody who joined was reached."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from complaints.domain.complaint import ConfirmedBy
from complaints.grouping.confirming.forms import CHOOSE


class ConfirmJoinedForm(FlaskForm):
    by = RadioField(
        _l("How did you reach the person?"),
        [InputRequired(CHOOSE)],
        choices=[
            SelectChoice(ConfirmedBy.CALL.value, _l("By phone: the person said that they joined")),
            SelectChoice(ConfirmedBy.PAPER.value, _l("On paper: the person signed, and the group keeps the paper")),
        ],
        invalid_choice_message=CHOOSE,
    )
