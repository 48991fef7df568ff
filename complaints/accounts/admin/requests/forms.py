"""Forms of deciding: shape is checked here, rules in actions."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from complaints.accounts.admin.fields import slug_field
from complaints.domain.groups import REASON_MAX, REASON_MIN, SLUG_MAX
from complaints.web.cleaning import many_lines


class AdmitForm(FlaskForm):
    slug = slug_field(SLUG_MAX)
    rounds = SelectMultipleField(
        _l("Registration rounds of this group"),
        [Optional()],
        description=_l("The group can prepare collective complaints about these rounds. You can change them later."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def round_ids(self) -> list[UUID]:
        return [UUID(chosen) for chosen in dict.fromkeys(self.rounds.data or ())]


class DeclineForm(FlaskForm):
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Write the reason: the person gets it by mail.")),
            Length(min=REASON_MIN, message=_l("Say a little more: at least %(min)d characters.")),
            Length(max=REASON_MAX, message=_l("Shorten this to %(max)d characters.")),
        ],
        description=_l("It goes to the person word for word. Write in the language that the person chose."),
        filters=[many_lines],
    )
