"""Forms about regions, cities and districts, programmes."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Regexp, ValidationError

from complaints.accounts.admin.fields import CHOOSE, Pairs, choices, line_field, slug_field
from complaints.accounts.admin.places.actions import LocalityEntry, ProgrammeEntry, RegionEntry
from complaints.web.cleaning import one_line
from complaints.web.words import gettext as _

LOCALITY_KINDS: Pairs = (("city", _l("City")), ("district", _l("District")))
NAME_MAX: Final = 100


def check_case(_form: Any, field: Any) -> None:
    """The message names the case, so that the summary on top can be read alone."""
    if not field.data:
        raise ValidationError(_("%(case)s: enter the name of the region.", case=field.label.text))
    if len(field.data) > NAME_MAX:
        raise ValidationError(_("%(case)s: shorten the name to 100 characters.", case=field.label.text))


def case_field(label: Any, example: Any = "") -> StringField:
    return StringField(label, [check_case], description=example, filters=[one_line])


class EditRegionForm(FlaskForm):
    name_kk = case_field(_l("Kazakh, nominative (кім? не?)"), _l("For example: «Маңғыстау облысы»."))
    kk_genitive = case_field(_l("Kazakh, genitive (кімнің? ненің?)"), _l("For example: «Маңғыстау облысының»."))
    kk_locative = case_field(_l("Kazakh, locative (қайда?)"), _l("For example: «Маңғыстау облысында»."))
    name_ru = case_field(_l("Russian, nominative (кто? что?)"), _l("For example: «Мангистауская область»."))
    ru_genitive = case_field(_l("Russian, genitive (кого? чего?)"), _l("For example: «Мангистауской области»."))
    ru_locative_phrase = case_field(_l("Russian, where (где?)"), _l("For example: «в Мангистауской области»."))
    name_en = case_field(_l("English"))

    def entry(self) -> RegionEntry:
        return RegionEntry(
            name_kk=self.name_kk.data,
            name_ru=self.name_ru.data,
            name_en=self.name_en.data,
            kk_genitive=self.kk_genitive.data,
            kk_locative=self.kk_locative.data,
            ru_genitive=self.ru_genitive.data,
            ru_locative_phrase=self.ru_locative_phrase.data,
        )


class EditLocalityForm(FlaskForm):
    kind = RadioField(_l("Kind"), [InputRequired(CHOOSE)], choices=choices(*LOCALITY_KINDS))
    name_kk = line_field(_l("Name in Kazakh"), _l("Enter the Kazakh name, for example «Ақтау қаласы»."), NAME_MAX)
    name_ru = line_field(_l("Name in Russian"), _l("Enter the Russian name, for example «город Актау»."), NAME_MAX)

    def entry(self) -> LocalityEntry:
        return LocalityEntry(kind=self.kind.data, name_kk=self.name_kk.data, name_ru=self.name_ru.data)


class CreateLocalityForm(EditLocalityForm):
    code = StringField(
        _l("KATO code"),
        [Regexp(r"^[0-9]{9}$", message=_l("Enter the nine digits of the KATO code."))],
        description=_l("Nine digits of the state classifier of places. It does not change later."),
        filters=[one_line],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class EditProgrammeForm(FlaskForm):
    name_kk = line_field(_l("Name in Kazakh"), _l("Enter the name of the programme in Kazakh."), 200)
    name_ru = line_field(_l("Name in Russian"), _l("Enter the name of the programme in Russian."), 200)
    name_en = line_field(_l("Name in English"), _l("Enter the name of the programme in English."), 200)

    def entry(self) -> ProgrammeEntry:
        return ProgrammeEntry(name_kk=self.name_kk.data, name_ru=self.name_ru.data, name_en=self.name_en.data)


class CreateProgrammeForm(EditProgrammeForm):
    slug = slug_field(60)
