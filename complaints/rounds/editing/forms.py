"""The forms of a round and of an event: what is typed becomes plain facts, or comes back with what to put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import starmap
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from complaints.domain import moments
from complaints.domain.moments import Unreadable
from complaints.domain.round_facts import (
    MINUTES,
    TIMES,
    EventFacts,
    Fault,
    Known,
    RoundFacts,
    event_faults,
    round_faults,
)
from complaints.domain.rounds import EventKind, RoundState, SaidBy, Span
from complaints.rounds.editing import sentences
from complaints.rounds.editing.spans import how, line, optional_line, read_span, typed, typed_span
from complaints.web.cleaning import many_lines, one_line
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

Member = TypeVar("Member", bound=StrEnum)
Choices = Sequence[tuple[str, str]]
Grouped = Mapping[str, Choices]
NONE: Final = ""
NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
PAIRS: Final = ("held_on", *TIMES, *MINUTES)
TEXTS: Final = (
    "name_kk", "name_ru", "name_en", "platform", "summary_kk", "summary_ru", "summary_en", "outcome_kk", "outcome_ru",
    "outcome_en", "source", "confidence_kk", "confidence_ru", "confidence_en",
)  # fmt: skip
EVENT_TEXTS: Final = ("text_kk", "text_ru", "text_en", "source", "source_url")
FACT: Final = sentences.FACTS
DAY_OR_FIRST: Final = _l("Day, or the first possible day")
LAST_DAY: Final = _l("Last possible day")
TIME_OR_FIRST: Final = _l("Time, or not before")
LAST_TIME: Final = _l("Not after")
LEAST: Final = _l("Minutes, or at least")
MOST: Final = _l("At most")
WRONG_DAY: Final = _l("Enter the day like this: 29.03.2025")
WRONG_TIME: Final = _l("Enter day and time like this: 29.03.2025 10:07")
WRONG_NUMBER: Final = _l("Enter a whole number in digits, for example 90")


def _lines(label: Any) -> Any:
    return TextAreaField(label, filters=[many_lines], validators=[Optional()])


class RoundForm(FlaskForm):
    """All facts of a round."""

    round_id = HiddenField()
    """The id that a new round gets: a form sent twice makes one."""
    edit_number = HiddenField()
    base = HiddenField()
    """What the facts were when the form was opened, as short hashes: so it is seen what somebody else changed."""
    programme = SelectField(FACT["programme"], validate_choice=False)
    region = SelectField(FACT["region"], validate_choice=False, description=_l("Times below are this region's time."))
    authority = SelectField(FACT["authority"], validate_choice=False, validators=[Optional()])
    repeats = SelectField(
        FACT["repeats"],
        validate_choice=False,
        validators=[Optional()],
        description=_l("If this registration was held again after another one, choose the earlier one."),
    )
    name_kk = line(FACT["name_kk"], _l("Region, what was registered for, month and year."))
    name_ru = line(FACT["name_ru"])
    name_en = optional_line(FACT["name_en"], _l("Without it the English page shows the Russian words."))
    platform = optional_line(FACT["platform"], _l("The site where people registered, for example Даму Бала."))
    state = RadioField(FACT["state"], choices=choices_of(RoundState), validate_choice=False)
    takes_complaints = BooleanField(
        _l("This round takes complaints"), description=_l("People can file complaints about it from now on.")
    )
    places_announced = StringField(FACT["places_announced"], filters=[one_line], validators=[Optional()])
    held_on_how = how(FACT["held_on"])
    held_on_first = line(DAY_OR_FIRST)
    held_on_last = line(LAST_DAY)
    announced_at_how = how(FACT["announced_at"])
    announced_at_first = line(TIME_OR_FIRST)
    announced_at_last = line(LAST_TIME)
    opened_at_how = how(FACT["opened_at"])
    opened_at_first = line(TIME_OR_FIRST)
    opened_at_last = line(LAST_TIME)
    sold_out_at_how = how(FACT["sold_out_at"])
    sold_out_at_first = line(TIME_OR_FIRST)
    sold_out_at_last = line(LAST_TIME)
    closed_at_how = how(FACT["closed_at"])
    closed_at_first = line(TIME_OR_FIRST)
    closed_at_last = line(LAST_TIME)
    notice_minutes_how = how(FACT["notice_minutes"])
    notice_minutes_first = line(LEAST)
    notice_minutes_last = line(MOST)
    sell_out_minutes_how = how(FACT["sell_out_minutes"])
    sell_out_minutes_first = line(LEAST)
    sell_out_minutes_last = line(MOST)
    summary_kk = _lines(FACT["summary_kk"])
    summary_ru = _lines(FACT["summary_ru"])
    summary_en = _lines(FACT["summary_en"])
    outcome_kk = _lines(FACT["outcome_kk"])
    outcome_ru = _lines(FACT["outcome_ru"])
    outcome_en = _lines(FACT["outcome_en"])
    source = line(FACT["source"], _l("For example: lada.kz, 29.03.2025"))
    confidence_kk = optional_line(FACT["confidence_kk"], _l("What is certain, and what only somebody's word."))
    confidence_ru = optional_line(FACT["confidence_ru"])
    confidence_en = optional_line(FACT["confidence_en"])

    def offer(self, *, programmes: Choices, regions: Choices, authorities: Grouped, rounds: Grouped) -> None:
        """What can be chosen."""
        self.programme.choices = [SelectChoice(NONE, _("Choose")), *starmap(SelectChoice, programmes)]
        self.region.choices = [SelectChoice(NONE, _("Choose")), *starmap(SelectChoice, regions)]
        self.authority.choices = [SelectChoice(NONE, _("Not known")), *_grouped(authorities)]
        self.repeats.choices = [SelectChoice(NONE, _("None")), *_grouped(rounds)]

    def read(self, known: Known, *, slug: str | None, now: datetime) -> RoundFacts | None:
        """The facts, or None when something has to be put right: everything is said at once."""
        self.validate()
        zone = ZoneInfo(known.regions.get(self.region.data or "", "Asia/Almaty"))
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        facts = RoundFacts(
            programme=self.programme.data or "",
            region=self.region.data or "",
            authority=self.authority.data or None,
            repeats=self.repeats.data or None,
            state=_member(self.state, RoundState, _l("Choose the state of the round.")),
            takes_complaints=self.takes_complaints.data,
            places_announced=_read_number(self.places_announced),
            **texts,
            **self._spans(zone),
        )
        self.refuse(round_faults(facts, known, slug=slug, now=now))
        return None if self.errors else facts

    def _spans(self, zone: ZoneInfo) -> dict[str, Any]:
        read: dict[str, Any] = {"held_on": read_span(self, "held_on", _day, WRONG_DAY)}
        for name in TIMES:
            read[name] = read_span(
                self, name, lambda text, at: moments.read_moment(text, zone, without_time=at), WRONG_TIME
            )
        for name in MINUTES:
            read[name] = read_span(self, name, _whole, WRONG_NUMBER)
        return read

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Say beside the fields what cannot be so."""
        for fault in faults:
            field = self[f"{fault.name}_first" if fault.name in PAIRS else fault.name]
            if not field.errors:
                field.errors = [sentences.said(fault)]


