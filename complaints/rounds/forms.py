"""Which released texts the reader asks for. What no choice fits counts as not chosen: these are addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from complaints.domain.complaint import LetterLanguage, Role
from complaints.models.places import Locality
from complaints.rounds.dossier import ground_label
from complaints.rounds.texts import Wanted
from complaints.web.cleaning import one_line
from complaints.web.filters import named
from complaints.web.labels import choices_of
from complaints.web.words import gettext as _

WORDS_MAX: Final = 100
ALL: Final = ""


class SearchForm(Form):
    """Which rounds of the list."""

    words = StringField(_l("Words in the name, or a region"), filters=[one_line])

    def wanted(self) -> str:
        return (self.words.data or "")[:WORDS_MAX]


class TextsForm(Form):
    """Everything may be combined; the address is the state of the list."""

    ground = SelectField(_l("Reason"))
    role = SelectField(_l("Who writes"))
    language = SelectField(_l("Language of the text"))
    place = SelectField(_l("City or district"))
    words = StringField(_l("Words in the text"), filters=[one_line])

    def __init__(self, sent: MultiDict[str, str], *, grounds: Iterable[str], places: Mapping[str, Locality]) -> None:
        super().__init__(sent)
        everything = SelectChoice(ALL, _("All"))
        self.ground.choices = [everything, *(SelectChoice(code, ground_label(code)) for code in grounds)]
        self.role.choices = [everything, *choices_of(Role)]
        self.language.choices = [everything, *choices_of(LetterLanguage)]
        self.place.choices = [everything, *(SelectChoice(code, named(row)) for code, row in places.items())]

    def wanted(self) -> Wanted:
        chosen = {field.name: field.data for field in self if field.data in self._offered(field)}
        role, language = chosen.get("role"), chosen.get("language")
        return Wanted(
            ground=chosen.get("ground"),
            role=Role(role) if role else None,
            language=LetterLanguage(language) if language else None,
            place=chosen.get("place"),
            words=(self.words.data or "")[:WORDS_MAX],
        )

    def chosen(self) -> dict[str, str]:
        """What stands in the address of the other pages of this list."""
        wanted = self.wanted()
        values = (wanted.ground, wanted.role, wanted.language, wanted.place, wanted.words)
        names = ("ground", "role", "language", "place", "words")
        return {name: str(value) for name, value in zip(names, values, strict=True) if value}

    @staticmethod
    def _offered(field: SelectField) -> set[str]:
        choices = getattr(field, "choices", None) or ()
        return {choice.value for choice in choices if choice.value != ALL}
