"""The form of the operator's invitations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from complaints.accounts.admin.fields import NONE, Pairs, address_field, choices
from complaints.accounts.admin.people.forms import CreateAccountForm
from complaints.domain.access import AccountRole


class InviteForm(CreateAccountForm):
    """As for making an account, but nothing is made before the person accepts."""

    email = address_field(_l("E-mail"), _l("The invitation goes there; only the holder of this address can accept it."))

    def offer(self, *, groups: Pairs, authorities: Pairs) -> None:
        super().offer(groups=groups, authorities=authorities)
        self.group.choices = choices((NONE, _l("No group")), *groups)

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        if self.role.data == AccountRole.ORGANISER.value and not self.group.data:
            self.group.errors = [_l("Choose the group that this organiser is to own.")]
        return fits and not self.group.errors
