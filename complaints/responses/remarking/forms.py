"""One field for each demand of a submission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from complaints.web.cleaning import many_lines
from complaints.web.filters import demand_label

REMARK: Final = "remark_"
REMARK_MAX: Final = 1000


class RemarksForm(FlaskForm):
    """`remarks_form` adds a field for each demand."""

    @property
    def remarks(self) -> list[TextAreaField]:
        return [field for field in self if field.name.startswith(REMARK)]

    def texts(self) -> dict[str, str]:
        """What was typed, by the code of the demand."""
        return {field.name.removeprefix(REMARK): field.data or "" for field in self.remarks}


def remarks_form(demands: Sequence[str]) -> RemarksForm:
    fields = {f"{REMARK}{code}": _field(code) for code in demands}
    made: RemarksForm = type("RemarksFormOfDemands", (RemarksForm,), fields)()
    return made


def _field(code: str) -> TextAreaField:
    return TextAreaField(
        demand_label(code),
        [Optional(), Length(max=REMARK_MAX, message=_l("Shorten the text to 1,000 characters."))],
        filters=[many_lines],
        description=_l("Everybody can read it. Do not name people."),
    )
