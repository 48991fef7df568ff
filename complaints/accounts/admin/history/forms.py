"""The filter of the log of changes. It is an address, no deed: what fits no choice counts as not chosen."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from complaints.accounts.admin.fields import NONE, choices
from complaints.domain.changes import Subject
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.labels import choices_of


class ChangesForm(Form):
    subject = SelectField(_l("What was changed"), validate_choice=False)
    day = DayField(_l("Day"), description=LIKE_THIS)

    def __init__(self, sent: MultiDict[str, str]) -> None:
        super().__init__(sent)
        self.subject.choices = [*choices((NONE, _l("All"))), *choices_of(Subject)]
        self.validate()

    def wanted(self) -> tuple[Subject | None, date | None]:
        subject = Subject(self.subject.data) if self.subject.data in set(Subject) else None
        return subject, self.day.data
