"""The form of an event, of its correction and of what the authority says against an entry of the group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from complaints.domain.lifecycle import RecordedBy, SubmissionEvent
from complaints.models.places import Authority
from complaints.models.submissions import HappenedEvent, Response, Submission
from complaints.responses.forms import NUMBER_MAX, TOO_LONG_NUMBER
from complaints.responses.happening.actions import EventDraft
from complaints.web.cleaning import many_lines, one_line
from complaints.web.fields import LIKE_THIS, DayField
from complaints.web.files import UploadsField
from complaints.web.filters import day, named
from complaints.web.words import gettext as _

NOTE_MAX: Final = 1000
OTHER_BODY: Final = "other"
HAPPENED_ON: Final[Mapping[SubmissionEvent, Any]] = {
    SubmissionEvent.REGISTERED: _l("Day of registration"),
    SubmissionEvent.FIX_REQUESTED: _l("Day of the notice"),
    SubmissionEvent.FIXED: _l("Day on which it was put right"),
    SubmissionEvent.FORWARDED: _l("Day on which it was passed on"),
    SubmissionEvent.REVIEW_STARTED: _l("Day on which the review began"),
    SubmissionEvent.HEARING_SET: _l("Day on which the applicants got the preliminary decision"),
    SubmissionEvent.HEARD: _l("Day of the hearing"),
    SubmissionEvent.EXTENDED: _l("Day of the decision to extend"),
    SubmissionEvent.RETURNED: _l("Day of the return"),
    SubmissionEvent.LEFT_UNCONSIDERED: _l("Day of the decision"),
    SubmissionEvent.WITHDRAWN: _l("Day of the withdrawal"),
    SubmissionEvent.ANSWERED: _l("Date of the answer"),
}
UNTIL: Final[Mapping[SubmissionEvent, Any]] = {
    SubmissionEvent.FIX_REQUESTED: _l("Last day to put it right"),
    SubmissionEvent.EXTENDED: _l("New last day for the answer"),
    SubmissionEvent.HEARING_SET: _l("Day on which the act is to be adopted"),
}
MUST_SAY_UNTIL: Final = frozenset({SubmissionEvent.FIX_REQUESTED, SubmissionEvent.EXTENDED})
MUST_GIVE_REASONS: Final = frozenset({SubmissionEvent.RETURNED, SubmissionEvent.LEFT_UNCONSIDERED})
PAPERS_HINT: Final = _l(
    "The notice or the letter about it. Up to 5 files of 10 MB each: JPEG, PNG, WebP or PDF. Only the members of the "
    "group and the authority see them."
)


class EventForm(FlaskForm):
    """What happened, when, and by which paper. Fields that the event does not have are left out."""

    happened_on = DayField("", [InputRequired(_l("Enter the day."))], description=LIKE_THIS)
    until = DayField("", description=LIKE_THIS)
    notified_on = DayField(
        _l("Day on which the applicants were told"),
        [Optional()],
        description=_l("Within three working days from the decision. Without this day the extension moves nothing."),
    )
    number = StringField("", [Optional(), Length(max=NUMBER_MAX, message=TOO_LONG_NUMBER)], filters=[one_line])
    body = SelectField(_l("To whom it was passed on"))
    note = TextAreaField(
        "",
        [Length(max=NOTE_MAX, message=_l("Shorten the text to 1,000 characters."))],
        filters=[many_lines],
        description=_l("Everybody can read it. Do not name people."),
    )
    is_void = BooleanField(_l("It did not happen: the entry was made by mistake"))
    papers = UploadsField(_l("Papers about it"), [Optional()], description=PAPERS_HINT)

    def __init__(
        self,
        event: SubmissionEvent,
        submission: Submission,
        side: RecordedBy,
        *,
        today: date,
        bodies: Iterable[Authority] = (),
        corrected: HappenedEvent | None = None,
    ) -> None:
        super().__init__(data=_values_of(corrected, bodies) if corrected else None)
        self._event, self._submission, self._side, self._today = event, submission, side, today
        self._bodies = {body.slug: body.id for body in bodies}
        self.body.choices = [
            SelectChoice("", _("Choose the body")),
            *(SelectChoice(body.slug, named(body)) for body in bodies),
            SelectChoice(OTHER_BODY, _("Another body (name it below)")),
        ]
        self._name()
        self._leave_out(corrected)

    def _name(self) -> None:
        self.happened_on.label.text = HAPPENED_ON[self._event]
        self.until.label.text = UNTIL.get(self._event, "")
        is_registration = self._event is SubmissionEvent.REGISTERED
        self.number.label.text = _("Number that the authority gave") if is_registration else _("Number of the paper")
        self.note.label.text = _("Reasons, in short") if self._event in MUST_GIVE_REASONS else _("In short")
        self.note.flags.optional = not self._must_give_reasons
        self.until.flags.optional = self._event not in MUST_SAY_UNTIL

    def _leave_out(self, corrected: HappenedEvent | None) -> None:
        if self._event not in UNTIL:
            del self.until
        if self._event is not SubmissionEvent.EXTENDED:
            del self.notified_on
        if self._event is not SubmissionEvent.FORWARDED:
            del self.body
        if corrected is None:
            del self.is_void

    def validate_happened_on(self, field: DayField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the day on which it happened."))
        if field.data and field.data < self._submission.handed_in_on:
            raise ValidationError(
                _(
                    "It was handed in on %(day)s: nothing can have happened before.",
                    day=day(self._submission.handed_in_on),
                )
            )

    def validate_until(self, field: DayField) -> None:
        if not field.data:
            if self._event in MUST_SAY_UNTIL and not self._is_taken_back:
                raise ValidationError(_("Enter the last day that the authority set."))
        elif self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_("This day lies before the notice: check both days."))

    def validate_notified_on(self, field: DayField) -> None:
        if field.data and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_("They cannot have been told before the decision: check both days."))
        if field.data and field.data > self._today:
            raise ValidationError(_("This day has not come yet: enter the day on which they were told."))

    def validate_body(self, field: SelectField) -> None:
        if not field.data and not self._is_taken_back:
            raise ValidationError(_("Choose the body to which it was passed on."))

    def validate_note(self, field: TextAreaField) -> None:
        wants_name = "body" in self and self.body.data == OTHER_BODY
        if not field.data and wants_name:
            raise ValidationError(_("Name the body here."))
        if not field.data and self._must_give_reasons and not self._is_taken_back:
            raise ValidationError(_("Give the reasons in short: a return without reasons is not lawful."))

    @property
    def _must_give_reasons(self) -> bool:
        """The authority knows its reasons; the group may hold a paper without them."""
        return self._side is RecordedBy.OFFICIAL and self._event in MUST_GIVE_REASONS

    @property
    def _is_taken_back(self) -> bool:
        return "is_void" in self and bool(self.is_void.data)

    def say_impossible(self, which: str) -> None:
        """A value that the action refused, because another entry came in between or the law gives no more."""
        if which == "until" and "until" in self:
            self.until.errors = [
                _("The new last day is later than the one that runs now, and no later than the law allows: check it.")
            ]
        else:
            self.happened_on.errors = [_("This day cannot be: check it against the other entries.")]

    def say_not_taken(self, sentence: str) -> None:
        self.papers.errors = [sentence]

    def draft(self) -> EventDraft:
        """What a valid form says."""
        chosen = self.body.data if "body" in self else ""
        return EventDraft(
            event=self._event,
            happened_on=self.happened_on.data,
            until=self.until.data if "until" in self else None,
            notified_on=self.notified_on.data if "notified_on" in self else None,
            number=self.number.data or "",
            body_id=self._bodies.get(chosen),
            note=self.note.data or "",
            is_void=self._is_taken_back,
        )


class DisputeForm(FlaskForm):
    """What the authority says against an entry of the group: that it did not happen, or on another day."""

    how = RadioField(
        _l("What is wrong with the entry?"),
        [InputRequired(_l("Choose what is wrong with the entry."))],
        choices=[
            SelectChoice("void", _l("It did not happen")),
            SelectChoice("otherwise", _l("It happened on another day or otherwise")),
        ],
        invalid_choice_message=_l("Choose what is wrong with the entry."),
    )
    happened_on = DayField(_l("Day on which it happened"), description=LIKE_THIS)
    until = DayField("", description=LIKE_THIS)
    notified_on = DayField(
        _l("Day on which the applicants were told"), description=_l("Within three working days from the decision.")
    )
    note = TextAreaField(
        _l("What the authority says"),
        [
            DataRequired(_l("Say in short what is wrong: it is shown beside the entry.")),
            Length(max=NOTE_MAX, message=_l("Shorten the text to 1,000 characters.")),
        ],
        filters=[many_lines],
        description=_l("Everybody can read it. Do not name people."),
    )

    def __init__(self, denied: HappenedEvent | Response, submission: Submission, today: date) -> None:
        """`denied`: the group's event or answer; the form starts with its last days."""
        known = {"until": denied.until, "notified_on": denied.notified_on} if isinstance(denied, HappenedEvent) else {}
        super().__init__(data=known)
        self._denied, self._submission, self._today = denied, submission, today
        self.event = denied.event if isinstance(denied, HappenedEvent) else SubmissionEvent.ANSWERED
        self.denied_on = denied.happened_on if isinstance(denied, HappenedEvent) else denied.responded_on
        self.until.label.text = UNTIL.get(self.event, "")
        if self.event not in UNTIL:
            del self.until
        if self.event is not SubmissionEvent.EXTENDED:
            del self.notified_on

    def validate_happened_on(self, field: DayField) -> None:
        if self.how.data == "otherwise" and not field.data:
            raise ValidationError(_("Enter the day on which it happened."))
        if field.data and not self._submission.handed_in_on <= field.data <= self._today:
            raise ValidationError(_("Enter a day from the hand-over until today."))

    def validate_until(self, field: DayField) -> None:
        if self.how.data != "otherwise":
            return
        if not field.data and self.event in MUST_SAY_UNTIL:
            raise ValidationError(_("Enter the last day that the authority set."))
        if field.data and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_("This day lies before the notice: check both days."))

    def validate_notified_on(self, field: DayField) -> None:
        if field.data and self.how.data == "otherwise" and self.happened_on.data and field.data < self.happened_on.data:
            raise ValidationError(_("They cannot have been told before the decision: check both days."))

    def draft(self) -> EventDraft:
        if self.how.data == "void":
            return EventDraft(event=self.event, happened_on=self.denied_on, note=self.note.data, is_void=True)
        return EventDraft(
            event=self.event,
            happened_on=self.happened_on.data,
            until=self.until.data if "until" in self else None,
            notified_on=self.notified_on.data if "notified_on" in self else None,
            body_id=self._denied.body_id if isinstance(self._denied, HappenedEvent) else None,
            note=self.note.data,
        )


def _values_of(entry: HappenedEvent, bodies: Iterable[Authority]) -> dict[str, Any]:
    """What a form for a correction starts with."""
    slugs: dict[UUID, str] = {body.id: body.slug for body in bodies}
    other = OTHER_BODY if entry.event is SubmissionEvent.FORWARDED else ""
    return {
        "happened_on": entry.happened_on,
        "until": entry.until,
        "notified_on": entry.notified_on,
        "number": entry.number,
        "body": slugs.get(entry.body_id, other) if entry.body_id else other,
        "note": entry.note,
    }
