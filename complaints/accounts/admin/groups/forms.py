"""Forms about groups."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from complaints.accounts.admin.fields import CHOOSE, Pairs, choices, line_field, slug_field, too_long
from complaints.accounts.admin.groups.actions import GroupEntry
from complaints.accounts.forms import EMAIL_MAX
from complaints.domain.access import GroupRole
from complaints.web.cleaning import many_lines, one_line
from complaints.web.labels import LABELS


class EditGroupForm(FlaskForm):
    name = line_field(_l("Name"), _l("Enter the name of the group."), 200, hint=_l("Everyone can read it."))
    region = SelectField(_l("Region"), [InputRequired(CHOOSE)])
    purpose = TextAreaField(
        _l("Purpose"), [Optional(), too_long(1000)], description=_l("Everyone can read it."), filters=[many_lines]
    )
    rounds = SelectMultipleField(
        _l("Registration rounds of this group"),
        [Optional()],
        description=_l("The group can prepare collective complaints about these rounds."),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, *, regions: Pairs, rounds: Pairs) -> None:
        self.region.choices = choices(*regions)
        self.rounds.choices = choices(*rounds)

    def entry(self) -> GroupEntry:
        return GroupEntry(name=self.name.data, region_code=self.region.data, purpose=self.purpose.data or "")

    def round_ids(self) -> list[UUID]:
        return [UUID(chosen) for chosen in dict.fromkeys(self.rounds.data or ())]


class CreateGroupForm(EditGroupForm):
    slug = slug_field(60)


class SetMemberForm(FlaskForm):
    email = EmailField(
        _l("E-mail of an organiser"),
        [DataRequired(_l("Enter the e-mail address of an organiser's account.")), too_long(EMAIL_MAX)],
        description=_l("The account must exist already and have the role of an organiser."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = RadioField(
        _l("Role in the group"),
        [InputRequired(CHOOSE)],
        choices=choices(*((role.value, LABELS[GroupRole, role.value]) for role in GroupRole)),
        description=_l(
            "Owners and editors prepare collective complaints and see names in the official copy; readers see numbers."
        ),
    )
