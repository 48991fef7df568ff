"""Forms about members: shape is checked here, rules in actions."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from complaints.domain.access import GroupRole
from complaints.web.cleaning import one_line
from complaints.web.labels import choices_of

EMAIL_MAX: Final = 254


def role_field(label: Any) -> RadioField:
    return RadioField(label, [InputRequired(_l("Choose a role."))], choices=choices_of(GroupRole))


class InviteForm(FlaskForm):
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Enter the person's e-mail address.")),
            Email(_l("Enter an e-mail address such as name@example.com.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        description=_l("The invitation goes there; only the holder of this address can accept it."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = role_field(_l("Role in the group"))
    language = RadioField(
        _l("Language of the mail"),
        [InputRequired(_l("Choose the language."))],
        choices=[SelectChoice("kk", "Қазақша"), SelectChoice("ru", "Русский")],
    )


class RoleForm(FlaskForm):
    role = role_field(_l("Role in the group"))
