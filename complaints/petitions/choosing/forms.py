"""What the page of eligible complaints is asked for. It stands in the address; what no choice fits is not asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField
from wtforms.fields.choices import SelectChoice

from complaints import data
from complaints.domain.complaint import Role
from complaints.models.places import Locality
from complaints.petitions.choosing.queries import OTHER_PLACE, Wanted
from complaints.web.fields import DayField
from complaints.web.filters import named, text
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

ALL: Final = ""
ANSWERS: Final = {"yes": True, "no": False}
QUESTIONS: Final = ("chosen", "late", "evidence")


class FilterForm(Form):
    """Everything may be combined."""

    chosen = SelectField(_l("In the register"))
    role = SelectField(_l("Who"))
    ground = SelectField(_l("Reason"))
    demand = SelectField(_l("Demand"))
    place = SelectField(_l("City or district"))
    late = SelectField(_l("Filed late"))
    evidence = SelectField(_l("With files"))
    day_from = DayField(_l("Filed from"))
    day_to = DayField(_l("Filed until"))

    def __init__(self, sent: MultiDict[str, str], places: Sequence[Locality]) -> None:
        super().__init__(sent)
        everything = SelectChoice(ALL, _("All"))
        self.role.choices = [everything, *choices_of(Role)]
        self.ground.choices = [everything, *_labelled({code: row.label for code, row in data.grounds().items()})]
        self.demand.choices = [everything, *_labelled({code: row.label for code, row in data.demands().items()})]
        known = [SelectChoice(row.code, named(row)) for row in places]
        self.place.choices = [everything, *known, SelectChoice(OTHER_PLACE, _("Another place"))]
        for name in QUESTIONS:
            self[name].choices = [everything, SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        for day in (self.day_from, self.day_to):
            day.validate(self)

    def wanted(self) -> Wanted:
        answers: dict[str, Any] = {name: ANSWERS.get(self[name].data) for name in QUESTIONS}
        role = self._chosen("role")
        return Wanted(
            role=Role(role) if role else None,
            ground=self._chosen("ground"),
            demand=self._chosen("demand"),
            place=self._chosen("place"),
            day_from=self._day("day_from"),
            day_to=self._day("day_to"),
            **answers,
        )

    def asked(self) -> dict[str, str]:
        """What stands in the address of the other pages of this list and of its deeds."""
        wanted = self.wanted()
        found = {name: getattr(wanted, name) for name in self._fields}
        return {name: _in_address(value) for name, value in found.items() if value is not None}

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
