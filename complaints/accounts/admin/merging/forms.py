"""Choosing the round that stays, and saying that it was looked at."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import InputRequired

from complaints.accounts.admin.fields import CHOOSE, NONE, Pairs, choices


class MergeRoundForm(FlaskForm):
    """`seen` is the slug of the round whose effect was shown: nothing is merged that was not looked at."""

    seen = HiddenField()
    stays = SelectField(
        _l("Into which round?"),
        [InputRequired(CHOOSE)],
        invalid_choice_message=CHOOSE,
        description=_l("Everything moves there. Rounds of the same programme and region stand first."),
    )
    is_sure = BooleanField(_l("I compared both pages: it was one and the same registration."))

    def offer(self, rounds: Pairs) -> None:
        self.stays.choices = choices((NONE, _l("Choose a round")), *rounds)
