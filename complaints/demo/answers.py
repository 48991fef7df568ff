"""What invented people answer on the form, in plausible mixes: who was told late could not try, who saw an error says
that the platform failed, and only who lives far from Aktau misses places for the own district.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from complaints import data
from complaints.demo import people, times
from complaints.demo.narratives import Case, Tone, tell
from complaints.domain.complaint import LearnedFrom, LetterLanguage, Mode, Role, ScreenResult
from complaints.domain.moderation import Reason
from complaints.filing.draft import ComplaintDraft

T = TypeVar("T")
AKTAU: Final = "471000000"
PLACES: Final = {
    AKTAU: 45, "471800000": 22, "475000000": 12, "473600000": 7, "474200000": 5, "474600000": 4, "475200000": 3,
    "other": 2,
}  # fmt: skip
OTHER_PLACES: Final = {LetterLanguage.KK: "Мысал ауылы", LetterLanguage.RU: "аул Примерный"}
SOURCES: Final = {
    LearnedFrom.MESSENGER: 34, LearnedFrom.SOCIAL_NETWORK: 22, LearnedFrom.ACQUAINTANCE: 13, LearnedFrom.PROVIDER: 10,
    LearnedFrom.SCHOOL: 8, LearnedFrom.OFFICIAL_SITE: 7, LearnedFrom.MEDIA: 4, LearnedFrom.OTHER: 2,
}  # fmt: skip
SCREENS: Final = {
    ScreenResult.NO_PLACES: 45, ScreenResult.ERROR: 17, ScreenResult.QUEUE: 12, ScreenResult.COULD_NOT_SIGN_IN: 12,
    ScreenResult.DID_NOT_TRY: 10, ScreenResult.GOT_PLACE: 4,
}  # fmt: skip
GROUNDS: Final = {
    Role.PARENT: {
        "SHORT_NOTICE": 0.7, "SOLD_OUT_FAST": 0.6, "SITE_FAILURE": 0.25, "LOGIN_FAILURE": 0.08, "QUEUE_BROKEN": 0.08,
        "LEAK": 0.3, "ANNOUNCEMENT_EDITED": 0.28, "NO_DISTRICT_QUOTA": 0.35, "NO_SUITABLE_PROVIDER": 0.08,
        "VOUCHER_CANCELLED": 0.04, "DEAD_SOULS": 0.03, "NO_ANSWER": 0.07, "OTHER": 0.05,
    },
    Role.PROVIDER: {
        "SHORT_NOTICE": 0.6, "SITE_FAILURE": 0.2, "LOGIN_FAILURE": 0.08, "LEAK": 0.35, "ANNOUNCEMENT_EDITED": 0.25,
        "NO_DISTRICT_QUOTA": 0.25, "VOUCHER_CANCELLED": 0.08, "DEAD_SOULS": 0.05, "PROVIDER_SELECTION": 0.25,
        "PLACES_UNEVEN": 0.6, "NO_ANSWER": 0.12, "OTHER": 0.05,
    },
}  # fmt: skip
SEEN_ON_SCREEN: Final = {
    ScreenResult.ERROR: "SITE_FAILURE",
    ScreenResult.COULD_NOT_SIGN_IN: "LOGIN_FAILURE",
    ScreenResult.QUEUE: "QUEUE_BROKEN",
    ScreenResult.NO_PLACES: "SOLD_OUT_FAST",
}
DEMANDS: Final = {
    "REPEAT_ROUND": 0.72, "ANNUL_ROUND": 0.5, "PUBLISH_LOGS": 0.45, "EXTRA_PLACES": 0.35, "NOTICE_RULE": 0.5,
    "CHECK_AND_PUNISH": 0.3,
}  # fmt: skip
WITH_IIN: Final = 3
"""One in so many gives the IIN or BIN, which is optional."""


@dataclass(frozen=True)
class Filer:
    """Who files: `number` names the person, `position` this complaint of the example."""

    number: int
    position: int
    role: Role
    language: LetterLanguage


def filer_at(position: int) -> Filer:
    """Every fifth is a provider, two of three write Kazakh."""
    role = Role.PROVIDER if position % 5 == 4 else Role.PARENT
    return Filer(position, position, role, LetterLanguage.RU if position % 3 == 2 else LetterLanguage.KK)


def gives_iin(number: int) -> bool:
    return number % WITH_IIN == 0


def formal_draft(filer: Filer, tone: Tone | Reason, *, round_id: UUID, zone: ZoneInfo) -> ComplaintDraft:
    """A formal complaint whose filer agrees to everything. The same position gives the same words."""
    chance = random.Random(f"answers {filer.position}")  # noqa: S311 (the same example on every machine)
    is_parent = filer.role is Role.PARENT
    person = people.invent(filer.number, filer.language, is_provider=not is_parent)
    screen_result = pick(chance, SCREENS) if is_parent else None
    at = times.invent_times(chance, zone, screen_result)
    place = pick(chance, PLACES)
    grounds = _grounds(chance, filer.role, screen_result, place)
    case = Case(
        role=filer.role,
        language=filer.language,
        grounds=grounds,
        demands=_demands(chance, filer.role, grounds),
        learned_from=pick(chance, SOURCES),
        learned=at.learned_at.astimezone(zone).strftime("%H:%M"),
        tried=at.attempted_at.astimezone(zone).strftime("%H:%M") if at.attempted_at else None,
        screen_result=screen_result,
        children_count=pick(chance, {1: 50, 2: 30, 3: 14, 4: 5, 5: 1}) if is_parent else None,
        place=place,
        person=person,
    )
    return replace(_draft(case, at, round_id), narrative=_narrative(case, tone, chance))


def _draft(case: Case, at: times.Times, round_id: UUID) -> ComplaintDraft:
    person, is_parent, is_listed = case.person, case.role is Role.PARENT, case.place != "other"
    return ComplaintDraft(
        round_id=round_id,
        role=case.role,
        mode=Mode.FORMAL,
        language=case.language,
        grounds=case.grounds,
        demands=case.demands,
        learned_at=at.learned_at,
        learned_from=case.learned_from,
        attempted_at=at.attempted_at,
        screen_result=case.screen_result,
        children_count=case.children_count,
        locality_code=case.place if is_listed else None,
        locality_other=None if is_listed else OTHER_PLACES[case.language],
        narrative=None,
        full_name=person.full_name,
        iin=person.iin if is_parent and gives_iin(person.number) else None,
        bin=None if is_parent or not gives_iin(person.number) else person.bin,
        organisation=None if is_parent else person.organisation,
        phone=person.phone,
        email=person.email,
        postal_address=person.postal_address,
        consent_processing=True,
        consent_petition=True,
        consent_publish=True,
    )


def as_evidence(draft: ComplaintDraft, *, email: str | None = None) -> ComplaintDraft:
    """The same without a name, as somebody files who is afraid."""
    unnamed = replace(draft, mode=Mode.EVIDENCE, full_name=None, iin=None, bin=None, organisation=None)
    return replace(unnamed, postal_address=None, phone=None, email=email, consent_petition=False)


def _narrative(case: Case, tone: Tone | Reason, chance: random.Random) -> str | None:
    """One in twenty lets the answers speak, unless the ground is one that has to be told."""
    text = tell(case, tone, chance)
    return None if tone is Tone.PLAIN and "OTHER" not in case.grounds and chance.random() < 0.05 else text


def _grounds(chance: random.Random, role: Role, screen_result: ScreenResult | None, place: str) -> tuple[str, ...]:
    """In the order of the form; at least one."""
    shares = GROUNDS[role]
    chosen = {code for code, share in shares.items() if chance.random() < share}
    if screen_result in SEEN_ON_SCREEN:
        chosen.add(SEEN_ON_SCREEN[screen_result])
    if place == AKTAU:
        chosen.discard("NO_DISTRICT_QUOTA")
    return tuple(code for code in data.grounds() if code in (chosen or {"SHORT_NOTICE"}))


def _demands(chance: random.Random, role: Role, grounds: tuple[str, ...]) -> tuple[str, ...]:
    """In the order of the form; at least one."""
    chosen = {code for code, share in DEMANDS.items() if chance.random() < share}
    if role is Role.PARENT and {"VOUCHER_CANCELLED", "QUEUE_BROKEN"} & set(grounds) and chance.random() < 0.6:
        chosen.add("RESTORE_PLACE")
    return tuple(code for code in data.demands() if code in (chosen or {"REPEAT_ROUND"}))


def pick(chance: random.Random, weights: dict[T, int]) -> T:
    return chance.choices(list(weights), weights=list(weights.values()))[0]
