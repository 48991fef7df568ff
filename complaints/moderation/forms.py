"""The moderator's form: what to blank out, what to do with the text, and why."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from complaints.domain.complaint import LetterLanguage
from complaints.domain.moderation import Decision, Reason, TextState, WordsNotFound
from complaints.models.rounds import Round
from complaints.moderation.actions import Seen, Verdict
from complaints.moderation.blanking import Place, places_of
from complaints.moderation.highlighting import Highlight
from complaints.moderation.queries import Wanted
from complaints.web.cleaning import many_lines
from complaints.web.filters import label, named
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

Member = TypeVar("Member", bound=StrEnum)
ALL: Final = ""
DEEDS: Final = {
    Decision.RELEASE: _l("Publish as written"),
    Decision.BLANK: _l("Publish with words blanked out"),
    Decision.HOLD: _l("Do not publish"),
}
LINES_MAX: Final = 100


class TextsForm(Form):
    """Which texts to list. What no choice fits counts as not chosen: these are addresses, not deeds."""

    language = SelectField(_l("Language of the text"))
    round = SelectField(_l("Registration round"))

    def __init__(self, sent: MultiDict[str, str], rounds: Sequence[Round]) -> None:
        super().__init__(sent)
        self.language.choices = [SelectChoice(ALL, _("Both")), *choices_of(LetterLanguage)]
        self.round.choices = [SelectChoice(ALL, _("All")), *(SelectChoice(row.slug, named(row)) for row in rounds)]
        self._slugs = {row.slug for row in rounds}
        self._state = member(TextState, sent.get("state")) or TextState.WAITING

    def wanted(self) -> Wanted:
        slug = self.round.data if self.round.data in self._slugs else None
        return Wanted(self._state, member(LetterLanguage, self.language.data), slug)


class DecisionForm(FlaskForm):
    """The decision about one text. Every highlight is ticked until the moderator unticks it.

    `seen` says which state of the text was on the page.
    """

    seen = HiddenField()
    blanks = SelectMultipleField(_l("Blank out what was found"), validate_choice=False)
    words = TextAreaField(
        _l("Blank out these words too"),
        filters=[many_lines],
        description=_l("One piece of the text on a line, as it stands there. It is hidden wherever it stands."),
    )
    decision = RadioField(_l("What to do with the text?"), validate_choice=False)
    reason = RadioField(
        _l("Reason for blanking out or for not publishing"),
        choices=choices_of(Reason),
        validate_choice=False,
        description=_l("The filer sees it, and the public figures count it."),
    )

    def __init__(self, text: str, highlights: Sequence[Highlight], had_seen: Seen) -> None:
        self._places = {f"{item.start}-{item.end}": item for item in highlights}
        super().__init__(data={"blanks": list(self._places)})
        self.blanks.choices = [SelectChoice(key, text[item.start : item.end]) for key, item in self._places.items()]
        self.decision.choices = [SelectChoice(decision.value, words) for decision, words in DEEDS.items()]
        self._text = text
        self._now = f"{had_seen.edit_number}.{had_seen.complaint_version}"
        self._typed: Sequence[Place] = ()

    @property
    def seen_now(self) -> str:
        """What the page that is drawn now has to send back."""
        return self._now

    def validate_words(self, field: Any) -> None:
        lines = list(dict.fromkeys(line.strip() for line in field.data.splitlines() if line.strip()))
        if len(lines) > LINES_MAX:
            raise ValidationError(_("Type at most 100 lines."))
        try:
            self._typed = places_of(self._text, lines)
        except WordsNotFound as error:
            words = "; ".join(f"«{line}»" for line in error.words)
            raise ValidationError(
                _("This does not stand in the text: %(words)s. Copy it from the text as it is.", words=words)
            ) from None

    def validate_decision(self, field: Any) -> None:
        decision = member(Decision, field.data)
        if decision is None:
            raise ValidationError(_("Choose what to do with the text."))
        if decision is Decision.RELEASE and self.places():
            raise ValidationError(
                _("Something is still to be blanked out. Untick it, or choose to publish with words blanked out.")
            )
        if decision is Decision.BLANK and not self.places() and not self.words.errors:
            raise ValidationError(_("Tick what to blank out, or type the words."))

    def validate_reason(self, _field: Any) -> None:
        if member(Decision, self.decision.data) in {Decision.BLANK, Decision.HOLD} and self._reason() is None:
            raise ValidationError(_("Choose a reason."))

    def validate_for_preview(self) -> bool:
        """Whether the typed words can be found; what else is missing does not matter yet. Errors are kept."""
        self.validate()
        for field in (self.decision, self.reason):
            field.errors = []
        return not self.errors

    def places(self) -> list[Place]:
        """Everything to be blanked out: ticked and typed."""
        ticked = [self._places[key] for key in self.blanks.data or () if key in self._places]
        return sorted({*((item.start, item.end) for item in ticked), *self._typed})

    def had_seen(self) -> Seen:
        """The state of the text that the moderator decided about; one that never was, when the field is broken."""
        numbers = [part for part in str(self.seen.data).split(".") if part.isdecimal() and len(part) < 10]
        return Seen(int(numbers[0]), int(numbers[1])) if len(numbers) == 2 else Seen(0, 0)

    def verdict(self) -> Verdict:
        """What a valid form says; a text published as written needs no reason."""
        decision = Decision(self.decision.data)
        if decision is Decision.RELEASE:
            return Verdict(decision, None)
        return Verdict(decision, self._reason(), self.places() if decision is Decision.BLANK else ())

    def _reason(self) -> Reason | None:
        return member(Reason, self.reason.data)


def member(members: type[Member], value: str | None) -> Member | None:
    """The member with this value, or None."""
    return members(value) if value in set(members) else None


def kind_of(highlight: Highlight) -> str:
    """What was found, in a word."""
    return label(highlight.kind)
