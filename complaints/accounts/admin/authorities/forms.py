"""Forms about authorities. An error in a name says which case it is about: seven of them stand on one page."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from complaints.accounts.admin.authorities.actions import AuthorityEntry
from complaints.accounts.admin.fields import CHOOSE, NONE, Pairs, choices, slug_field, too_long
from complaints.web.cleaning import one_line
from complaints.web.words import gettext as _

AUTHORITY_ROLES: Pairs = (
    ("akim", _l("Akim")),
    ("akim_office", _l("Akim's office")),
    ("department", _l("Department")),
    ("ministry", _l("Ministry")),
    ("prosecutor", _l("Prosecutor's office")),
    ("other", _l("Other body")),
)
NAME_MAX: Final = 300


def check_case(_form: Any, field: Any) -> None:
    """The message names the case, so that the summary on top can be read alone."""
    if not field.data:
        message = _("%(case)s: enter the name. Letters use it as it stands here.", case=field.label.text)
        raise ValidationError(message)
    if len(field.data) > NAME_MAX:
        raise ValidationError(_("%(case)s: shorten the name to 300 characters.", case=field.label.text))


def case_field(label: Any) -> TextAreaField:
    """Names are long and wrap in their field; a line break in them is never meant."""
    return TextAreaField(label, [check_case], filters=[one_line])


class CreateAuthorityForm(FlaskForm):
    slug = slug_field(60)
    role = SelectField(_l("Kind of body"), [InputRequired(CHOOSE)], choices=choices(*AUTHORITY_ROLES))
    region_code = SelectField(_l("Region"), [Optional()])
    superior_slug = SelectField(
        _l("Superior body"), [Optional()], description=_l("It reviews complaints about this body.")
    )
    kk_nominative = case_field(_l("Kazakh, nominative (кім? не?)"))
    kk_genitive = case_field(_l("Kazakh, genitive (кімнің? ненің?)"))
    kk_dative = case_field(_l("Kazakh, dative (кімге? неге?)"))
    ru_nominative = case_field(_l("Russian, nominative (кто? что?)"))
    ru_genitive = case_field(_l("Russian, genitive (кого? чего?)"))
    ru_dative = case_field(_l("Russian, dative (кому? чему?)"))
    ru_accusative = case_field(_l("Russian, accusative (кого? что?)"))
    to_be_checked = BooleanField(
        _l("To be checked"), description=_l("Somebody still has to compare these names with an official document.")
    )
    confidence_note = StringField(_l("Where the names come from"), [Optional(), too_long(300)], filters=[one_line])

    def offer(self, *, regions: Pairs, authorities: Pairs) -> None:
        self.region_code.choices = choices((NONE, _l("The whole country")), *regions)
        self.superior_slug.choices = choices((NONE, _l("None")), *authorities)

    def entry(self) -> AuthorityEntry:
        return AuthorityEntry(
            region_code=self.region_code.data or None,
            role=self.role.data,
            ru_nominative=self.ru_nominative.data,
            ru_genitive=self.ru_genitive.data,
            ru_dative=self.ru_dative.data,
            ru_accusative=self.ru_accusative.data,
            kk_nominative=self.kk_nominative.data,
            kk_genitive=self.kk_genitive.data,
            kk_dative=self.kk_dative.data,
            to_be_checked=self.to_be_checked.data,
            confidence_note=self.confidence_note.data or "",
        )


class EditAuthorityForm(CreateAuthorityForm):
    """The address on the site is asked for only as long as nothing refers to the authority."""

    def keep_slug(self) -> None:
        del self.slug

    def slug_or(self, kept: str) -> str:
        return self.slug.data if self.slug else kept
