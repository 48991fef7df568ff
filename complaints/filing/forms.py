"""The complaint form: what is typed becomes a ComplaintDraft, or comes back with what must be put right.

The browser checks nothing (its messages speak the browser's language), and the form carries no cookie: its own signed
token and the origin check stand for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from complaints import data
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult, is_late
from complaints.domain.filing import OTHER_GROUND, Filing, find_faults
from complaints.filing.draft import ComplaintDraft
from complaints.filing.questions import FAULTS, Questions
from complaints.web import context
from complaints.web.filters import text

Member = TypeVar("Member", bound=StrEnum)
OTHER_LOCALITY: Final = "other"
MOST_DAYS_BACK: Final = 100
"""Three months are never longer."""
NOT_TYPED: Final = frozenset({"token", "evidence"})
"""Fields that are not kept with what was typed: the token names the draft, files are kept by themselves."""


def ordered_grounds() -> list[data.Ground]:
    """Those of both roles, then those of parents, then those of providers, OTHER at the end."""
    all_grounds = list(data.grounds().values())
    return sorted(
        all_grounds,
        key=lambda ground: (ground.code == OTHER_GROUND, len(ground.roles) == 1, Role.PROVIDER in ground.roles),
    )


class ComplaintForm(Questions):
    """One complaint about one round."""

    def __init__(
        self,
        formdata: Any,
        *,
        zone: ZoneInfo,
        places: Sequence[tuple[str, str]],
        asks_language: bool,
        example_day: date,
        asks_reason: bool,
        now: datetime,
    ) -> None:
        """`places` are codes and names of the region's localities; `zone` is the region's; hints show `example_day`.

        `asks_reason`: who learned of the round while it was held is late by now, and is asked what was in the way.
        """
        super().__init__(formdata)
        self.zone = zone
        self._now = now
        if not asks_language:
            del self.language
        self.grounds.choices, self.demands.choices = _offered(context.lang())
        self._example_day, self._asks_reason = example_day, asks_reason
        self._offer(places, is_new=formdata is None)

    def put_hints(self) -> None:
        """What the page says beside some fields; who only reads the form needs none of it."""
        example = f"{self._example_day:%d.%m.%Y} 10:07"
        self.learned_at.description = _(
            "Day and time in the region, for example %(example)s. Roughly is enough.", example=example
        )
        self.attempted_at.description = _("For example %(example)s", example=example)
        facts = _("Facts: what, where, when. No names of children, no numbers of documents.")
        reason = _("If you learned of it over three months ago, also write what kept you from complaining in time.")
        self.narrative.description = f"{facts} {reason}" if self._asks_reason else facts

    def _offer(self, places: Sequence[tuple[str, str]], *, is_new: bool) -> None:
        """Where no locality is known, the other place is the only answer."""
        listed = [SelectChoice(code, name) for code, name in places]
        first = [SelectChoice("", _("Choose"))] if listed else []
        self.locality.choices = [*first, *listed, SelectChoice(OTHER_LOCALITY, _("Another place"))]
        if is_new and not listed:
            self.locality.data = OTHER_LOCALITY

    def grounds_by_role(self) -> dict[str, list[Any]]:
        """The reasons as options to show: of both roles, of each one, and OTHER as the last."""
        shown: dict[str, list[Any]] = {"both": [], Role.PARENT.value: [], Role.PROVIDER.value: [], "last": []}
        for option in self.grounds:
            roles = data.grounds()[option.data].roles
            group = "last" if option.data == OTHER_GROUND else "both" if len(roles) > 1 else min(roles).value
            shown[group].append(option)
        return shown

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape and rules together, so that a person hears of everything at once."""
        super().validate(extra_validators)
        if self.locality.data == OTHER_LOCALITY and not self.locality_other.typed:
            self._refuse("locality_other", _("Enter the name of the place"))
        roles = {code: ground.roles for code, ground in data.grounds().items()}
        for fault in find_faults(self._as_filing(), roles_of_grounds=roles, now=self._now):
            self._refuse(*FAULTS[fault])
        return not self.errors

    def refuse_token(self) -> None:
        """The form was open too long: say so and keep everything; the page gives it a token that is good."""
        self.form_errors.append(
            _("This page was open for too long. What you typed is still here: look it through and send it again.")
        )

    def tell_merged(self) -> None:
        """The round turned out to be one with another meanwhile."""
        self.form_errors.append(
            _(
                "This registration round and another one turned out to be the same: this is its form now. What you "
                "typed is still here: look it through and send it again."
            )
        )

    def refuse_files(self, sentences: Sequence[str]) -> None:
        """Say which files were not taken; those that were stay attached."""
        self.evidence.errors = list(sentences)

    def take_over(self, grounds: Iterable[str], demands: Iterable[str]) -> None:
        """Tick these too, as far as they fit the chosen role; what is ticked already stays."""
        role = self.role.data
        fitting = {code for code in grounds if role in {member.value for member in data.grounds()[code].roles}}
        self.grounds.data = [*{*(self.grounds.data or ()), *fitting}]
        self.demands.data = [*{*(self.demands.data or ()), *demands}]

    @property
    def comes_late(self) -> bool:
        """Whether the time typed makes the complaint a late one. It is taken all the same, and asked for the reason."""
        learned_at = self.learned_at.read_typed(self)
        if learned_at is None or learned_at > self._now:
            return False
        return is_late(learned_at.astimezone(self.zone).date(), self._now.astimezone(self.zone).date())

    @property
    def in_time_from(self) -> date:
        """The earliest day on which a person may have learned of the act and be in time today."""
        today = self._now.astimezone(self.zone).date()
        days = (today - timedelta(days=back) for back in range(MOST_DAYS_BACK, -1, -1))
        return next(day for day in days if not is_late(day, today))

    def as_typed(self) -> dict[str, list[str]]:
        """Everything as it was typed and chosen, good or not, by the name of the field."""
        return {field.name: values for field in self if field.name not in NOT_TYPED and (values := _typed(field))}

    def draft(self, round_id: UUID, default_language: str) -> ComplaintDraft:
        """The typed values of a form that validate() found good."""
        is_listed = self.locality.data != OTHER_LOCALITY
        return ComplaintDraft(
            round_id=round_id,
            role=Role(self.role.data),
            mode=Mode(self.mode.data),
            language=LetterLanguage(self.language.data if "language" in self else default_language),
            grounds=self._chosen("grounds"),
            demands=self._chosen("demands"),
            learned_at=self.learned_at.value,
            learned_from=LearnedFrom(self.learned_from.data),
            attempted_at=self.attempted_at.value,
            screen_result=ScreenResult(self.screen_result.data) if self.screen_result.data else None,
            children_count=self.children_count.value,
            locality_code=self.locality.data if is_listed else None,
            locality_other=None if is_listed else self.locality_other.value,
            narrative=self.narrative.value,
            full_name=self.full_name.value,
            iin=self.iin.value,
            bin=self.bin.value,
            organisation=self.organisation.value,
            phone=self.phone.value,
            email=self.email.value,
            postal_address=self.postal_address.value,
            consent_processing=self.consent_processing.data,
            consent_petition=self.consent_petition.data,
            consent_publish=self.consent_publish.data,
        )

    def _as_filing(self) -> Filing:
        """What was typed as the rules look at it, readable or not: a name too long is not a name missing."""
        return Filing(
            role=_member(Role, self.role),
            mode=_member(Mode, self.mode),
            has_name=bool(self.full_name.typed),
            has_organisation=bool(self.organisation.typed),
            has_address=bool(self.postal_address.typed),
            has_contact=bool(self.phone.typed or self.email.typed),
            grounds=self._chosen("grounds"),
            learned_at=self.learned_at.value,
            attempted_at=self.attempted_at.value,
            has_narrative=bool(self.narrative.typed),
            demands=self._chosen("demands"),
            consents_to_processing=self.consent_processing.data,
        )

    def _chosen(self, name: str) -> tuple[str, ...]:
        """The codes chosen, each once, in the order of the page."""
        chosen = set(self[name].data or ())
        return tuple(choice.value for choice in self[name].choices if choice.value in chosen)

    def _refuse(self, name: str, message: Any) -> None:
        if not self[name].errors:
            self[name].errors = [str(message)]


@cache
def _offered(_language: str) -> tuple[list[SelectChoice], list[SelectChoice]]:
    """Reasons and demands as the pages of a language name them."""
    grounds = [SelectChoice(ground.code, text(ground.label)) for ground in ordered_grounds()]
    return grounds, [SelectChoice(demand.code, text(demand.label)) for demand in data.demands().values()]


def _typed(field: Any) -> list[str]:
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return list(field.data or ())
    return [field.data] if field.data else []


def _member(members: type[Member], field: Any) -> Member | None:
    """The member that was sent, or None."""
    sent = field.data if field.raw_data else None
    return members(sent) if sent in {member.value for member in members} else None