class EventForm(FlaskForm):
    """One event of the timeline."""

    event_id = HiddenField()
    edit_number = HiddenField()
    seen = HiddenField()
    """What the event said when the form was opened, as a short hash."""
    kind = SelectField(FACT["kind"], choices=choices_of(EventKind), validate_choice=False)
    said_by = RadioField(FACT["said_by"], choices=choices_of(SaidBy), validate_choice=False)
    days_how = how(_l("When"))
    days_first = line(
        _l("Day, with the time if it is known"), _l("For example 29.03.2025 or 29.03.2025 10:07, in the region's time.")
    )
    days_last = line(LAST_DAY, _l("Only where the day is known by its bounds."))
    text_kk = TextAreaField(FACT["text_kk"], filters=[many_lines])
    text_ru = TextAreaField(FACT["text_ru"], filters=[many_lines])
    text_en = _lines(FACT["text_en"])
    source = line(FACT["source"], _l("For example: lada.kz, 29.03.2025"))
    source_url = optional_line(FACT["source_url"])

    def read(self, zone: ZoneInfo) -> EventFacts | None:
        """The facts, or None when something has to be put right: everything is said at once."""
        self.validate()
        at = self._moment(zone)
        if at is not None:
            day = at.astimezone(zone).date()
            days: Span[date] = Span(day, day)
        else:
            days = read_span(self, "days", _day, WRONG_DAY)
        facts = EventFacts(
            kind=_member(self.kind, EventKind, _l("Choose what kind of event it was.")),
            said_by=_member(self.said_by, SaidBy, _l("Choose who says so.")),
            days=days,
            at=at,
            **{name: self[name].data or "" for name in EVENT_TEXTS},
        )
        self.refuse(event_faults(facts))
        return None if self.errors else facts

    def _moment(self, zone: ZoneInfo) -> datetime | None:
        """The exact time, when one is typed."""
        if self.days_how.data != "exactly" or self.days_last.data:
            return None
        try:
            return moments.read_moment(self.days_first.data or "", zone)
        except Unreadable:
            return None

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Say beside the fields what cannot be so."""
        for fault in faults:
            field = self[f"{fault.name}_first" if fault.name == "days" else fault.name]
            if not field.errors:
                field.errors = [sentences.said(fault)]


class TakeAwayForm(FlaskForm):
    """Which state of the event is taken away."""

    edit_number = HiddenField()
    seen = HiddenField()


def typed_round(facts: RoundFacts, zone: ZoneInfo) -> dict[str, Any]:
    """The facts as they stand in the form."""
    shown: dict[str, Any] = {name: getattr(facts, name) for name in (*TEXTS, "programme", "region", "takes_complaints")}
    shown |= {"authority": facts.authority or NONE, "repeats": facts.repeats or NONE, "state": facts.state.value}
    shown["places_announced"] = typed(facts.places_announced, zone)
    for name in PAIRS:
        shown |= typed_span(name, getattr(facts, name), zone)
    return shown


def typed_event(facts: EventFacts, zone: ZoneInfo) -> dict[str, Any]:
    """The facts as they stand in the form."""
    shown: dict[str, Any] = {name: getattr(facts, name) for name in EVENT_TEXTS}
    shown |= {"kind": facts.kind.value, "said_by": facts.said_by.value, **typed_span("days", facts.days, zone)}
    if facts.at is not None:
        shown["days_first"] = typed(facts.at, zone)
    return shown


def _grouped(choices: Grouped) -> list[SelectChoice]:
    return [SelectChoice(value, name, optgroup=title) for title, listed in choices.items() for value, name in listed]


def _day(text: str, _at: Any) -> date:
    return moments.read_day(text)


def _whole(text: str, _at: Any) -> int:
    digits = text.replace(" ", "")
    if not NUMBER.fullmatch(digits):
        raise Unreadable
    return int(digits)


def _read_number(field: Any) -> int | None:
    try:
        return _whole(field.data, None) if field.data else None
    except Unreadable:
        field.errors = [str(WRONG_NUMBER)]
        return None


def _member(field: Any, members: type[Member], missing: Any) -> Member:
    if field.data in {member.value for member in members}:
        return members(field.data)
    field.errors = [str(missing)]
    return next(iter(members))
