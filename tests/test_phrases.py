"""Dates, spans of time, numbers and citations as the letter says them, in Russian and in Kazakh."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from complaints.domain.rounds import Basis, DurationFact, Span
from complaints.petitions.document import RoleCounts
from complaints.phrases import kk, ru
from tests.support.letters import FACTS


def plain(text: str | None) -> str | None:
    return text and text.replace("\u00a0", " ")


DAYS = [
    (date(2025, 3, 29), date(2025, 3, 29), "29 марта 2025 года", "2025 жылғы 29 наурызда"),
    (date(2025, 3, 28), date(2025, 3, 29), "28 или 29 марта 2025 года", "2025 жылғы 28 немесе 29 наурызда"),
    (date(2025, 3, 31), date(2025, 4, 1), "31 марта или 1 апреля 2025 года", "2025 жылғы 31 наурызда немесе 1 сәуірде"),
    (
        date(2024, 12, 31), date(2025, 1, 1),
        "31 декабря 2024 года или 1 января 2025 года", "2024 жылғы 31 желтоқсанда немесе 2025 жылғы 1 қаңтарда",
    ),
    (date(2025, 3, 20), date(2025, 3, 31), "в период с 20 по 31 марта 2025 года", "2025 жылғы 20–31 наурыз аралығында"),
    (
        date(2025, 3, 20), date(2025, 4, 5),
        "в период с 20 марта по 5 апреля 2025 года", "2025 жылғы 20 наурыз – 5 сәуір аралығында",
    ),
    (date(2025, 3, 28), None, "не ранее 28 марта 2025 года", "2025 жылғы 28 наурызда немесе одан кейін"),
    (None, date(2025, 2, 28), "не позднее 28 февраля 2025 года", "2025 жылғы 28 ақпанда немесе одан бұрын"),
    (None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "in_russian", "in_kazakh"), DAYS)
def test_a_day_is_said_as_far_as_it_is_known(
    first: date | None, last: date | None, in_russian: str | None, in_kazakh: str | None
) -> None:
    assert plain(ru.when(Span(first, last))) == in_russian
    assert plain(kk.when(Span(first, last))) == in_kazakh


SPANS = [
    (1, "1 минуту", "1 минут"), (7, "7 минут", "7 минут"), (22, "22 минуты", "22 минут"), (11, "11 минут", "11 минут"),
    (30, "30 минут", "30 минут"), (60, "1 час", "1 сағат"), (90, "1,5 часа", "1,5 сағат"),
    (150, "2,5 часа", "2,5 сағат"),
    (80, "1 час 20 минут", "1 сағат 20 минут"), (180, "3 часа", "3 сағат"), (300, "5 часов", "5 сағат"),
    (1260, "21 час", "21 сағат"), (1440, "24 часа", "24 сағат"), (2880, "2 дня", "2 күн"), (7200, "5 дней", "5 күн"),
]  # fmt: skip


@pytest.mark.parametrize(("minutes", "in_russian", "in_kazakh"), SPANS)
def test_a_span_of_time_has_its_unit_in_the_right_form(minutes: int, in_russian: str, in_kazakh: str) -> None:
    assert plain(ru.span_of_time(minutes)) == in_russian
    assert plain(kk.span_of_time(minutes)) == in_kazakh


BOUNDS = [
    (90, 90, "за 1,5 часа", "1,5 сағат"),
    (60, 90, "не менее чем за 1 час и не более чем за 1,5 часа", "кемінде 1 сағат, ең көбі 1,5 сағат"),
    (60, None, "не менее чем за 1 час", "кемінде 1 сағат"),
    (None, 90, "не более чем за 1,5 часа", "ең көбі 1,5 сағат"),
    (0, 0, "менее чем за 1 минуту", "1 минуттан аз уақыт"),
    (0, 90, "не более чем за 1,5 часа", "ең көбі 1,5 сағат"),
    (None, None, None, None),
]


@pytest.mark.parametrize(("low", "high", "in_russian", "in_kazakh"), BOUNDS)
def test_a_duration_is_said_exactly_within_bounds_or_not_at_all(
    low: int | None, high: int | None, in_russian: str | None, in_kazakh: str | None
) -> None:
    fact = DurationFact(low, high, Basis.COMPUTED)
    assert plain(ru.within(fact)) == in_russian
    assert plain(kk.lasting(fact)) == in_kazakh


def test_the_seed_case_is_told_in_one_sentence_marked_as_information_we_have() -> None:
    assert plain(ru.facts_sentence(FACTS)) == (
        "По имеющимся у нас сведениям, о регистрации было объявлено за 1,5 часа до её начала; "
        "число мест – 3500, все они были заняты за 7 минут."
    )
    assert plain(kk.facts_sentence(FACTS)) == (
        "Бізде бар мәліметтерге сәйкес, тіркеу туралы хабарландыру ол басталардан 1,5 сағат бұрын жарияланды; "
        "орын саны – 3500, барлық орын 7 минут ішінде таусылды."
    )


def test_what_is_not_known_is_left_out() -> None:
    no_places = replace(FACTS, places=Span(), notice=None)
    assert plain(ru.facts_sentence(no_places)) == "По имеющимся у нас сведениям, все места были заняты за 7 минут."
    assert plain(kk.facts_sentence(no_places)) == "Бізде бар мәліметтерге сәйкес, барлық орын 7 минут ішінде таусылды."
    nothing = replace(no_places, sold_out=None)
    assert ru.facts_sentence(nothing) is None
    assert kk.facts_sentence(nothing) is None


def test_nobody_is_named_who_does_not_complain() -> None:
    only_parents = RoleCounts(3, 0)
    assert "поставщик" not in ru.people(only_parents) + ru.people_genitive(only_parents) + ru.harm(only_parents)
    assert "беруші" not in kk.people(only_parents) + kk.people_ablative(only_parents) + kk.harm(only_parents)
    only_providers = RoleCounts(0, 2)
    assert ru.harm(only_providers) == "По нашему мнению, поставщики лишились равных условий участия."
    assert kk.people_ablative(only_providers) == "өнім берушілерінен"


def test_a_draft_with_no_complaint_chosen_reads_as_if_both_roles_complained() -> None:
    nobody, both = RoleCounts(0, 0), RoleCounts(1, 1)
    assert kk.people(nobody) == kk.people(both)
    assert kk.people_ablative(nobody) == "ата-аналары мен өнім берушілерінен"
    assert ru.people_genitive(nobody) == "родителей и поставщиков"
    assert ru.harm(nobody) == ru.harm(both)


def test_big_numbers_are_grouped() -> None:
    assert [plain(ru.number(value)) for value in (7, 3500, 12000)] == ["7", "3500", "12 000"]
