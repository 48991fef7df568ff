"""The form of asking for a group: no cookie, so no CSRF token; its signed token says that it is ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp

from complaints.domain.groups import GROUP_NAME_MAX, GROUP_NAME_MIN, PURPOSE_MAX, PURPOSE_MIN
from complaints.groups.asking.actions import Wish
from complaints.web.cleaning import many_lines, one_line

EMAIL_MAX: Final = 254
CONTACT_NAME_MAX: Final = 200
PHONE: Final = r"^\+?[0-9][0-9 ()-]{5,24}$"
LANGUAGES: Final = ("kk", "ru")
SHORTEN: Final = _l("Shorten this to %(max)d characters.")


class AskForm(Form):
    name = StringField(
        _l("Name of the group"),
        [
            DataRequired(_l("Enter the name that the group is to have.")),
            Length(min=GROUP_NAME_MIN, message=_l("Enter a name of at least %(min)d characters.")),
            Length(max=GROUP_NAME_MAX, message=SHORTEN),
        ],
        description=_l("Everyone can read it, and people name it in their consent. For example: Parents of Aktau."),
        filters=[one_line],
    )
    region = SelectField(_l("Region"), [InputRequired(_l("Choose the region."))])
    purpose = TextAreaField(
        _l("What is the group for?"),
        [
            DataRequired(_l("Say in a few words what the group wants to do.")),
            Length(min=PURPOSE_MIN, message=_l("Say a little more: at least %(min)d characters.")),
            Length(max=PURPOSE_MAX, message=SHORTEN),
        ],
        description=_l("Which registration it is about, who takes part, what you ask for. Everyone can read it."),
        filters=[many_lines],
    )
    contact_name = StringField(
        _l("Your name"),
        [DataRequired(_l("Enter your name.")), Length(max=CONTACT_NAME_MAX, message=SHORTEN)],
        description=_l("Only the site administrator sees it."),
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Enter your e-mail address: the decision goes there.")),
            Email(_l("Enter an e-mail address such as name@example.com.")),
            Length(max=EMAIL_MAX, message=SHORTEN),
        ],
        description=_l("The decision goes there, and the invitation as the owner of the group."),
        filters=[one_line],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    phone = StringField(
        _l("Phone"),
        [Optional(), Regexp(PHONE, message=_l("Enter a phone number such as +7 701 000 00 01, or leave it empty."))],
        description=_l("If the site administrator should rather call you with a question."),
        filters=[one_line],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    language = RadioField(_l("Language of mails"), [InputRequired(_l("Choose the language."))])
    consent_processing = BooleanField(
        "", [InputRequired(_l("Without your consent we may not keep your name and address: tick the box."))]
    )
    token = HiddenField()

    def offer(self, *, regions: Sequence[tuple[str, Any]]) -> None:
        self.region.choices = [SelectChoice("", _l("Choose the region")), *(SelectChoice(*pair) for pair in regions)]
        self.language.choices = [SelectChoice("kk", "Қазақша"), SelectChoice("ru", "Русский")]

    def refuse_token(self) -> None:
        self.form_errors.append(
            _l("The form was open for more than a day. Nothing is lost: check it and send it again.")
        )

    def wish(self) -> Wish:
        return Wish(
            name=self.name.data,
            region_code=self.region.data,
            purpose=self.purpose.data,
            contact_name=self.contact_name.data,
            email=self.email.data,
            phone=self.phone.data or "",
            language=self.language.data,
        )
