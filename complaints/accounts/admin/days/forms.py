"""The form of one day: off or working, its names, and the decree."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Optional

from complaints.accounts.admin.days.actions import DayEntry
from complaints.accounts.admin.fields import CHOOSE, choices, line_field, too_long
from complaints.models import DayOverride
from complaints.web.cleaning import one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.words import gettext as _

OFF: Final = "off"
WORKING: Final = "working"
NAME_MAX: Final = 200


class SetDayForm(FlaskForm):
    """`seen` is the sign of the effect that was shown: a day is saved only after its effect was looked at."""

    seen = HiddenField()
    kind = RadioField(
        _l("What is declared?"),
        [InputRequired(CHOOSE)],
        choices=choices((OFF, _l("A day off")), (WORKING, _l("A working day"))),
    )
    name_kk = line_field(
        _l("Name in Kazakh"), _l("Enter what this day is called in Kazakh, for example «Құрбан айт»."), NAME_MAX
    )
    name_ru = line_field(
        _l("Name in Russian"), _l("Enter what this day is called in Russian, for example «Курбан-айт»."), NAME_MAX
    )
    name_en = StringField(
        _l("Name in English"),
        [Optional(), too_long(NAME_MAX)],
        description=_l("Left empty, English pages show the Russian name."),
        filters=[one_line],
    )
    decree = line_field(
        _l("Decree"),
        _l("Enter the decree that declares it: its body, date and number."),
        300,
        hint=_l("The source everybody can check: who decided it, on which date, under which number."),
    )

    def entry(self) -> DayEntry:
        return DayEntry(
            is_working=self.kind.data == WORKING,
            name_kk=self.name_kk.data,
            name_ru=self.name_ru.data,
            name_en=self.name_en.data or "",
            decree=self.decree.data,
        )


class AddDayForm(SetDayForm):
    day = DayField(_l("Day"), description=LIKE_THIS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Empty is no day: the field's own check passes an empty one."""
        is_good = super().validate(extra_validators)
        if self.day.data is None and not self.day.errors:
            self.day.errors = [_("Enter the day like this: 29.03.2025")]
        return bool(is_good and not self.day.errors)


def filled_with(override: DayOverride) -> dict[str, Any]:
    """What the form starts with for a day that was declared before."""
    names = {name: getattr(override, name) for name in ("name_kk", "name_ru", "name_en", "decree")}
    return {"kind": WORKING if override.is_working else OFF, **names}
