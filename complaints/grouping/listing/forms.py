"""What the reader of the list asks for. It stands in the address; what no choice fits counts as not chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from complaints import data
from complaints.domain.complaint import Mode, Role
from complaints.grouping.listing.queries import OTHER_PLACE, Wanted
from complaints.models import Locality
from complaints.web.cleaning import one_line
from complaints.web.fields import DayField
from complaints.web.filters import named, text
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

WORDS_MAX: Final = 100
ALL: Final = ""
ANSWERS: Final = {"yes": True, "no": False}
"""How a question to be answered with yes or no stands in the address."""
QUESTIONS: Final = ("confirmed", "late", "duplicate", "released")


class ListForm(Form):
    """Everything may be combined."""

    words = StringField(_l("Number, or words of a published text"), filters=[one_line])
    ground = SelectField(_l("Reason"))
    demand = SelectField(_l("Demand"))
    role = SelectField(_l("Who"))
    mode = SelectField(_l("Kind"))
    place = SelectField(_l("City or district"))
    day_from = DayField(_l("Filed from"))
    day_to = DayField(_l("Filed until"))
    confirmed = SelectField(_l("Confirmed"))
    late = SelectField(_l("Filed late"))
    duplicate = SelectField(_l("Possibly a duplicate"))
    released = SelectField(_l("Text is published"))
    same_text = HiddenField(filters=[one_line])

    def __init__(self, sent: MultiDict[str, str], places: Sequence[Locality]) -> None:
        super().__init__(sent)
        everything = SelectChoice(ALL, _("All"))
        grounds = {**data.grounds(), **data.optional_grounds()}
        self.ground.choices = [everything, *_labelled({code: row.label for code, row in grounds.items()})]
        self.demand.choices = [everything, *_labelled({code: row.label for code, row in data.demands().items()})]
        self.role.choices = [everything, *choices_of(Role)]
        self.mode.choices = [everything, *choices_of(Mode)]
        known = [SelectChoice(row.code, named(row)) for row in places]
        self.place.choices = [everything, *known, SelectChoice(OTHER_PLACE, _("Another place"))]
        for name in QUESTIONS:
            self[name].choices = [everything, SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        for day in (self.day_from, self.day_to):
            day.validate(self)

    def wanted(self) -> Wanted:
        answers: dict[str, Any] = {name: ANSWERS.get(self[name].data) for name in QUESTIONS}
        role, mode = self._chosen("role"), self._chosen("mode")
        return Wanted(
            ground=self._chosen("ground"),
            demand=self._chosen("demand"),
            role=Role(role) if role else None,
            mode=Mode(mode) if mode else None,
            place=self._chosen("place"),
            day_from=self._day("day_from"),
            day_to=self._day("day_to"),
            same_text=self.same_text.data or None,
            words=(self.words.data or "")[:WORDS_MAX],
            **answers,
        )

    def chosen(self) -> dict[str, str]:
        """What stands in the address of the other pages of this list and of its spreadsheet."""
        wanted = vars(self.wanted())
        return {name: _in_address(value) for name, value in wanted.items() if value not in (None, "")}

    def _chosen(self, name: str) -> str | None:
        offered = {choice.value for choice in self[name].choices} - {ALL}
        return self[name].data if self[name].data in offered else None

    def _day(self, name: str) -> date | None:
        return None if self[name].errors else self[name].data


def _labelled(labels: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, text(label)) for code, label in labels.items()]


def _in_address(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
