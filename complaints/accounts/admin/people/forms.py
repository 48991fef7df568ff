"""Forms about accounts: shape is checked here, rules in actions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from complaints.accounts.admin.fields import CHOOSE, LANGUAGES, NONE, Pairs, address_field, choices
from complaints.accounts.admin.people.actions import NewAccount
from complaints.domain.access import AccountRole
from complaints.web.labels import LABELS


class FindAccountForm(FlaskForm):
    """The address goes in the body of the request, never in a link: links are kept in histories and logs."""

    email = address_field(
        _l("Find an account by e-mail"),
        _l("The whole address, letter by letter: addresses are stored encrypted, so parts of them cannot be searched."),
    )


class CreateAccountForm(FlaskForm):
    email = address_field(_l("E-mail"), _l("The one-time link to set a password goes there."))
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

    def entry(self) -> NewAccount:
        return NewAccount(
            email=self.email.data,
            role=AccountRole(self.role.data),
            language=self.language.data,
            group_slug=self.group.data or None,
            authority_slug=self.authority.data or None,
        )
