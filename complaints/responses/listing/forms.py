"""What the official's list can be narrowed to, as an address says it: what is not offered asks for nothing."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField

from complaints.domain.lifecycle import SubmissionState
from complaints.domain.petition import PetitionKind
from complaints.responses.listing.desk import Offered, Wanted
from complaints.web.cleaning import one_line
from complaints.web.filters import label, named
from complaints.web.words import gettext as _

NUMBER_MAX: Final = 40


class DeskForm(Form):
    """Which of the submissions: by round, kind and state, or by a number of ours or of the authority."""

    round = SelectField(_l("Registration round"))
    kind = SelectField(_l("Kind of document"))
    state = SelectField(_l("State"))
    number = StringField(_l("Number"), filters=[one_line])

    def __init__(self, asked: MultiDict[str, str], offered: Offered) -> None:
        super().__init__(asked)
        everything = ("", _("All"))
        self.round.choices = [everything, *((round_.slug, named(round_)) for round_ in offered.rounds)]
        self.kind.choices = [everything, *((kind.value, label(kind)) for kind in offered.kinds)]
        self.state.choices = [everything, *((state.value, label(state)) for state in offered.states)]
        for field in (self.round, self.kind, self.state):
            if field.data not in {value for value, _label in field.choices}:
                field.data = ""
        self.number.data = (self.number.data or "")[:NUMBER_MAX]

    def chosen(self) -> dict[str, str]:
        """What stays in the address."""
        return {field.name: field.data for field in self if field.data}

    def wanted(self) -> Wanted:
        return Wanted(
            round_slug=self.round.data or None,
            kind=PetitionKind(self.kind.data) if self.kind.data else None,
            state=SubmissionState(self.state.data) if self.state.data else None,
            number=self.number.data,
        )
