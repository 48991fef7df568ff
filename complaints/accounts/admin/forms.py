"""Forms of the operator: shape is checked here, rules in actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from complaints.accounts.admin.actions import AuthorityEntry, GroupEntry, Invitation, LocalityEntry
from complaints.accounts.forms import EMAIL_MAX
from complaints.domain.access import AccountRole, GroupRole
from complaints.web.cleaning import many_lines, one_line
from complaints.web.labels import LABELS

NONE = ""
Pairs = Sequence[tuple[str, Any]]
AUTHORITY_ROLES: Pairs = (
    ("akim", _l("Akim")),
    ("akim_office", _l("Akim's office")),
    ("department", _l("Department")),
    ("ministry", _l("Ministry")),
    ("prosecutor", _l("Prosecutor's office")),
    ("other", _l("Other body")),
)
LOCALITY_KINDS: Pairs = (("city", _l("City")), ("district", _l("District")))
LANGUAGES: Pairs = (("kk", "Қазақша"), ("ru", "Русский"))
CASE_MISSING = _l("Enter the name in this case: letters use it as it stands here.")
SLUG_SHAPE = _l("Use small Latin letters, digits and hyphens, for example aktau-2026.")
CHOOSE = _l("Choose one of the options.")


def choices(*pairs: tuple[str, Any]) -> list[SelectChoice]:
    """Pairs of a value and what people read, as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in pairs]


def too_long(most: int) -> Length:
    return Length(max=most, message=_l("Shorten this to %(max)d characters."))


def slug_field(longest: int) -> StringField:
    return StringField(
        _l("Address on the site"),
        [DataRequired(SLUG_SHAPE), too_long(longest), Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=SLUG_SHAPE)],
        description=_l("Small Latin letters, digits and hyphens. It becomes part of links and does not change later."),
        filters=[one_line],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


def case_field(label: Any) -> TextAreaField:
    """Names are long and wrap in their field; a line break in them is never meant."""
    return TextAreaField(label, [DataRequired(CASE_MISSING), too_long(300)], filters=[one_line])


class CreateAccountForm(FlaskForm):
    email = EmailField(
        _l("E-mail"),
        [
            DataRequired(_l("Enter the person's e-mail address.")),
            Email(_l("Enter an e-mail address such as name@example.com.")),
            Length(max=EMAIL_MAX, message=_l("Enter an e-mail address of at most %(max)d characters.")),
        ],
        description=_l("The one-time link to set a password goes there."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = RadioField(
        _l("What will this person do here?"),
        [InputRequired(CHOOSE)],
        choices=choices(*((role.value, LABELS[AccountRole, role.value]) for role in AccountRole)),
    )
    group = SelectField(_l("Group of an organiser"), [Optional()], description=_l("The organiser becomes its owner."))
    authority = SelectField(
        _l("Authority of an official"), [Optional()], description=_l("An official needs one and answers for it alone.")
    )
    language = RadioField(_l("Language of mails"), [InputRequired(CHOOSE)], choices=choices(*LANGUAGES), default="kk")

    def offer(self, *, groups: Pairs, authorities: Pairs) -> None:
        self.group.choices = choices((NONE, _l("No group yet")), *groups)
        self.authority.choices = choices((NONE, _l("No authority")), *authorities)

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape first, then whether role, group and authority go together. Optional would end the chain of an empty
        field before an inline validator is asked.
        """
        shape = super().validate(extra_validators)
        role, is_official = self.role.data, self.role.data == AccountRole.OFFICIAL.value
        if role and self.group.data and role != AccountRole.ORGANISER.value:
            self.group.errors = [_l("Only organisers have a group: choose no group, or the role of an organiser.")]
        if is_official and not self.authority.data:
            self.authority.errors = [_l("Choose the authority that this official works for.")]
        if role and self.authority.data and not is_official:
            self.authority.errors = [_l("Only officials have an authority: choose none, or the role of an official.")]
        return bool(shape and not self.group.errors and not self.authority.errors)

    def invitation(self) -> Invitation:
        return Invitation(
            email=self.email.data,
            role=AccountRole(self.role.data),
            language=self.language.data,
            group_slug=self.group.data or None,
            authority_slug=self.authority.data or None,
        )


class EditGroupForm(FlaskForm):
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter the name of the group.")), too_long(200)],
        description=_l("Everyone can read it."),
        filters=[one_line],
    )
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


class EditAuthorityForm(FlaskForm):
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


class CreateAuthorityForm(EditAuthorityForm):
    slug = slug_field(60)


class EditLocalityForm(FlaskForm):
    kind = RadioField(_l("Kind"), [InputRequired(CHOOSE)], choices=choices(*LOCALITY_KINDS))
    name_kk = StringField(
        _l("Name in Kazakh"),
        [DataRequired(_l("Enter the Kazakh name, for example «Ақтау қаласы».")), too_long(100)],
        filters=[one_line],
    )
    name_ru = StringField(
        _l("Name in Russian"),
        [DataRequired(_l("Enter the Russian name, for example «город Актау».")), too_long(100)],
        filters=[one_line],
    )

    def entry(self) -> LocalityEntry:
        return LocalityEntry(kind=self.kind.data, name_kk=self.name_kk.data, name_ru=self.name_ru.data)


class CreateLocalityForm(EditLocalityForm):
    code = StringField(
        _l("KATO code"),
        [Regexp(r"^[0-9]{9}$", message=_l("Enter the nine digits of the KATO code."))],
        description=_l("Nine digits of the state classifier of places. It does not change later."),
        filters=[one_line],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
