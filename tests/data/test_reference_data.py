"""Reference data is whole: everything that points somewhere finds it, everything people read has its languages."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import holidays
import pytest

from complaints import data
from complaints.data import Text
from complaints.domain.complaint import Role
from complaints.domain.rounds import Basis, Certainty, RoundState, notice_period, sell_out_time

LATIN = re.compile(r"[A-Za-z]+")
LATIN_ALLOWED = {"e", "Otinish", "eGov", "SMS", "ArtSport", "FaceID", "VI", "VIII", "V", "I", "mail", "kz", "epetition"}


def all_texts() -> list[tuple[str, Text]]:
    labelled = [*data.grounds().values(), *data.optional_grounds().values(), *data.demands().values()]
    texts = [(item.code, item.label) for item in labelled]
    texts += list(data.evidence_kinds().items())
    texts += [(norm.id, norm.text) for norm in data.norms().values()]
    for known in data.example_rounds():
        texts += [(known.slug, known.name), (known.slug, known.summary), (known.slug, known.confidence)]
        texts += [(known.slug, event.text) for event in known.events]
    for note in data.region_notes():
        texts += [(note.slug, note.text), (note.slug, note.confidence)]
    return texts


@pytest.mark.parametrize(("name", "text"), all_texts(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_text_exists_in_three_languages_and_its_own_letters(name: str, text: Text) -> None:
    assert text.kk
    assert text.ru
    assert text.en
    assert not re.search("[әғқңөұүһі]", text.ru, re.IGNORECASE) or name.startswith("kazakhstan")
    for written in (text.kk, text.ru):
        assert set(LATIN.findall(written)) <= LATIN_ALLOWED, written


def test_there_are_20_regions_and_the_localities_of_two() -> None:
    codes = [region.code for region in data.regions()]
    assert len(codes) == len(set(codes)) == 20
    assert all(region.code == f"KZ-{region.kato2}" for region in data.regions())
    by_region = [locality.region_code for locality in data.localities()]
    assert (by_region.count("KZ-47"), by_region.count("KZ-61")) == (7, 17)
    assert all(re.fullmatch(r"\d{9}", locality.code) for locality in data.localities())
    assert all(locality.code[:2] == locality.region_code[3:] for locality in data.localities())


def test_every_authority_has_every_case_and_a_known_superior_before_it() -> None:
    seen: set[str | None] = {None}
    regions = {None, *(region.code for region in data.regions())}
    for body in data.authorities():
        assert body.superior in seen
        assert body.region_code in regions
        cases = [getattr(body, field.name) for field in fields(body) if field.name.startswith(("ru_", "kk_"))]
        assert len(cases) == 7
        assert all(cases)
        seen.add(body.slug)


def test_a_feminine_name_and_a_person_change_in_the_accusative() -> None:
    accusative = {body.slug: body.ru_accusative for body in data.authorities()}
    assert accusative["mangystau-prosecutor"] == "Прокуратуру Мангистауской области"
    assert accusative["mangystau-akim"] == "Акима Мангистауской области"
    assert accusative["mangystau-akim-office"] == "Аппарат акима Мангистауской области"


def test_the_kazakh_name_of_the_mangystau_department_is_to_be_checked() -> None:
    assert {body.slug for body in data.authorities() if body.to_be_checked} >= {"mangystau-culture"}


def test_there_are_14_grounds_and_other_and_7_demands() -> None:
    assert len(data.grounds()) == 15
    assert list(data.grounds())[-1] == "OTHER"
    assert list(data.optional_grounds()) == ["NO_PAYMENT"]
    assert len(data.demands()) == 7
    assert [ground.code for ground in data.grounds().values() if ground.sensitive] == ["DEAD_SOULS"]


def test_a_role_is_offered_its_own_grounds() -> None:
    assert "SOLD_OUT_FAST" in data.grounds_for(Role.PARENT)
    assert "SOLD_OUT_FAST" not in data.grounds_for(Role.PROVIDER)
    assert "PLACES_UNEVEN" not in data.grounds_for(Role.PARENT)
    assert "OTHER" in data.grounds_for(Role.PROVIDER)


def test_every_named_norm_and_act_exists() -> None:
    grounds = [*data.grounds().values(), *data.optional_grounds().values()]
    assert {kind for ground in grounds for kind in ground.evidence} == set(data.evidence_kinds())
    named = [norm for ground in data.grounds().values() for norm in ground.norms]
    named += [norm for demand in data.demands().values() for norm in demand.norms]
    named += [rule.law for rules in data.deadline_rules().sets for rule in rules.rules.values()]
    assert set(named) <= set(data.norms())
    assert {norm.act for norm in data.norms().values()} <= set(data.acts())


def test_only_what_was_read_in_the_law_is_printable() -> None:
    not_printable = {norm.id for norm in data.norms().values() if not norm.printable}
    assert not_printable == {"rules-122", "gov-voucher", "pdata-12"}
    for cite in (data.cite_kk, data.cite_ru, data.cite_en):
        with pytest.raises(ValueError, match="rules-122"):
            cite(data.norms()["rules-122"])


@pytest.mark.parametrize(
    ("norm", "ru", "kk"),
    [
        ("appk-8", "часть 1 статьи 8 АППК РК", "ҚР ӘРПК-нің 8-бабының 1-бөлігі"),
        ("appk-22", "части 1–2 статьи 22 АППК РК", "ҚР ӘРПК-нің 22-бабының 1–2-бөліктері"),
        ("appk-15-1", "часть 1 статьи 15-1 АППК РК", "ҚР ӘРПК-нің 15-1-бабының 1-бөлігі"),
        ("appk-88", "часть 1 статьи 88 АППК РК", "ҚР ӘРПК-нің 88-бабының 1-бөлігі"),
        ("appk-99", "статья 99 АППК РК", "ҚР ӘРПК-нің 99-бабы"),
        (
            "culture-8-14",
            "подпункты 14-4), 14-5), 14-6) статьи 8 Закона РК «О культуре»",
            "«Мәдениет туралы» ҚР Заңының 8-бабының 14-4), 14-5), 14-6) тармақшалары",
        ),
        (
            "info-11-10",
            "пункты 10–12, 17 статьи 11 Закона РК «О доступе к информации»",
            "«Ақпаратқа қол жеткізу туралы» ҚР Заңының 11-бабының 10–12, 17-тармақтары",
        ),
    ],
)
def test_a_norm_is_cited_as_each_language_does(norm: str, ru: str, kk: str) -> None:
    assert data.cite_ru(data.norms()[norm]) == ru
    assert data.cite_kk(data.norms()[norm]) == kk


def test_our_days_off_agree_with_the_package() -> None:
    package = holidays.country_holidays("KZ", years=range(2024, 2028))
    ours = {day for day in data.calendar().days_off if 2024 <= day.year <= 2027}
    assert ours == set(package)
    worked = {day for day in package.weekend_workdays if 2024 <= day.year <= 2027}
    assert worked == {day for day in data.calendar().working_weekends if 2024 <= day.year <= 2027}


def test_every_day_off_has_its_three_names() -> None:
    for day in data.calendar().days_off.values():
        assert not LATIN.search(day.name_kk + day.name_ru), day
        assert day.name_en


def test_days_off_after_this_year_are_not_confirmed() -> None:
    assert data.confirmed_until() == date(2026, 12, 31)


def test_the_mangystau_round_takes_complaints_and_no_other_does() -> None:
    assert [known.slug for known in data.example_rounds() if known.takes_complaints] == ["damu-bala-mangystau-2025-03"]
    assert len(data.example_rounds()) == 5
    assert len(data.region_notes()) == 11


def test_the_mangystau_round_is_known_as_it_was_reported() -> None:
    known = data.example_rounds()[0]
    assert known.places_announced == 3500
    assert known.held_on.certainty is Certainty.BOUNDS
    assert known.opened_at.certainty is Certainty.UNKNOWN
    notice = notice_period(known.announced_at, known.opened_at, known.notice_minutes)
    sold_out = sell_out_time(known.opened_at, known.sold_out_at, known.sell_out_minutes)
    assert notice is not None
    assert (notice.low_minutes, notice.basis) == (90, Basis.REPORTED)
    assert sold_out is not None
    assert (sold_out.high_minutes, sold_out.basis) == (7, Basis.REPORTED)


def test_rounds_point_to_known_regions_programmes_and_bodies() -> None:
    regions = {region.code for region in data.regions()}
    programmes = {programme.slug for programme in data.programmes()}
    bodies = {None, *(body.slug for body in data.authorities())}
    for known in data.example_rounds():
        assert known.region_code in regions
        assert known.programme in programmes
        assert known.authority in bodies
        assert known.events
    states = {known.slug: known.state for known in data.example_rounds()}
    assert states["damu-bala-turkistan-2025-03"] is RoundState.ANNULLED
    assert {note.region_code for note in data.region_notes()} <= {None, *regions}
